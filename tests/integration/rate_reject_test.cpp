// The venue says "too fast": its limits count as full at once, and a Retry-After silences the lane for as long.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

void reject(TestHost &host, sluice_lane *lane, std::uint64_t grant, std::uint64_t retry_after_ns) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_RATE_REJECTED;
    event.grant = grant;
    event.retry_after_ns = retry_after_ns;
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
}

}  // namespace

TEST(RateReject, saturates_the_limits_for_a_window) {
    TestHost host(one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.offer(lane, new_order(1));
    host.advance(200 * kMillisecondNs);
    reject(host, lane, first.grant, 0);
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 10u);
    EXPECT_EQ(host.usage(host.limit_id("messages")).room_cancel, 0u);
    const sluice_verdict second = host.submit(lane, new_order(2));
    EXPECT_EQ(second.action, std::uint32_t{SLUICE_ACTION_HELD});
    // The first message's own cost leaves its window earlier.
    EXPECT_EQ(second.not_before_ns, host.now() + 800 * kMillisecondNs + 1);
    host.poll();
    const auto is_warning = [](const LogLine &line) { return line.level == SLUICE_LOG_WARNING; };
    EXPECT_EQ(std::count_if(host.logs.begin(), host.logs.end(), is_warning), 1);
    // A rejected order does not live: its id is free.
    EXPECT_EQ(host.submit(lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_HELD});
}

TEST(RateReject, retry_after_pauses_the_lane_cancels_included) {
    TestHost host(one_venue(window_limit(100, 1000)));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t begin_ns = host.now();
    reject(host, lane, host.offer(lane, new_order(1)).grant, 3 * kSecondNs);
    for (const sluice_request &request : {new_order(2), cancel_of(7, 3)}) {
        const sluice_verdict verdict = host.submit(lane, request);
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_HELD});
        EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_VENUE_PAUSE});
        EXPECT_EQ(verdict.not_before_ns, begin_ns + 3 * kSecondNs);
    }
    host.run_until(begin_ns + 3 * kSecondNs - 1);
    EXPECT_TRUE(host.releases.empty());
    host.run_until(begin_ns + 3 * kSecondNs);
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{3, 2}));
    EXPECT_EQ(host.scrape().sum("sluice_rate_reject_pauses_total"), 1);
}

// A message that left without asking, or whose grant is settled, can be rejected for its rate too.
TEST(RateReject, is_heard_without_a_grant) {
    TestHost host(one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    reject(host, lane, 0, 3 * kSecondNs);
    EXPECT_EQ(host.submit(lane, new_order(1)).reason, std::uint32_t{SLUICE_REASON_VENUE_PAUSE});
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 10u);
}

}  // namespace sluice_test
