// A poll whose budget is used up by drops still owes what their cause made possible.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

// The message that tries whether a pause is over is never answered. That trips the breaker, which drops two held
// orders, and lets the held cancel try next.
TEST(PollBudget, a_cancel_is_not_forgotten_behind_the_drops_of_the_same_moment) {
    for (std::int32_t budget = 1; budget <= 4; ++budget) {
        TestHost host(one_venue(
            R"("held_max": 8, "orders_max": 8, "answer_timeout_ms": 500, "breaker": {"consecutive_failures": 1}, )" +
            window_limit(100, 1000)));
        sluice_lane *lane = host.lane_up();
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_RATE_REJECTED;
        event.grant = host.offer(lane, new_order(1)).grant;
        event.retry_after_ns = 2 * kSecondNs;
        ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
        host.offer(lane, new_order(2));
        host.run_until(host.now() + 2 * kSecondNs);
        ASSERT_EQ(host.sent(), std::vector<std::uint64_t>{2});
        for (const sluice_request &request : {new_order(3), new_order(4), cancel_of(77, 5)})
            ASSERT_EQ(host.offer(lane, request).action, std::uint32_t{SLUICE_ACTION_HELD});

        for (int polls = 0; polls < 100 && host.next_due() <= host.now() + kSecondNs; ++polls) {
            host.clock_ns = std::max(host.now(), host.next_due());
            host.poll(SLUICE_VENUE_ALL, budget);
        }
        EXPECT_EQ(host.dropped(), (std::vector<std::uint64_t>{3, 4})) << "budget " << budget;
        EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{2, 5})) << "budget " << budget;
    }
}

}  // namespace sluice_test
