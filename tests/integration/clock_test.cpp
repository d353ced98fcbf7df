// Time of a caller that steps back or far ahead is not followed: for the limits time never runs backwards.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(Clock, a_step_back_stands_still_and_is_counted) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.advance(10 * kSecondNs);
    const std::uint64_t later_ns = host.now();
    host.offer(lane, new_order(1));
    host.clock_ns = later_ns - 5 * kSecondNs;
    EXPECT_EQ(host.submit(lane, new_order(2)).not_before_ns, later_ns + kSecondNs + 1);
    EXPECT_EQ(host.scrape().sum("sluice_clock_backwards_total"), 1);
    host.poll();
    EXPECT_EQ(host.logs.size(), 1u);
    EXPECT_EQ(host.logs[0].level, SLUICE_LOG_WARNING);
    host.clock_ns = later_ns;
    host.run_until(later_ns + 2 * kSecondNs);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(Clock, a_time_far_ahead_of_the_engines_clock_is_not_believed) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    const sluice_request request = new_order(2);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    for (const std::uint64_t ahead_ns : {host.now() + 3600 * kSecondNs, UINT64_MAX}) {
        host.api.submit(lane, &request, ahead_ns, &verdict);
        EXPECT_EQ(verdict.action, std::uint32_t(ahead_ns == UINT64_MAX ? SLUICE_ACTION_REFUSED : SLUICE_ACTION_HELD));
    }
    EXPECT_EQ(host.scrape().sum("sluice_clock_ahead_total"), 2);
    EXPECT_EQ(host.api.poll(host.engine, SLUICE_VENUE_ALL, UINT64_MAX, 10), 0);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

// A host that reports later times from within release(), as one whose send takes its time does.
TEST(Clock, a_slow_release_is_no_step_back) {
    TestHost host(one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 10; ++ticket)
        host.offer(lane, until(new_order(ticket), ticket < 9 ? 0 : host.now() + kSecondNs));
    host.on_release = [&](const sluice_release &release) {
        host.advance(50 * kMillisecondNs);
        if (release.action == SLUICE_RELEASE_DROPPED) host.report(lane, SLUICE_EVENT_LANE_UP);
        return host.write_released(release);
    };
    host.run_until(host.now() + 10 * kSecondNs);
    EXPECT_EQ(host.releases.size(), 8u);
    EXPECT_EQ(host.scrape().sum("sluice_clock_backwards_total"), 0);
    EXPECT_TRUE(host.logs.empty());
    EXPECT_LE(host.peak_of_writes(kSecondNs), 2u);
}

}  // namespace sluice_test
