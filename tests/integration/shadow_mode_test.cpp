// Shadow mode: everything is sent, and everything is counted as it would have been.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(ShadowMode, sends_everything_and_counts_as_it_would) {
    TestHost host(one_venue(R"("shadow": true, )" + window_limit(3, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 8; ++ticket) {
        const sluice_verdict verdict = host.offer(lane, new_order(ticket));
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
        const bool fits = ticket <= 3;
        EXPECT_EQ(verdict.shadow_action, std::uint32_t(fits ? SLUICE_ACTION_SEND : SLUICE_ACTION_HELD));
        EXPECT_EQ(verdict.reason, std::uint32_t(fits ? SLUICE_REASON_NONE : SLUICE_REASON_SHADOW));
    }
    sluice_verdict verdict = host.offer(lane, cancel_of(8, 9));
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(verdict.shadow_action, std::uint32_t{SLUICE_ACTION_ABSORBED});
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    host.kill().engage(host.engine, &all, nullptr);
    verdict = host.offer(lane, new_order(10));
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(verdict.shadow_action, std::uint32_t{SLUICE_ACTION_REFUSED});
    host.poll();
    host.kill().clear(host.engine, &all, nullptr);

    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_TRUE(host.releases.empty());
    const MetricsText metrics = host.scrape();
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"verdict", "send"}}), 3);
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"verdict", "held"}, {"reason", "limit"}}), 1);
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"verdict", "held"}, {"reason", "backlog"}}), 4);
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"verdict", "absorbed"}}), 1);
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"verdict", "refused"}, {"reason", "killed"}}), 1);
    EXPECT_EQ(metrics.sum("sluice_releases_total", {{"outcome", "dropped"}, {"reason", "killed"}}), 4);
    EXPECT_EQ(metrics.sum("sluice_releases_total", {{"outcome", "dropped"}, {"reason", "annihilated"}}), 1);
    EXPECT_EQ(metrics.sum("sluice_shadow_mode"), 1);
    EXPECT_EQ(metrics.sum("sluice_held_requests"), 0);
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_OK);
}

}  // namespace sluice_test
