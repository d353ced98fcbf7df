// A number of requests for life that grows with what is traded.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

std::string budget_of(const std::string &more) {
    return one_venue(
        R"("breaker": {"enabled": false}, "limits": [{"name": "address", "shape": "budget", "scope": "venue",
        "limit": 4, "credit_amount": 1, "credit_value": 1)" +
        more + "}]");
}

void fill(TestHost &host, sluice_lane *lane, std::uint64_t order_id, std::uint64_t value_e8) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_FILLED;
    event.order_id = order_id;
    event.value = value_e8;
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
}

}  // namespace

TEST(Budget, a_fill_earns_room_and_lets_the_next_go) {
    TestHost host(budget_of(""));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 6; ++ticket)
        host.offer(lane, new_order(ticket));
    EXPECT_EQ(host.write_times.size(), 4u);
    fill(host, lane, 1, 60'000'000);
    host.poll();
    EXPECT_EQ(host.write_times.size(), 4u) << "a part of a unit";
    fill(host, lane, 1, 60'000'000);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{5});
    fill(host, lane, 4711, 1'000'000'000'000);
    host.run_until(host.now() + 3'600 * kSecondNs);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{5}) << "an order that nobody knows earns nothing";
}

TEST(Budget, used_up_it_lets_one_pass_in_a_while) {
    TestHost host(budget_of(R"(, "trickle_interval_ms": 10000)"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 7; ++ticket)
        host.offer(lane, new_order(ticket));
    const std::uint64_t begin_ns = host.now();
    host.run_until(begin_ns + 25 * kSecondNs);
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{5, 6}));
    host.run_until(begin_ns + 31 * kSecondNs);
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{5, 6, 7}));
    for (std::size_t write = 4; write < host.write_times.size(); ++write)
        EXPECT_GT(host.write_times[write] - host.write_times[write - 1], 10 * kSecondNs);
}

TEST(Budget, cancels_go_further) {
    TestHost host(budget_of(R"(, "cancel_extra": 100, "cancel_times": 2)"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, new_order(ticket));
    EXPECT_EQ(host.write_times.size(), 4u);
    for (std::uint64_t order = 1; order <= 4; ++order)
        EXPECT_EQ(host.offer(lane, cancel_of(order, 100 + order)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(host.offer(lane, cancel_of(9, 109)).action, std::uint32_t{SLUICE_ACTION_HELD});
}

TEST(Budget, a_batch_that_is_larger_than_all_of_it_does_not_pass) {
    TestHost host(budget_of(""));
    sluice_lane *lane = host.lane_up();
    sluice_request batch = new_order(1);
    batch.message_count = 5;
    EXPECT_EQ(host.offer(lane, batch).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.run_until(host.now() + 86'400 * kSecondNs);
    EXPECT_TRUE(host.write_times.empty());
}

TEST(Budget, follows_what_the_venue_says_is_left) {
    TestHost host(budget_of(""));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t limit = host.limit_id("address");
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_LIMIT_REMAINING;
    event.limit_id = limit;
    event.value = 900;
    event.grant = host.offer(lane, new_order(1)).grant;
    host.advance(kMillisecondNs);
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    EXPECT_EQ(host.usage(limit).room_new, 900u) << "an earlier process earned it";
    event.value = 7;
    event.grant = host.offer(lane, new_order(2)).grant;
    host.advance(kMillisecondNs);
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    EXPECT_EQ(host.usage(limit).room_new, 7u);
    EXPECT_EQ(host.usage(limit).assumed, 892u) << "somebody else took it";
}

}  // namespace sluice_test
