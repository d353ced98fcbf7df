// The rules that only some shapes have, at their edges: the last value that is accepted, and the first that is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/counter_check.hpp"
#include "config/limit_check.hpp"
#include "config/shape_names.hpp"

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

constexpr LimitShape kWindows[] = {
    LimitShape::sliding_window, LimitShape::aligned_window, LimitShape::first_message_window};
constexpr LimitShape kBuckets[] = {LimitShape::token_bucket, LimitShape::decaying_counter};

LimitConfig limit_of(LimitShape shape) {
    LimitConfig limit;
    limit.shape = shape;
    limit.limit = 100;
    limit.cost[SLUICE_KIND_NEW] = 1;
    limit.cost[SLUICE_KIND_CANCEL] = 1;
    return limit;
}

TEST(ShapeRules, windows_remember_at_most_a_million) {
    const std::pair<LimitShape, std::string> windows[] = {{LimitShape::sliding_window, "a sliding_window"},
        {LimitShape::aligned_window, "an aligned_window"}, {LimitShape::first_message_window, "a first_message_window"},
        {LimitShape::block_window, "a block_window"}};
    for (const auto &[shape, name] : windows) {
        LimitConfig limit = limit_of(shape);
        limit.window_ns = 1'000'000'000;
        limit.limit = 1'000'000;
        EXPECT_THAT(check_limit(limit), IsEmpty());
        limit.limit = 1'000'001;
        EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("limit", "at most 1000000 for " + name, "1000001")));
    }
    for (const LimitShape shape : {LimitShape::in_flight, LimitShape::budget}) {
        LimitConfig limit = limit_of(shape);
        limit.limit = 1'000'000'000'000;
        EXPECT_THAT(check_limit(limit), IsEmpty());
    }
}

TEST(ShapeRules, guard_is_less_than_half_of_any_window) {
    for (const LimitShape shape : kWindows) {
        LimitConfig limit = limit_of(shape);
        limit.window_ns = 1'000'000'000;
        limit.guard_ns = 499'999'000;
        EXPECT_THAT(check_limit(limit), IsEmpty());
        limit.guard_ns = 500'000'000;
        EXPECT_THAT(
            check_limit(limit), ElementsAre(FieldsAre("guard_us", "less than half the window (500000 us)", "500000")));
    }
}

TEST(ShapeRules, phase_is_inside_the_window) {
    LimitConfig limit = limit_of(LimitShape::aligned_window);
    limit.window_ns = 10'000'000'000;
    limit.phase_ns = 9'999'000'000;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.phase_ns = 10'000'000'000;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("phase_ms", "less than window_ms (10000)", "10000")));
}

TEST(ShapeRules, guard_of_buckets_leaves_room_for_the_dearest_message) {
    for (const LimitShape shape : kBuckets) {
        LimitConfig limit = limit_of(shape);
        limit.limit = 10;
        limit.refill_amount = 100;
        limit.refill_interval_ns = 1'000'000'000;
        limit.cost[SLUICE_KIND_NEW] = 0;
        limit.cost[SLUICE_KIND_CANCEL].by_age[0] = {5'000'000'000, 6};  // with the 1 leaves 3
        limit.guard_ns = 30'000'000;
        EXPECT_THAT(check_limit(limit), IsEmpty());
        limit.guard_ns = 30'001'000;
        EXPECT_THAT(check_limit(limit),
            ElementsAre(FieldsAre("guard_us",
                "at most 30000, in which no more comes back than the dearest message leaves of the burst (3)",
                "30001")));
    }
}

TEST(ShapeRules, a_bucket_refills_within_the_range_of_a_clock) {
    for (const LimitShape shape : kBuckets) {
        LimitConfig limit = limit_of(shape);
        limit.refill_amount = 1;
        limit.refill_interval_ns = 86'400'000'000'000;
        limit.limit = 53'375;  // days: 2 to the power of 62 ns are 53,375.99
        EXPECT_THAT(check_limit(limit), IsEmpty());
        limit.limit = 53'376;
        EXPECT_THAT(check_limit(limit),
            ElementsAre(FieldsAre("limit", "at most 53375, which comes back in a century and a half", "53376")));
        // A unit takes whole nanoseconds, rounded up: here 2 of them.
        limit.refill_amount = 999'999;
        limit.refill_interval_ns = 1'000'000;
        limit.limit = (uint64_t{1} << 61) - 1;
        EXPECT_THAT(check_limit(limit), IsEmpty());
        limit.limit = uint64_t{1} << 61;
        EXPECT_THAT(check_limit(limit),
            ElementsAre(FieldsAre("limit", "at most 2305843009213693951, which comes back in a century and a half",
                "2305843009213693952")));
    }
}

TEST(ShapeRules, reserve_for_orders_leaves_something_and_stands_alone) {
    LimitConfig limit = limit_of(LimitShape::decaying_counter);
    limit.margin = 10;
    limit.order_reserve = {true, 89, 89};
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.order_reserve = {true, 90, 90};
    EXPECT_THAT(
        check_limit(limit), ElementsAre(FieldsAre("order_reserve/cap", "less than limit less margin (90)", "90")));
    limit.order_reserve = {true, 41, 40};
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("order_reserve/floor", "at most cap (40)", "41")));
    limit.order_reserve = {true, 8, 40};
    limit.cancel_reserve = 1;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("cancel_reserve", "0 with an order_reserve", "1")));
}

