// The rules of one limit at their edges: the last value that is accepted, and the first that is not.
#include "config/limit_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

LimitConfig window(uint64_t most) {
    LimitConfig limit;
    limit.shape = LimitShape::sliding_window;
    limit.limit = most;
    limit.window_ns = 1'000'000'000;
    limit.cost[SLUICE_KIND_NEW] = 1;
    limit.cost[SLUICE_KIND_CANCEL] = 1;
    return limit;
}

LimitConfig bucket(uint64_t burst, uint64_t refill_amount, uint64_t refill_interval_ns) {
    LimitConfig limit = window(burst);
    limit.shape = LimitShape::token_bucket;
    limit.window_ns = 0;
    limit.refill_amount = refill_amount;
    limit.refill_interval_ns = refill_interval_ns;
    return limit;
}

TEST(LimitRules, margin_is_less_than_limit) {
    LimitConfig limit = window(10);
    limit.margin = 9;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.margin = 10;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("margin", "less than limit (10)", "10")));
    limit.margin = UINT64_MAX;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("margin", "less than limit (10)", "18446744073709551615")));
}

TEST(LimitRules, reserve_is_less_than_what_the_margin_leaves) {
    LimitConfig limit = window(10);
    limit.margin = 3;
    limit.cancel_reserve = 6;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.cancel_reserve = 7;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("cancel_reserve", "less than limit less margin (7)", "7")));
}

TEST(LimitRules, hard_wall_stands_behind_the_limit) {
    LimitConfig limit = window(10);
    limit.hard_limit = 10;
    limit.hard_margin = 9;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.hard_limit = 9;
    limit.hard_margin = 0;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("hard_limit", "at least limit (10), or 0 for none", "9")));
    limit.hard_limit = 12;
    limit.hard_margin = 12;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("hard_margin", "less than hard_limit (12)", "12")));
    limit.hard_limit = 0;
    limit.hard_margin = 1;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("hard_margin", "0 without a hard_limit", "1")));
}

TEST(LimitRules, a_window_remembers_at_most_a_million) {
    EXPECT_THAT(check_limit(window(1'000'000)), IsEmpty());
    EXPECT_THAT(check_limit(window(1'000'001)),
        ElementsAre(FieldsAre("limit", "at most 1000000 for a sliding_window", "1000001")));
    EXPECT_THAT(check_limit(bucket(1'000'000'000'000, 1, 1)), IsEmpty());
}

TEST(LimitRules, cancels_may_cost_the_reserve_too_others_not) {
    LimitConfig limit = window(10);
    limit.margin = 2;
    limit.cancel_reserve = 3;
    limit.cost[SLUICE_KIND_CANCEL] = 8;
    limit.cost[SLUICE_KIND_MASS_CANCEL] = 8;
    limit.cost[SLUICE_KIND_ADMIN] = 8;
    for (const uint32_t kind :
        {SLUICE_KIND_NEW, SLUICE_KIND_REPLACE, SLUICE_KIND_QUOTE, SLUICE_KIND_QUERY, SLUICE_KIND_MAINTENANCE}) {
        limit.cost[kind] = 5;
    }
    EXPECT_THAT(check_limit(limit), IsEmpty());
    for (const uint32_t kind :
        {SLUICE_KIND_NEW, SLUICE_KIND_REPLACE, SLUICE_KIND_QUOTE, SLUICE_KIND_QUERY, SLUICE_KIND_MAINTENANCE}) {
        limit.cost[kind] = 6;
    }
    limit.cost[SLUICE_KIND_CANCEL] = 9;
    limit.cost[SLUICE_KIND_MASS_CANCEL] = 9;
    limit.cost[SLUICE_KIND_ADMIN] = 9;
    const std::string others = "at most 5 (limit less margin less cancel_reserve)";
    const std::string cancels = "at most 8 (limit less margin)";
    EXPECT_THAT(
        check_limit(limit), ElementsAre(FieldsAre("cost/new", others, "6"), FieldsAre("cost/replace", others, "6"),
                                FieldsAre("cost/cancel", cancels, "9"), FieldsAre("cost/mass_cancel", cancels, "9"),
                                FieldsAre("cost/quote", others, "6"), FieldsAre("cost/query", others, "6"),
                                FieldsAre("cost/maintenance", others, "6"), FieldsAre("cost/admin", cancels, "9")));
}

