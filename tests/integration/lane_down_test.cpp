// A lost session drops what opens risk and keeps the cancels, which go out first when it is back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const std::string kConfig = one_venue(window_limit(4, 1000) + R"(, "lane_breaker": {"isolation_ms": 50})");

}  // namespace

TEST(LaneDown, a_lane_starts_down) {
    TestHost host(kConfig);
    sluice_lane *lane = host.open_lane();
    EXPECT_EQ(host.submit(lane, new_order(1)).reason, std::uint32_t{SLUICE_REASON_LANE_DOWN});
    EXPECT_EQ(host.submit(lane, cancel_of(7, 2)).action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(host.submit(lane, request_of(SLUICE_KIND_QUERY, 3)).reason, std::uint32_t{SLUICE_REASON_LANE_DOWN});
    host.run_until(host.now() + 100 * kSecondNs);
    EXPECT_TRUE(host.releases.empty());
    host.report(lane, SLUICE_EVENT_LANE_UP);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(LaneDown, drops_new_orders_keeps_cancels_and_sends_them_first) {
    TestHost host(kConfig);
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 10; ++ticket)
        host.offer(lane, new_order(ticket));
    for (std::uint64_t order = 1; order <= 3; ++order)
        host.submit(lane, cancel_of(order, 100 + order));

    host.report(lane, SLUICE_EVENT_LANE_DOWN);
    host.poll();
    EXPECT_TRUE(host.sent().empty());
    EXPECT_THAT(host.dropped(), testing::UnorderedElementsAre(5, 6, 7, 8, 9, 10));
    for (const sluice_release &release : host.releases)
        EXPECT_EQ(release.reason, std::uint32_t{SLUICE_REASON_LANE_DOWN});
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_TRUE(host.sent().empty());
    EXPECT_EQ(host.next_due(), SLUICE_NEVER);

    host.report(lane, SLUICE_EVENT_LANE_UP);
    for (std::uint64_t ticket = 20; ticket <= 23; ++ticket)
        host.offer(lane, new_order(ticket));
    host.run_until(host.now() + 10 * kSecondNs);
    ASSERT_GE(host.sent().size(), 3u);
    EXPECT_THAT(host.sent()[0], 101u);
    EXPECT_THAT(host.sent()[1], 102u);
    EXPECT_THAT(host.sent()[2], 103u);
    EXPECT_LE(host.peak_of_writes(kSecondNs), 4u);
}

TEST(LaneDown, unanswered_messages_are_lost_and_feed_no_breaker) {
    TestHost host(one_venue(R"("breaker": {"consecutive_failures": 1})"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, new_order(ticket));
    host.report(lane, SLUICE_EVENT_LANE_DOWN);
    EXPECT_EQ(host.breaker_state().state, std::uint32_t{SLUICE_BREAKER_CLOSED});
    host.run_until(host.now() + 100 * kSecondNs);
    EXPECT_EQ(host.breaker_state().state, std::uint32_t{SLUICE_BREAKER_CLOSED});
    EXPECT_EQ(host.scrape().sum("sluice_outcomes_total", {{"outcome", "lost"}}), 5);
}

TEST(LaneDown, one_lane_does_not_stop_the_other) {
    TestHost host(kConfig);
    sluice_lane *down = host.lane_up("down");
    sluice_lane *up = host.lane_up("up");
    host.report(down, SLUICE_EVENT_LANE_DOWN);
    for (std::uint64_t ticket = 1; ticket <= 8; ++ticket)
        host.offer(up, new_order(ticket));
    host.submit(down, cancel_of(99, 99));
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_THAT(host.sent(), testing::ElementsAre(5, 6, 7, 8));
}

TEST(LaneClose, drops_everything_and_refuses_the_handle) {
    TestHost host(kConfig);
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 6; ++ticket)
        host.offer(lane, new_order(ticket));
    host.submit(lane, cancel_of(1, 100));
    ASSERT_EQ(host.api.lane_close(lane, nullptr), SLUICE_OK);
    EXPECT_EQ(host.next_due(), 0u);
    host.poll();
    EXPECT_THAT(host.dropped(), testing::UnorderedElementsAre(5, 6, 100));
    EXPECT_EQ(host.release_of(100).reason, std::uint32_t{SLUICE_REASON_LANE_CLOSED});
    EXPECT_EQ(host.release_of(100).lane, lane);

    EXPECT_EQ(host.report(lane, SLUICE_EVENT_LANE_UP), SLUICE_E_STATE);
    EXPECT_EQ(host.api.lane_close(lane, nullptr), SLUICE_E_STATE);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    const sluice_request cancel = cancel_of(1, 101);
    EXPECT_EQ(host.api.submit(lane, &cancel, host.now(), &verdict), SLUICE_E_STATE);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(LaneClose, its_place_is_free_at_once_when_it_held_nothing) {
    TestHost host(one_venue(R"("lanes_max": 1)"));
    sluice_lane *first = host.lane_up("session");
    ASSERT_EQ(host.api.lane_close(first, nullptr), SLUICE_OK);
    sluice_lane *second = host.lane_up("session");
    EXPECT_NE(first, second);
    EXPECT_EQ(host.submit(second, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(host.report(first, SLUICE_EVENT_LANE_DOWN), SLUICE_E_STATE);
}

TEST(LaneClose, its_place_is_used_again_and_hides_no_lane_behind_it) {
    TestHost host(kConfig);
    sluice_lane *first = host.lane_up("first");
    sluice_lane *second = host.lane_up("second");
    for (std::uint64_t ticket = 1; ticket <= 6; ++ticket)
        host.offer(second, new_order(ticket));
    ASSERT_EQ(host.api.lane_close(first, nullptr), SLUICE_OK);
    host.poll();
    host.lane_up("third");
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_THAT(host.sent(), testing::ElementsAre(5, 6));
}

TEST(LaneClose, what_it_left_unwritten_feeds_no_breaker_later) {
    TestHost host(one_venue(R"("breaker": {"consecutive_failures": 1})"));
    sluice_lane *lane = host.lane_up();
    host.submit(lane, new_order(1));
    ASSERT_EQ(host.api.lane_close(lane, nullptr), SLUICE_OK);
    host.run_until(host.now() + 100 * kSecondNs);
    EXPECT_EQ(host.breaker_state().state, std::uint32_t{SLUICE_BREAKER_CLOSED});
}

}  // namespace sluice_test
