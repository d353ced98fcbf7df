#include "config/limit_check.hpp"

#include <algorithm>
#include <utility>

#include "config/cost_check.hpp"
#include "config/kind_names.hpp"
#include "config/limit_room.hpp"
#include "config/shape_names.hpp"

namespace sluice {
namespace {

constexpr uint64_t kNsPerUs = 1'000;
constexpr uint64_t kNsPerMs = 1'000'000;
// A full refill is reckoned in nanoseconds: 146 years, so that a moment of it added to the time of a clock fits.
constexpr uint64_t kLongestRefillNs = uint64_t{1} << 62;

// 64 bits hold no product of a guard and a refill: 4.32e13 ns times 1e12.
__extension__ using Wide = unsigned __int128;

class LimitCheck {
public:
    explicit LimitCheck(const LimitConfig &limit) : limit_(limit) {}

    std::vector<FieldFault> run() {
        check_firm();
        check_size();
        check_kept_free();
        check_hard_wall();
        const bool has_room = faults_.empty();
        check_cost_rules(limit_, faults_);
        // What is left is measured only where there is something to measure by.
        if (has_room) check_cost_room(limit_, faults_);
        check_shape(faults_.empty());
        return std::move(faults_);
    }

private:
    void add(std::string field, std::string expected, std::string found) {
        faults_.push_back({std::move(field), std::move(expected), std::move(found)});
    }
    void add(std::string field, std::string expected, uint64_t found) {
        add(std::move(field), std::move(expected), std::to_string(found));
    }

    bool is_bucket() const {
        return limit_.shape == LimitShape::token_bucket || limit_.shape == LimitShape::decaying_counter;
    }
    bool is_window_of_time() const {
        return limit_.shape == LimitShape::sliding_window || limit_.shape == LimitShape::aligned_window ||
               limit_.shape == LimitShape::first_message_window;
    }
    bool has_refill() const { return limit_.refill_amount != 0 && limit_.refill_interval_ns != 0; }

    // No venue's clock, blocks, orders or answers are known where all venues meet.
    void check_firm() {
        if (limit_.scope != LimitScope::firm) return;
        if (!is_bucket() && limit_.shape != LimitShape::sliding_window) {
            add("shape", "one of token_bucket, decaying_counter, sliding_window for scope firm",
                std::string(words_of(limit_.shape).name));
        }
        if (limit_.order_reserve.is_on) {
            add("order_reserve", "nothing for scope firm",
                "a reserve of " + std::to_string(limit_.order_reserve.floor) + " to " +
                    std::to_string(limit_.order_reserve.cap));
        }
    }

    void check_size() {
        const bool is_log = is_window_of_time() || limit_.shape == LimitShape::block_window;
        if (is_log && limit_.limit > kWindowLimitMax) {
            add("limit",
                "at most " + std::to_string(kWindowLimitMax) + " for " +
                    std::string(words_of(limit_.shape).with_article),
                limit_.limit);
        }
        if (!is_bucket() || !has_refill()) return;
        const uint64_t unit_ns = (limit_.refill_interval_ns + limit_.refill_amount - 1) / limit_.refill_amount;
        const uint64_t most = (kLongestRefillNs - 1) / unit_ns;
        if (limit_.limit > most) {
            add("limit", "at most " + std::to_string(most) + ", which comes back in a century and a half",
                limit_.limit);
        }
    }

    void check_kept_free() {
        if (limit_.margin >= limit_.limit) {
            add("margin", "less than limit (" + std::to_string(limit_.limit) + ")", limit_.margin);
            return;
        }
        const uint64_t usable = limit_.limit - limit_.margin;
        const std::string usable_words = "less than limit less margin (" + std::to_string(usable) + ")";
        const OrderReserve &reserve = limit_.order_reserve;
        if (!reserve.is_on) {
            if (limit_.cancel_reserve >= usable) add("cancel_reserve", usable_words, limit_.cancel_reserve);
            return;
        }
        if (limit_.cancel_reserve != 0) add("cancel_reserve", "0 with an order_reserve", limit_.cancel_reserve);
        if (reserve.cap >= usable) add("order_reserve/cap", usable_words, reserve.cap);
        if (reserve.floor > reserve.cap) {
            add("order_reserve/floor", "at most cap (" + std::to_string(reserve.cap) + ")", reserve.floor);
        }
    }

