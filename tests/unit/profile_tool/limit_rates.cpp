// The numbers that the tool tells, against what the plugin's own limits let through when somebody sends as fast as they
// allow: all profiles that are built in, and shapes at their edges.
#include "limit_rates.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "config/parse_profile.hpp"
#include "limits/limit.hpp"

namespace sluice::profile_tool {
namespace {

constexpr uint64_t kStartNs = 1'000'000'000'000'000;
constexpr uint64_t kSecondNs = 1'000'000'000;
// A test that has counted so many has seen enough.
constexpr uint64_t kEnough = 30'000;

// Sends one sort of traffic through a limit of the plugin as fast as it goes; each message is written at once.
class Sender {
public:
    Sender(const LimitConfig &config, Traffic traffic) : limit_(rested(config), 1, 1), traffic_(traffic) {}

    // How many go before that time is over; `is_accepted`: the venue answers at once.
    uint64_t count_within(uint64_t time_ns, bool is_accepted) {
        is_accepted_ = is_accepted;
        const uint64_t end_ns = kStartNs + std::max<uint64_t>(time_ns, 1);
        uint64_t count = 0;
        for (; count < kEnough; ++count) {
            if (traffic_ != Traffic::young_cancels && !send(SLUICE_KIND_NEW, end_ns)) break;
            if (traffic_ != Traffic::orders && !send(SLUICE_KIND_CANCEL, end_ns)) break;
        }
        return count;
    }

private:
    static LimitConfig rested(LimitConfig config) {
        config.is_used_at_start = false;
        return config;
    }

    bool send(uint32_t kind, uint64_t end_ns) {
        const bool is_cancel = kind == SLUICE_KIND_CANCEL;
        Charge charge;
        charge.kind = kind;
        charge.request_class = is_cancel ? SLUICE_CLASS_CRITICAL : SLUICE_CLASS_NORMAL;
        if (!limit_.cost().counts(kind)) return true;
        for (uint64_t at_ns = limit_.available_ns(0, charge, is_cancel, now_ns_); at_ns > now_ns_;
             at_ns = limit_.available_ns(0, charge, is_cancel, now_ns_)) {
            if (at_ns >= end_ns) return false;
            now_ns_ = at_ns;
        }
        const uint64_t cost = limit_.cost().of(charge);
        const uint64_t kept = is_accepted_ ? limit_.kept_cost_of(charge, Answer::accepted) : cost;
        limit_.take(0, cost, is_cancel, now_ns_);
        if (kept < cost) limit_.refund(0, cost - kept, is_cancel);
        if (kept > 0) limit_.confirm(0, kept, is_cancel, now_ns_);
        if (limit_.counts_orders() && kind == SLUICE_KIND_NEW) limit_.open_order(0);
        if (limit_.counts_orders() && is_cancel && traffic_ == Traffic::pairs) limit_.close_order(0);
        return true;
    }

