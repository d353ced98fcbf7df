// A held request that is worthless by now is dropped, cancels never, and its limits are not charged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(Expiry, drops_a_request_one_nanosecond_after_its_deadline) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    const std::uint64_t deadline_ns = host.now() + 300 * kMillisecondNs;
    host.submit(lane, until(new_order(2), deadline_ns));
    host.submit(lane, until(cancel_of(1, 3), deadline_ns));
    EXPECT_EQ(host.next_due(), deadline_ns + 1);
    host.run_until(deadline_ns);
    EXPECT_TRUE(host.releases.empty());
    host.run_until(deadline_ns + 1);
    EXPECT_THAT(host.dropped(), testing::ElementsAre(2));
    EXPECT_EQ(host.release_of(2).reason, std::uint32_t{SLUICE_REASON_EXPIRED});
    EXPECT_EQ(host.release_of(2).held_ns, 300 * kMillisecondNs + 1);
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_THAT(host.sent(), testing::ElementsAre(3));
    EXPECT_EQ(host.scrape().sum("sluice_expired_total"), 1);
}

TEST(Expiry, a_folded_amend_brings_its_own_deadline) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, until(new_order(2), host.now() + 300 * kMillisecondNs));
    host.submit(lane, amend_of(2, 3));
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_THAT(host.sent(), testing::ElementsAre(2));
}

TEST(Expiry, the_end_of_time_is_no_deadline) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, until(new_order(2), UINT64_MAX));
    EXPECT_EQ(host.next_due(), host.now() + kSecondNs + 1);
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_THAT(host.sent(), testing::ElementsAre(2));
}

}  // namespace sluice_test