TEST(ShapeRules, all_but_cancels_fit_beside_the_reserve_for_orders) {
    LimitConfig limit = limit_of(LimitShape::sliding_window);
    limit.order_reserve = {true, 0, 40};
    limit.cost[SLUICE_KIND_NEW] = 60;
    limit.cost[SLUICE_KIND_CANCEL] = 100;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.cost[SLUICE_KIND_NEW] = 61;
    limit.cost[SLUICE_KIND_CANCEL] = 101;
    EXPECT_THAT(check_limit(limit),
        ElementsAre(FieldsAre("cost/new", "at most 60 (limit less margin less the cap of order_reserve)", "61"),
            FieldsAre("cost/cancel", "at most 100 (limit less margin)", "101")));
}

TEST(ShapeRules, cancels_get_more_of_a_budget_by_two_numbers) {
    LimitConfig limit = limit_of(LimitShape::budget);
    limit.cancel_extra = 100'000;
    limit.cancel_times = 2;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.cancel_times = 1;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("cancel_times", "at least 2 with a cancel_extra", "1")));
    limit.cancel_extra = 0;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.cancel_times = 2;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("cancel_extra", "at least 1 with cancel_times", "0")));
}

TEST(ShapeRules, a_budget_has_no_wall) {
    LimitConfig limit = limit_of(LimitShape::budget);
    limit.hard_limit = 200;
    EXPECT_THAT(
        check_limit(limit), ElementsAre(FieldsAre("hard_limit", "0 for a budget, which grows without an end", "200")));
}

TEST(ShapeRules, each_answer_gives_back_what_is_in_flight) {
    LimitConfig limit = limit_of(LimitShape::in_flight);
    limit.cost[SLUICE_KIND_NEW].on_accepted = Keeps::nothing;
    limit.cost[SLUICE_KIND_CANCEL].on_rejected = Keeps::fixed;
    const std::string words = "nothing for an in_flight, where each answer gives all back";
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("cost/new/on_accepted", words, "\"nothing\""),
                                        FieldsAre("cost/cancel/on_rejected", words, "\"fixed\"")));
}

TEST(ShapeRules, a_pair_of_names_has_a_bounded_number_of_counters) {
    Capacity capacity;
    capacity.accounts = 2047;
    capacity.instruments = 2047;
    capacity.owners = 2047;
    capacity.lanes = 256;
    for (const ScopeName &scope : kScopeNames)
        EXPECT_THAT(check_counters(scope.scope, capacity), IsEmpty()) << scope.name;
    EXPECT_EQ(counters_of(LimitScope::account_instrument, capacity), 4'194'304u);
    EXPECT_EQ(counters_of(LimitScope::lane_instrument, capacity), 256u * 2048u);
    capacity.accounts = 2048;
    EXPECT_THAT(check_counters(LimitScope::account_instrument, capacity),
        ElementsAre(FieldsAre("scope",
            "at most 4194304 counters for one limit: lower capacity.accounts (2048) or capacity.instruments (2047)",
            "\"account_instrument\", which needs 4196352")));
    EXPECT_THAT(check_counters(LimitScope::account_owner, capacity),
        ElementsAre(FieldsAre("scope",
            "at most 4194304 counters for one limit: lower capacity.accounts (2048) or capacity.owners (2047)",
            "\"account_owner\", which needs 4196352")));
    capacity.instruments = 16'384;
    EXPECT_THAT(check_counters(LimitScope::lane_instrument, capacity),
        ElementsAre(FieldsAre("scope",
            "at most 4194304 counters for one limit: lower lanes_max (256) or capacity.instruments (16384)",
            "\"lane_instrument\", which needs 4194560")));
}

}  // namespace
}  // namespace sluice
