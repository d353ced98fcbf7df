// Stopping: drain or abandon, and what each call says before, between and after.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "test_host.hpp"

namespace sluice_test {

TEST(Stop, of_an_idle_engine_is_done_at_once) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_OK);
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_OK);
}

TEST(Stop, drain_sends_cancels_and_queries_and_drops_the_rest) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.submit(lane, amend_of(1, 3));
    host.submit(lane, request_of(SLUICE_KIND_QUERY, 4));
    host.submit(lane, cancel_of(9, 5));
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_E_BUSY);
    EXPECT_EQ(host.submit(lane, new_order(6)).reason, std::uint32_t{SLUICE_REASON_STOPPING});
    EXPECT_EQ(host.submit(lane, cancel_of(10, 7)).action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(host.api.engine_destroy(host.engine, nullptr), SLUICE_E_STATE);
    host.poll();
    EXPECT_THAT(host.dropped(), testing::UnorderedElementsAre(2, 3));
    EXPECT_EQ(host.release_of(2).reason, std::uint32_t{SLUICE_REASON_STOPPING});
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_E_BUSY);
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_THAT(host.sent(), testing::ElementsAre(5, 7, 4));
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_OK);
}

TEST(Stop, abandon_drops_cancels_too_and_may_follow_a_drain) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.open_lane();
    host.submit(lane, cancel_of(1, 1));
    host.submit(lane, cancel_of(2, 2));
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_E_BUSY);
    host.poll();
    EXPECT_TRUE(host.releases.empty());
    EXPECT_EQ(host.stop(SLUICE_STOP_ABANDON), SLUICE_E_BUSY);
    host.poll();
    EXPECT_THAT(host.dropped(), testing::UnorderedElementsAre(1, 2));
    EXPECT_EQ(host.stop(SLUICE_STOP_ABANDON), SLUICE_OK);
}

TEST(Stop, waits_for_writes_that_are_unknown) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict verdict = host.submit(lane, new_order(1));
    EXPECT_EQ(host.stop(SLUICE_STOP_ABANDON), SLUICE_E_BUSY);
    host.written(lane, verdict.grant);
    EXPECT_EQ(host.stop(SLUICE_STOP_ABANDON), SLUICE_OK);
}

TEST(Stop, a_stopped_engine_answers_with_a_state_and_lets_cancels_go) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.lane_up();
    ASSERT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_OK);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    sluice_request request = new_order(1);
    EXPECT_EQ(host.api.submit(lane, &request, host.now(), &verdict), SLUICE_E_STATE);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_FAULT});
    request = cancel_of(1, 2);
    EXPECT_EQ(host.api.submit(lane, &request, host.now(), &verdict), SLUICE_E_STATE);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(host.report(lane, SLUICE_EVENT_LANE_DOWN), SLUICE_E_STATE);
    EXPECT_EQ(host.poll(), SLUICE_E_STATE);
    EXPECT_EQ(host.next_due(), SLUICE_NEVER);
    sluice_lane *another = nullptr;
    EXPECT_EQ(host.api.lane_open(host.engine, 1, "b", 1, &another, nullptr), SLUICE_E_STATE);
    EXPECT_EQ(host.api.engine_stop(host.engine, 7, nullptr), SLUICE_E_ARGUMENT);
}

// A submit that looked whether the engine is stopped just before another thread stopped it: either its cancel is held
// and the engine is not stopped, or it is stopped and the cancel goes.
TEST(Stop, never_loses_a_cancel_that_is_being_submitted) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    sluice_status stopped = SLUICE_E_BUSY;
    host.on_clock = [&] {
        host.on_clock = nullptr;
        std::thread([&] { stopped = host.stop(SLUICE_STOP_DRAIN); }).join();
    };
    const sluice_request cancel = cancel_of(7, 2);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    // Time 0 makes the library read the clock, between its look at the state and the venue's lock.
    const sluice_status status = host.api.submit(lane, &cancel, 0, &verdict);
    if (stopped == SLUICE_OK) {
        EXPECT_EQ(status, SLUICE_E_STATE);
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    } else {
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_HELD});
        host.run_until(host.now() + 2 * kSecondNs);
        EXPECT_THAT(host.sent(), testing::ElementsAre(2));
    }
}

}  // namespace sluice_test
