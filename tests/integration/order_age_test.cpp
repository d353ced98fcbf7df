// A cancel or an amend costs more the younger its order is.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

// As at Kraken, with a counter that never falls in the time of a test.
const char *const kLimit = R"("limits": [
    {"name": "engine", "shape": "sliding_window", "scope": "venue", "limit": 12, "window_ms": 86400000,
     "cost": {"new": 1,
              "replace": {"message": 1, "by_age": [{"below_ms": 5000, "cost": 3}]},
              "cancel": {"by_age": [{"below_ms": 5000, "cost": 8}, {"below_ms": 10000, "cost": 6},
                                    {"below_ms": 300000, "cost": 1}]}}}])";

class OrderAge : public testing::Test {
protected:
    TestHost host{one_venue(kLimit)};
    sluice_lane *lane = host.lane_up();
    std::uint32_t limit = host.limit_id("engine");

    std::uint64_t cost_of(const sluice_request &request) {
        const std::uint64_t before = host.usage(limit).used;
        EXPECT_EQ(host.offer(lane, request).action, std::uint32_t{SLUICE_ACTION_SEND});
        return host.usage(limit).used - before;
    }
};

}  // namespace

TEST_F(OrderAge, a_cancel_costs_less_the_older_its_order_is) {
    host.offer(lane, new_order(1));
    host.offer(lane, new_order(2));
    host.advance(10 * kSecondNs);
    EXPECT_EQ(cost_of(cancel_of(1, 10)), 1u);
    host.advance(300 * kSecondNs);
    EXPECT_EQ(cost_of(cancel_of(2, 11)), 0u);
}

TEST_F(OrderAge, a_cancel_of_a_young_order_costs_the_most) {
    host.offer(lane, new_order(1));
    host.advance(5 * kSecondNs - 1);
    EXPECT_EQ(cost_of(cancel_of(1, 10)), 8u);
}

TEST_F(OrderAge, an_order_that_nobody_knows_counts_as_young) {
    EXPECT_EQ(cost_of(cancel_of(4711, 10)), 8u);
}

TEST_F(OrderAge, an_amend_makes_its_order_young_again) {
    host.offer(lane, new_order(1));
    host.advance(20 * kSecondNs);
    EXPECT_EQ(cost_of(amend_of(1, 10)), 1u);
    host.advance(kSecondNs);
    EXPECT_EQ(cost_of(amend_of(1, 11)), 4u);
    host.advance(6 * kSecondNs);
    EXPECT_EQ(cost_of(cancel_of(1, 12)), 6u);
}

TEST_F(OrderAge, a_cancel_that_is_too_dear_goes_when_its_order_is_old_enough) {
    const std::uint64_t born_ns = host.now();
    for (std::uint64_t order = 1; order <= 5; ++order)
        host.offer(lane, new_order(order));
    host.advance(kSecondNs);
    const sluice_verdict held = host.offer(lane, cancel_of(1, 10));  // 8 of the 7 that are left
    EXPECT_EQ(held.action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(held.not_before_ns, born_ns + 5 * kSecondNs);
    host.run_until(born_ns + 5 * kSecondNs - 1);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(born_ns + 5 * kSecondNs);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{10});
    EXPECT_EQ(host.usage(limit).used, 11u);
}

// An age counts from the write, which may be long after the grant.
TEST_F(OrderAge, counts_from_the_write_of_the_order) {
    const sluice_verdict sent = host.submit(lane, new_order(1));
    host.advance(800 * kMillisecondNs);
    host.written(lane, sent.grant);
    host.advance(10 * kSecondNs - kMillisecondNs);
    EXPECT_EQ(cost_of(cancel_of(1, 10)), 6u);
}

}  // namespace sluice_test