    void check_hard_wall() {
        if (limit_.hard_limit == 0) {
            if (limit_.hard_margin != 0) add("hard_margin", "0 without a hard_limit", limit_.hard_margin);
            return;
        }
        if (limit_.shape == LimitShape::budget) {
            add("hard_limit", "0 for a budget, which grows without an end", limit_.hard_limit);
            return;
        }
        if (limit_.hard_limit < limit_.limit) {
            add("hard_limit", "at least limit (" + std::to_string(limit_.limit) + "), or 0 for none",
                limit_.hard_limit);
        }
        if (limit_.hard_margin >= limit_.hard_limit) {
            add("hard_margin", "less than hard_limit (" + std::to_string(limit_.hard_limit) + ")", limit_.hard_margin);
        }
    }

    void check_shape(bool has_room) {
        if (is_window_of_time()) {
            check_window_guard();
            check_phase();
        } else if (is_bucket()) {
            if (has_room) check_bucket_guard();
        } else if (limit_.shape == LimitShape::budget) {
            check_budget();
        }
    }

    // At half the window the guard costs a third of the throughput: then the unit is mistaken. A window or refill of 0
    // was left out of the document, which is a fault of its own.
    void check_window_guard() {
        if (limit_.window_ns != 0 && limit_.guard_ns >= limit_.window_ns / 2) {
            add("guard_us", "less than half the window (" + std::to_string(limit_.window_ns / 2 / kNsPerUs) + " us)",
                limit_.guard_ns / kNsPerUs);
        }
    }

    void check_phase() {
        if (limit_.window_ns != 0 && limit_.phase_ns >= limit_.window_ns) {
            add("phase_ms", "less than window_ms (" + std::to_string(limit_.window_ns / kNsPerMs) + ")",
                limit_.phase_ns / kNsPerMs);
        }
    }

    // What may come back during the guard is not there to be spent.
    void check_bucket_guard() {
        if (!has_refill()) return;
        const LimitRoom room(limit_);
        uint64_t spare = UINT64_MAX;
        for (const KindName &kind : kKindNames) {
            const uint64_t cost = dearest_message(limit_.cost[kind.kind]);
            if (cost > 0) spare = std::min(spare, room.below_limit(kind.kind) - cost);
        }
        const Wide refilled = static_cast<Wide>(limit_.guard_ns) * limit_.refill_amount;
        if (refilled <= static_cast<Wide>(spare) * limit_.refill_interval_ns) return;
        const Wide longest_us = static_cast<Wide>(spare) * limit_.refill_interval_ns / limit_.refill_amount / kNsPerUs;
        add("guard_us",
            "at most " + std::to_string(static_cast<uint64_t>(longest_us)) +
                ", in which no more comes back than the dearest message leaves of the burst (" + std::to_string(spare) +
                ")",
            limit_.guard_ns / kNsPerUs);
    }

    // Cancels get the smaller of the two, so one without the other gives them nothing.
    void check_budget() {
        if (limit_.cancel_extra != 0 && limit_.cancel_times < 2) {
            add("cancel_times", "at least 2 with a cancel_extra", limit_.cancel_times);
        }
        if (limit_.cancel_extra == 0 && limit_.cancel_times > 1) {
            add("cancel_extra", "at least 1 with cancel_times", limit_.cancel_extra);
        }
    }

    const LimitConfig &limit_;
    std::vector<FieldFault> faults_;
};

}  // namespace

std::vector<FieldFault> check_limit(const LimitConfig &limit) {
    return LimitCheck(limit).run();
}

}  // namespace sluice
