// A burst of ten times the limit goes in at once; a steady stream within the limit comes out, and nothing is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(SmoothBurst, turns_a_burst_into_a_stream_within_the_limit) {
    constexpr std::size_t kLimit = 10;
    constexpr std::uint64_t kRequests = 100;
    TestHost host(one_venue(window_limit(kLimit, 1000)));
    sluice_lane *lane = host.lane_up();

    std::vector<std::uint64_t> in_order;
    for (std::uint64_t ticket = 1; ticket <= kRequests; ++ticket) {
        const sluice_verdict verdict = host.offer(lane, new_order(ticket));
        EXPECT_EQ(verdict.action, ticket <= kLimit ? SLUICE_ACTION_SEND : SLUICE_ACTION_HELD) << ticket;
        if (ticket > kLimit) in_order.push_back(ticket);
    }
    const std::uint64_t begin_ns = host.now();
    host.run_until(begin_ns + 20 * kSecondNs);

    EXPECT_EQ(host.sent(), in_order);
    EXPECT_THAT(host.dropped(), testing::IsEmpty());
    EXPECT_EQ(host.write_times.size(), kRequests);
    EXPECT_EQ(host.peak_of_writes(kSecondNs), kLimit);
    // Ten windows of ten: the last leaves nine windows after the first, and not a moment later than it has to.
    EXPECT_EQ(host.write_times.back() - begin_ns, 9 * (kSecondNs + 1));
}

TEST(SmoothBurst, sends_at_once_while_there_is_room) {
    TestHost host(one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 200; ++ticket) {
        EXPECT_EQ(host.offer(lane, new_order(ticket)).action, std::uint32_t{SLUICE_ACTION_SEND}) << ticket;
        host.advance(101 * kMillisecondNs);
    }
    EXPECT_TRUE(host.releases.empty());
}

TEST(SmoothBurst, a_token_bucket_gives_its_burst_and_then_its_rate) {
    TestHost host(one_venue(R"("limits": [{"name": "bucket", "shape": "token_bucket", "scope": "venue", "limit": 5,
        "refill_amount": 10, "refill_interval_ms": 1000}])"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 25; ++ticket)
        host.offer(lane, new_order(ticket));
    const std::uint64_t begin_ns = host.now();
    ASSERT_EQ(host.write_times.size(), 5u);
    host.run_until(begin_ns + 5 * kSecondNs);
    ASSERT_EQ(host.write_times.size(), 25u);
    for (std::size_t index = 5; index < 25; ++index) {
        EXPECT_EQ(host.write_times[index] - begin_ns, (index - 4) * 100 * kMillisecondNs) << index;
    }
}

}  // namespace sluice_test
