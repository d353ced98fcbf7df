// New orders leave room for the cancels of those that live; as orders end, the room is theirs again.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

std::string limit_with_reserve() {
    return one_venue(window_limit(
        20, 86'400'000, R"("order_reserve": {"floor": 2, "cap": 12}, "cost": {"new": 1, "cancel": 3, "query": 1})"));
}

}  // namespace

TEST(OrderReserve, every_order_that_lives_can_be_cancelled) {
    TestHost host(limit_with_reserve());
    sluice_lane *lane = host.lane_up();
    std::uint64_t orders = 0;
    while (host.offer(lane, new_order(orders + 1)).action == SLUICE_ACTION_SEND)
        ++orders;
    EXPECT_EQ(orders, 8u) << "at its cap of 12 the reserve is for four cancels";
    EXPECT_EQ(host.usage(host.limit_id("messages")).reserve, 12u);
    for (std::uint64_t order = 1; order <= 4; ++order)
        EXPECT_EQ(host.offer(lane, cancel_of(order, 100 + order)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(host.offer(lane, cancel_of(5, 105)).action, std::uint32_t{SLUICE_ACTION_HELD});
}

TEST(OrderReserve, lets_go_who_waits_for_it_when_an_order_ends) {
    TestHost host(one_venue(R"("limits": [{"name": "messages", "shape": "sliding_window", "scope": "instrument",
        "limit": 3, "window_ms": 86400000, "order_reserve": {"floor": 0, "cap": 2}}])"));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t instrument = host.id(SLUICE_NAME_INSTRUMENT, "I1");
    const sluice_verdict first = host.offer(lane, on_instrument(new_order(1), instrument));
    ASSERT_EQ(host.offer(lane, on_instrument(new_order(2), instrument)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.report(lane, SLUICE_EVENT_DONE, first.grant, 1);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(OrderReserve, is_returned_with_the_end_of_an_order_whatever_ended_it) {
    for (const std::uint32_t end : {SLUICE_EVENT_DONE, SLUICE_EVENT_REJECTED, SLUICE_EVENT_NOT_WRITTEN,
             SLUICE_EVENT_FAILED, SLUICE_EVENT_RATE_REJECTED}) {
        TestHost host(limit_with_reserve());
        sluice_lane *lane = host.lane_up();
        const std::uint32_t limit = host.limit_id("messages");
        host.offer(lane, new_order(1));
        const sluice_verdict second =
            end == SLUICE_EVENT_NOT_WRITTEN ? host.submit(lane, new_order(2)) : host.offer(lane, new_order(2));
        EXPECT_EQ(host.usage(limit).reserve, 6u);
        host.report(lane, end, second.grant, 2);
        // The reject fills the limit; the reserve that is left is no more than the room.
        if (end == SLUICE_EVENT_RATE_REJECTED) continue;
        EXPECT_EQ(host.usage(limit).reserve, 3u) << "event " << end;
        host.report(lane, SLUICE_EVENT_DONE, 0, 1);
        EXPECT_EQ(host.usage(limit).reserve, 2u) << "the floor";
    }
}

TEST(OrderReserve, the_end_of_an_order_lets_a_held_one_go) {
    TestHost host(limit_with_reserve());
    sluice_lane *lane = host.lane_up();
    std::uint64_t ticket = 1;
    while (host.offer(lane, new_order(ticket)).action == SLUICE_ACTION_SEND)
        ++ticket;
    for (std::uint64_t order = 1; order <= 6; ++order)
        host.report(lane, SLUICE_EVENT_DONE, 0, order);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{ticket});
}

TEST(OrderReserve, an_order_whose_outcome_is_unknown_keeps_its_part) {
    TestHost host(limit_with_reserve());
    sluice_lane *lane = host.lane_up();
    const sluice_verdict sent = host.offer(lane, new_order(1));
    host.report(lane, SLUICE_EVENT_TIMED_OUT, sent.grant, 1);
    EXPECT_EQ(host.usage(host.limit_id("messages")).reserve, 3u);
    host.offer(lane, cancel_of(1, 10));
    EXPECT_EQ(host.usage(host.limit_id("messages")).reserve, 3u) << "a cancel is not the end";
}

}  // namespace sluice_test
