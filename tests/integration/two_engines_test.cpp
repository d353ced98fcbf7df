// Two engines of one library know nothing of each other, and a handle of one is not one of the other.
#include <gtest/gtest.h>

#include <memory>

#include "test_host.hpp"

namespace sluice_test {

TEST(TwoEngines, share_nothing) {
    TestHost first(one_venue(window_limit(1, 1000)));
    TestHost second(one_venue(window_limit(1, 1000)));
    sluice_lane *first_lane = first.lane_up();
    sluice_lane *second_lane = second.lane_up();
    EXPECT_NE(first_lane, second_lane);
    EXPECT_EQ(first.offer(first_lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(second.offer(second_lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
    first.submit(first_lane, new_order(2));

    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    first.kill().engage(first.engine, &all, nullptr);
    first.poll();
    EXPECT_EQ(first.dropped(), std::vector<std::uint64_t>{2});
    EXPECT_TRUE(second.releases.empty());
    second.advance(kSecondNs + 1);
    EXPECT_EQ(second.offer(second_lane, new_order(3)).action, std::uint32_t{SLUICE_ACTION_SEND});

    EXPECT_EQ(first.breaker().trip(first.engine, 0, second_lane, nullptr), SLUICE_E_ARGUMENT);
    ASSERT_EQ(first.stop(SLUICE_STOP_ABANDON), SLUICE_OK);
    EXPECT_EQ(second.report(second_lane, SLUICE_EVENT_LANE_UP), SLUICE_OK);
    EXPECT_EQ(second.id(SLUICE_NAME_OWNER, "only here"), 1u);
}

TEST(TwoEngines, sixty_four_live_in_a_process_and_not_one_more) {
    std::vector<std::unique_ptr<TestHost>> hosts;
    const std::string config = one_venue(R"("held_max": 10, "orders_max": 10, "grants_max": 10)");
    for (int index = 0; index < 64; ++index)
        hosts.push_back(std::make_unique<TestHost>(config));
    EXPECT_THROW(TestHost one_more(config), std::runtime_error);
    hosts.pop_back();
    EXPECT_NO_THROW(hosts.push_back(std::make_unique<TestHost>(config)));
}

}  // namespace sluice_test
