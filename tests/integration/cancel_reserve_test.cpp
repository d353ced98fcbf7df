// Part of a limit is for cancels only: however many new orders press, a cancel finds room.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(CancelReserve, new_orders_never_take_it) {
    TestHost host(one_venue(window_limit(10, 1000, R"("cancel_reserve": 3)")));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 30; ++ticket)
        host.offer(lane, new_order(ticket));
    EXPECT_EQ(host.write_times.size(), 7u);
    host.poll();
    EXPECT_EQ(host.write_times.size(), 7u);

    const sluice_usage usage = host.usage(host.limit_id("messages"));
    EXPECT_EQ(usage.used, 7u);
    EXPECT_EQ(usage.reserve, 3u);
    EXPECT_EQ(usage.room_new, 0u);
    EXPECT_EQ(usage.room_cancel, 3u);
    EXPECT_EQ(usage.to_reject, 3u);
    EXPECT_EQ(usage.to_hard_wall, SLUICE_NEVER);

    for (std::uint64_t order = 1; order <= 3; ++order) {
        EXPECT_EQ(host.offer(lane, cancel_of(order, 100 + order)).action, std::uint32_t{SLUICE_ACTION_SEND});
    }
    EXPECT_EQ(host.offer(lane, cancel_of(4, 104)).action, std::uint32_t{SLUICE_ACTION_HELD});
}

TEST(CancelReserve, a_held_cancel_goes_before_orders_that_were_held_before_it) {
    TestHost host(one_venue(window_limit(10, 1000, R"("cancel_reserve": 3)")));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 30; ++ticket)
        host.offer(lane, new_order(ticket));
    for (std::uint64_t order = 1; order <= 5; ++order)
        host.offer(lane, cancel_of(order, 100 + order));
    host.run_until(host.now() + 1001 * kMillisecondNs);
    ASSERT_GE(host.sent().size(), 2u);
    EXPECT_EQ(host.sent()[0], 104u);
    EXPECT_EQ(host.sent()[1], 105u);
    EXPECT_LE(host.peak_of_writes(kSecondNs), 10u);
}

}  // namespace sluice_test
