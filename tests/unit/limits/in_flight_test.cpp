#include "limits/in_flight.hpp"

#include <gtest/gtest.h>

#include "limits/limit_plan.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kNow = 1'000'000 * kMs;
constexpr Charge kOrder{.kind = SLUICE_KIND_NEW};

LimitConfig in_flight_config(uint64_t limit) {
    LimitConfig config;
    config.shape = LimitShape::in_flight;
    config.limit = limit;
    config.window_ns = 5'000 * kMs;
    config.cost.fill(1);
    return config;
}

struct Plan {
    LimitPlan plan{{in_flight_config(2)}, {}, 1, LimitPlan::KeyCounts{}};

    bool take() { return plan.take(kOrder, 0, kNow).is_free; }
    uint64_t used(uint64_t now_ns) { return plan.own()[0]->usage(0, now_ns).used; }
};

TEST(InFlight, counts_a_message_from_its_grant_to_its_answer) {
    Plan plan;
    ASSERT_TRUE(plan.take());
    ASSERT_TRUE(plan.take());
    EXPECT_FALSE(plan.take());
    plan.plan.confirm(kOrder, kNow);
    EXPECT_FALSE(plan.take()) << "the write is not the answer";
    EXPECT_EQ(plan.used(kNow + 3'600'000 * kMs), 2u) << "time gives nothing back";
    EXPECT_TRUE(plan.plan.settle(kOrder, Answer::accepted, kNow, kNow + kMs));
    EXPECT_TRUE(plan.take());
}

TEST(InFlight, gives_back_with_any_answer) {
    for (const Answer answer : {Answer::accepted, Answer::rejected, Answer::failed}) {
        Plan plan;
        ASSERT_TRUE(plan.take());
        plan.plan.confirm(kOrder, kNow);
        plan.plan.settle(kOrder, answer, kNow, kNow + kMs);
        EXPECT_EQ(plan.used(kNow + kMs), 0u);
    }
}

TEST(InFlight, counts_what_was_given_up_for_as_long_as_the_venue_may_work_on_it) {
    Plan plan;
    ASSERT_TRUE(plan.take());
    plan.plan.confirm(kOrder, kNow);
    const uint64_t given_up_ns = kNow + 700 * kMs;
    EXPECT_FALSE(plan.plan.settle(kOrder, Answer::unknown, kNow, given_up_ns));
    EXPECT_EQ(plan.used(given_up_ns + 5'000 * kMs), 1u);
    EXPECT_EQ(plan.used(given_up_ns + 5'000 * kMs + 1), 0u);
}

TEST(InFlight, gives_back_what_never_left) {
    Plan plan;
    ASSERT_TRUE(plan.take());
    plan.plan.refund(kOrder);
    EXPECT_EQ(plan.used(kNow), 0u);
}

}  // namespace
}  // namespace sluice