TEST(LimitRules, costs_fit_below_the_hard_wall) {
    LimitConfig limit = window(10);
    limit.hard_limit = 12;
    limit.hard_margin = 8;
    limit.cost[SLUICE_KIND_NEW] = 4;
    limit.cost[SLUICE_KIND_CANCEL] = 4;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.cost[SLUICE_KIND_NEW] = 5;
    limit.cost[SLUICE_KIND_CANCEL] = 5;
    EXPECT_THAT(check_limit(limit), ElementsAre(FieldsAre("cost/new", "at most 4 (hard_limit less hard_margin)", "5"),
                                        FieldsAre("cost/cancel", "at most 4 (hard_limit less hard_margin)", "5")));
}

TEST(LimitRules, something_costs) {
    LimitConfig limit = window(10);
    limit.cost = {};
    EXPECT_THAT(check_limit(limit),
        ElementsAre(FieldsAre("cost", "at least one kind that costs more than 0", "every cost is 0")));
    limit.cost[SLUICE_KIND_QUERY] = 1;
    EXPECT_THAT(check_limit(limit), IsEmpty());
}

TEST(LimitRules, guard_is_less_than_half_the_window) {
    LimitConfig limit = window(10);
    limit.guard_ns = 499'999'000;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.guard_ns = 500'000'000;
    EXPECT_THAT(
        check_limit(limit), ElementsAre(FieldsAre("guard_us", "less than half the window (500000 us)", "500000")));
}

TEST(LimitRules, guard_of_a_bucket_leaves_room_for_the_dearest_message) {
    // 100 come back in a second: 10 ms cost one of the burst.
    LimitConfig limit = bucket(10, 100, 1'000'000'000);
    limit.margin = 1;
    limit.cancel_reserve = 2;
    limit.cost[SLUICE_KIND_NEW] = 4;     // leaves 3 of 10 - 1 - 2
    limit.cost[SLUICE_KIND_CANCEL] = 5;  // leaves 4 of 10 - 1
    limit.guard_ns = 30'000'000;
    EXPECT_THAT(check_limit(limit), IsEmpty());
    limit.guard_ns = 30'001'000;
    EXPECT_THAT(check_limit(limit),
        ElementsAre(FieldsAre("guard_us",
            "at most 30000, in which no more comes back than the dearest message leaves of the burst (3)", "30001")));
    limit.cost[SLUICE_KIND_CANCEL] = 9;
    limit.guard_ns = 1'000;
    EXPECT_THAT(check_limit(limit),
        ElementsAre(FieldsAre("guard_us",
            "at most 0, in which no more comes back than the dearest message leaves of the burst (0)", "1")));
    limit.guard_ns = 0;
    EXPECT_THAT(check_limit(limit), IsEmpty());
}

TEST(LimitRules, products_beyond_64_bits_are_compared_right) {
    LimitConfig limit = bucket(1'000'000'000'000, uint64_t{1} << 36, 1'000'000);
    limit.guard_ns = uint64_t{1} << 28;  // times the refill: 2 to the power of 64, which 64 bits take for 0
    EXPECT_THAT(check_limit(limit),
        ElementsAre(FieldsAre("guard_us",
            "at most 14551, in which no more comes back than the dearest message leaves of the burst (999999999999)",
            "268435")));
    // The largest numbers that the schema lets through.
    limit.refill_amount = 1'000'000'000'000;
    limit.guard_ns = 43'200'000'000'000;
    limit.refill_interval_ns = 86'400'000'000'000;
    EXPECT_THAT(check_limit(limit), IsEmpty());
}

}  // namespace
}  // namespace sluice
