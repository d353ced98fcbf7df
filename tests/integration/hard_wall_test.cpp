// The threshold at which a venue logs out or bans has a margin of its own, and nothing passes it, cancels included.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(HardWall, stops_even_cancels_and_says_so) {
    // The wall less its margin (8) lies below limit less margin (10).
    TestHost host(one_venue(window_limit(10, 1000, R"("hard_limit": 12, "hard_margin": 4)")));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t order = 1; order <= 8; ++order) {
        EXPECT_EQ(host.offer(lane, cancel_of(order, order)).action, std::uint32_t{SLUICE_ACTION_SEND});
    }
    const sluice_verdict verdict = host.offer(lane, cancel_of(9, 9));
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_HARD_WALL});
    EXPECT_EQ(verdict.limit_id, host.limit_id("messages"));
    EXPECT_EQ(verdict.not_before_ns, host.now() + kSecondNs + 1);

    const sluice_usage usage = host.usage(host.limit_id("messages"));
    EXPECT_EQ(usage.to_reject, 2u);
    EXPECT_EQ(usage.to_hard_wall, 4u);
    EXPECT_EQ(usage.room_cancel, 0u);
}

TEST(HardWall, stops_new_orders_at_the_last_unit_before_it) {
    TestHost host(one_venue(window_limit(10, 1000, R"("hard_limit": 12, "hard_margin": 4)")));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t order = 1; order <= 8; ++order)
        EXPECT_EQ(host.offer(lane, new_order(order)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(host.offer(lane, new_order(9)).reason, std::uint32_t{SLUICE_REASON_HARD_WALL});
}

TEST(HardWall, counts_what_left_without_asking) {
    TestHost host(one_venue(window_limit(10, 1000, R"("hard_limit": 12, "hard_margin": 1)")));
    sluice_lane *lane = host.lane_up();
    sluice_event resent = SLUICE_EVENT_INIT;
    resent.kind = SLUICE_EVENT_UNGATED;
    resent.message_kind = SLUICE_KIND_NEW;
    resent.message_count = 11;
    ASSERT_EQ(host.api.report(lane, &resent, host.now()), SLUICE_OK);
    EXPECT_EQ(host.usage(host.limit_id("messages")).to_hard_wall, 1u);
    EXPECT_EQ(host.usage(host.limit_id("messages")).to_reject, 0u);
    EXPECT_EQ(host.offer(lane, cancel_of(1, 1)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.run_until(host.now() + kSecondNs + 1);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{1});
}

}  // namespace sluice_test