    Limit limit_;
    Traffic traffic_;
    bool is_accepted_ = false;
    uint64_t now_ns_ = kStartNs;
};

void expect_as_told(const LimitConfig &limit, const std::string &name) {
    const LimitRates rates(limit);
    for (const Traffic traffic : {Traffic::orders, Traffic::young_cancels, Traffic::pairs}) {
        if (!rates.counts(traffic)) {
            EXPECT_EQ(rates.at_once(traffic), kUnlimited) << name;
            continue;
        }
        const uint64_t at_once = rates.at_once(traffic);
        if (at_once < kEnough) {
            EXPECT_EQ(Sender(limit, traffic).count_within(0, false), at_once)
                << name << ", traffic " << static_cast<int>(traffic);
        }
        // Blocks come when the venue says so, and the venue's windows need its clock.
        if (limit.shape == LimitShape::block_window || limit.shape == LimitShape::aligned_window) continue;
        for (const uint64_t seconds : {1, 60}) {
            const uint64_t told = rates.within(traffic, seconds * kSecondNs);
            if (told >= kEnough) continue;
            const uint64_t sent = Sender(limit, traffic).count_within(seconds * kSecondNs, true);
            // The last one may just miss the end, and a window may end between an order and its cancel.
            const std::string what =
                name + ", " + std::to_string(seconds) + " s, traffic " + std::to_string(static_cast<int>(traffic));
            EXPECT_LE(told, sent + 1) << what;
            EXPECT_GE(told + 1 + sent / 50, sent) << what;
        }
    }
}

TEST(LimitRates, are_what_the_plugin_lets_through_of_every_profile) {
    size_t limits = 0;
    for (const std::string_view name : profile_names()) {
        for (const ProfileLimit &limit : parse_profile(*find_profile(name)).profile.limits) {
            if (!limit.operator_members.empty()) continue;
            expect_as_told(limit.limit, std::string(name) + " " + limit.limit.name);
            ++limits;
        }
    }
    EXPECT_GT(limits, 40u);
}

LimitConfig window(uint64_t most) {
    LimitConfig limit;
    limit.shape = LimitShape::sliding_window;
    limit.limit = most;
    limit.window_ns = kSecondNs;
    limit.cost[SLUICE_KIND_NEW] = 1;
    limit.cost[SLUICE_KIND_CANCEL] = 1;
    return limit;
}

TEST(LimitRates, keep_the_reserves_and_the_wall) {
    LimitConfig limit = window(100);
    limit.margin = 10;
    limit.cancel_reserve = 20;
    limit.hard_limit = 100;
    limit.hard_margin = 25;
    expect_as_told(limit, "fixed reserve");
    EXPECT_EQ(LimitRates(limit).at_once(Traffic::orders), 70u);
    EXPECT_EQ(LimitRates(limit).at_once(Traffic::young_cancels), 75u);
    EXPECT_EQ(LimitRates(limit).at_once(Traffic::pairs), 37u);
    limit.cancel_reserve = 0;
    limit.order_reserve = {true, 5, 30};
    limit.cost[SLUICE_KIND_CANCEL] = 2;
    expect_as_told(limit, "reserve for orders");
    EXPECT_EQ(LimitRates(limit).at_once(Traffic::orders), 45u);
}

TEST(LimitRates, charge_age_and_outcome) {
    LimitConfig limit = window(60);
    limit.cost[SLUICE_KIND_CANCEL].by_age[0] = {5 * kSecondNs, 8};
    limit.cost[SLUICE_KIND_NEW].on_accepted = Keeps::nothing;
    expect_as_told(limit, "age and outcome");
    const LimitRates rates(limit);
    EXPECT_EQ(rates.at_once(Traffic::orders), 60u);
    EXPECT_EQ(rates.within(Traffic::orders, 1), kUnlimited);
    EXPECT_TRUE(std::isinf(rates.per_second(Traffic::orders)));
    EXPECT_EQ(rates.at_once(Traffic::young_cancels), 6u);
    EXPECT_EQ(rates.at_once(Traffic::old_cancels), 60u);
}

TEST(LimitRates, know_each_shape) {
    LimitConfig budget = window(100);
    budget.shape = LimitShape::budget;
    budget.window_ns = 0;
    budget.credit_amount = 1;
    budget.credit_value_e8 = 100'000'000;
    budget.cancel_extra = 1000;
    budget.cancel_times = 3;
    budget.refill_interval_ns = 10 * kSecondNs;
    expect_as_told(budget, "budget");
    EXPECT_EQ(LimitRates(budget).at_once(Traffic::young_cancels), 300u);
    EXPECT_EQ(LimitRates(budget).within(Traffic::orders, 60 * kSecondNs), 106u);

    LimitConfig in_flight = window(10);
    in_flight.shape = LimitShape::in_flight;
    expect_as_told(in_flight, "in flight");
    EXPECT_EQ(LimitRates(in_flight).within(Traffic::orders, kSecondNs), kUnlimited);

    LimitConfig blocks = window(10);
    blocks.shape = LimitShape::block_window;
    blocks.window_blocks = 4;
    blocks.guard_blocks = 1;
    blocks.block_ns = kSecondNs;
    expect_as_told(blocks, "blocks");
    EXPECT_EQ(LimitRates(blocks).per_second(Traffic::orders), 2.0);

    LimitConfig aligned = window(50);
    aligned.shape = LimitShape::aligned_window;
    aligned.window_ns = 86'400 * kSecondNs;
    EXPECT_EQ(LimitRates(aligned).within(Traffic::orders, 86'400 * kSecondNs), 50u);
    EXPECT_EQ(LimitRates(aligned).within(Traffic::orders, 86'400 * kSecondNs + 1), 100u);
}

}  // namespace
}  // namespace sluice::profile_tool
