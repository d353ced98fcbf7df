// A window counted in blocks of the venue's chain: room comes back with blocks and never with time.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const char *const kLimit = R"("limits": [{"name": "blocks", "shape": "block_window", "scope": "venue", "limit": 2,
    "window_blocks": 1, "guard_blocks": 1, "block_ms": 500}])";

void block(TestHost &host, sluice_lane *lane, std::uint64_t height) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_BLOCK;
    event.value = height;
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
}

}  // namespace

TEST(BlockWindow, a_block_lets_the_next_go) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    block(host, lane, 1'000);
    for (std::uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, new_order(ticket));
    EXPECT_EQ(host.write_times.size(), 2u);
    host.run_until(host.now() + 60 * kSecondNs);
    EXPECT_EQ(host.write_times.size(), 2u);
    block(host, lane, 1'001);
    host.poll();
    EXPECT_EQ(host.write_times.size(), 2u) << "they may be in this block or in the next";
    host.advance(500 * kMillisecondNs);
    block(host, lane, 1'002);
    host.poll();
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{3, 4}));
}

TEST(BlockWindow, heights_that_no_chain_can_have_are_counted_and_change_nothing) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    block(host, lane, 1'000);
    for (std::uint64_t ticket = 1; ticket <= 3; ++ticket)
        host.offer(lane, new_order(ticket));
    block(host, lane, 999);
    block(host, lane, 5'000);
    block(host, lane, 0);
    host.poll();
    EXPECT_EQ(host.write_times.size(), 2u);
    EXPECT_EQ(host.scrape().sum("sluice_feedback_refused_total"), 3);
}

}  // namespace sluice_test
