// A limit of messages that the venue has not answered yet.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const char *const kLimit = R"("answer_timeout_ms": 3000, "limits": [
    {"name": "open", "shape": "in_flight", "scope": "lane", "limit": 2, "window_ms": 5000}])";

}  // namespace

TEST(InFlight, an_answer_lets_the_next_go_at_once) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.offer(lane, new_order(1));
    host.offer(lane, new_order(2));
    ASSERT_EQ(host.offer(lane, new_order(3)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.run_until(host.now() + kSecondNs);
    EXPECT_TRUE(host.sent().empty()) << "time gives nothing back";
    host.report(lane, SLUICE_EVENT_REJECTED, first.grant, 1);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{3});
}

TEST(InFlight, each_lane_has_its_own) {
    TestHost host(one_venue(kLimit));
    sluice_lane *one = host.lane_up("one");
    sluice_lane *two = host.lane_up("two");
    for (std::uint64_t ticket = 1; ticket <= 2; ++ticket)
        host.offer(one, new_order(ticket));
    EXPECT_EQ(host.offer(one, new_order(3)).action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(host.offer(two, new_order(4)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(InFlight, what_nobody_answered_counts_for_a_while_after_it_was_given_up) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t begin_ns = host.now();
    for (std::uint64_t ticket = 1; ticket <= 3; ++ticket)
        host.offer(lane, new_order(ticket));
    host.run_until(begin_ns + 8 * kSecondNs);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(begin_ns + 8 * kSecondNs + kMillisecondNs);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{3});
}

TEST(InFlight, a_message_without_an_answer_counts_for_as_long) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t begin_ns = host.now();
    for (std::uint64_t ticket = 1; ticket <= 2; ++ticket) {
        sluice_request request = new_order(ticket);
        request.flags |= SLUICE_FLAG_NO_ANSWER;
        host.offer(lane, request);
    }
    EXPECT_EQ(host.offer(lane, new_order(3)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.run_until(begin_ns + 5 * kSecondNs);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(begin_ns + 5 * kSecondNs + 1);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{3});
}

TEST(InFlight, a_lost_session_is_no_answer) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    sluice_limit_key key = SLUICE_LIMIT_KEY_INIT;
    key.lane = lane;
    host.report(lane, SLUICE_EVENT_LANE_DOWN);
    EXPECT_EQ(host.usage(host.limit_id("open"), &key).used, 1u);
    host.advance(5 * kSecondNs + 1);
    EXPECT_EQ(host.usage(host.limit_id("open"), &key).used, 0u);
}

}  // namespace sluice_test
