#include "config/limit_check.hpp"

#include <algorithm>
#include <utility>

#include "config/kind_names.hpp"

namespace sluice {
namespace {

constexpr uint64_t kNsPerUs = 1'000;

// 64 bits hold no product of a guard and a refill: 4.32e13 ns times 1e12.
__extension__ using Wide = unsigned __int128;

bool is_cancel(uint32_t kind) {
    return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL;
}

// What the reserve, margin and hard wall leave for messages.
struct Room {
    uint64_t cancel;
    uint64_t other;
    uint64_t wall;

    explicit Room(const LimitConfig &limit)
        : cancel(limit.limit - limit.margin),
          other(cancel - limit.cancel_reserve),
          wall(limit.hard_limit == 0 ? UINT64_MAX : limit.hard_limit - limit.hard_margin) {}

    // Admin messages are sent without asking; they only have to fit at all, as cancels do.
    uint64_t below_limit(uint32_t kind) const { return is_cancel(kind) || kind == SLUICE_KIND_ADMIN ? cancel : other; }
    uint64_t of(uint32_t kind) const { return std::min(wall, below_limit(kind)); }
};

class LimitCheck {
public:
    explicit LimitCheck(const LimitConfig &limit) : limit_(limit) {}

    std::vector<FieldFault> run() {
        check_size();
        check_kept_free();
        check_hard_wall();
        // The rest is measured against what is left: without that there is nothing to measure.
        if (faults_.empty()) check_costs();
        if (limit_.shape == LimitShape::sliding_window) {
            check_window_guard();
        } else if (faults_.empty()) {
            check_bucket_guard();
        }
        return std::move(faults_);
    }

private:
    void add(std::string field, std::string expected, std::string found) {
        faults_.push_back({std::move(field), std::move(expected), std::move(found)});
    }
    void add(std::string field, std::string expected, uint64_t found) {
        add(std::move(field), std::move(expected), std::to_string(found));
    }

    void check_size() {
        if (limit_.shape == LimitShape::sliding_window && limit_.limit > kWindowLimitMax) {
            add("limit", "at most " + std::to_string(kWindowLimitMax) + " for a sliding_window", limit_.limit);
        }
    }

    void check_kept_free() {
        if (limit_.margin >= limit_.limit) {
            add("margin", "less than limit (" + std::to_string(limit_.limit) + ")", limit_.margin);
        } else if (const uint64_t usable = limit_.limit - limit_.margin; limit_.cancel_reserve >= usable) {
            add("cancel_reserve", "less than limit less margin (" + std::to_string(usable) + ")",
                limit_.cancel_reserve);
        }
    }

    void check_hard_wall() {
        if (limit_.hard_limit == 0) {
            if (limit_.hard_margin != 0) add("hard_margin", "0 without a hard_limit", limit_.hard_margin);
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

    void check_costs() {
        const Room room(limit_);
        bool is_counting = false;
        for (const KindName &kind : kKindNames) {
            const uint64_t cost = limit_.cost[kind.kind];
            is_counting = is_counting || cost > 0;
            if (cost > room.of(kind.kind)) {
                add("cost/" + std::string(kind.name), "at most " + room_words(room, kind.kind), cost);
            }
        }
        if (!is_counting) add("cost", "at least one kind that costs more than 0", "every cost is 0");
    }

    // Names what the number is made of, so that the reader sees which field to change.
    static std::string room_words(const Room &room, uint32_t kind) {
        const uint64_t most = room.of(kind);
        std::string words = std::to_string(most);
        if (most == room.wall) return words + " (hard_limit less hard_margin)";
        if (most == room.cancel) return words + " (limit less margin)";
        return words + " (limit less margin less cancel_reserve)";
    }

    // At half the window the guard costs a third of the throughput: then the unit is mistaken. A window or refill of 0
    // was left out of the document, which is a fault of its own.
    void check_window_guard() {
        if (limit_.window_ns != 0 && limit_.guard_ns >= limit_.window_ns / 2) {
            add("guard_us", "less than half the window (" + std::to_string(limit_.window_ns / 2 / kNsPerUs) + " us)",
                limit_.guard_ns / kNsPerUs);
        }
    }

    // What may come back during the guard is not there to be spent.
    void check_bucket_guard() {
        if (limit_.refill_amount == 0 || limit_.refill_interval_ns == 0) return;
        const Room room(limit_);
        uint64_t spare = UINT64_MAX;
        for (const KindName &kind : kKindNames) {
            const uint64_t cost = limit_.cost[kind.kind];
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

    const LimitConfig &limit_;
    std::vector<FieldFault> faults_;
};

}  // namespace

std::vector<FieldFault> check_limit(const LimitConfig &limit) {
    return LimitCheck(limit).run();
}

}  // namespace sluice
