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

TEST(RateReject, retry_after_pauses_the_lane_and_one_message_tries_whether_it_is_over) {
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
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{3});
    EXPECT_EQ(host.scrape().sum("sluice_rate_reject_pauses_total"), 1);

    // Still too soon: the venue says so once more, to one message.
    reject(host, lane, host.releases.back().grant, kSecondNs);
    host.run_until(begin_ns + 4 * kSecondNs + 1);  // the window that the reject filled
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{3, 2}));
    EXPECT_EQ(host.submit(lane, new_order(4)).reason, std::uint32_t{SLUICE_REASON_VENUE_PAUSE});
    sluice_event answer = SLUICE_EVENT_INIT;
    answer.kind = SLUICE_EVENT_ACKED;
    answer.grant = host.releases.back().grant;
    ASSERT_EQ(host.api.report(lane, &answer, host.now()), SLUICE_OK);
    host.poll();
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{3, 2, 4}));
    EXPECT_EQ(host.submit(lane, new_order(5)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(RateReject, a_second_one_shortens_no_pause) {
    TestHost host(one_venue(window_limit(100, 1000)));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t first = host.offer(lane, new_order(1)).grant;
    const std::uint64_t second = host.offer(lane, new_order(2)).grant;
    reject(host, lane, first, 3 * kSecondNs);
    reject(host, lane, second, kSecondNs);
    EXPECT_EQ(host.submit(lane, new_order(3)).not_before_ns, host.now() + 3 * kSecondNs);
}

// A message whose fate will never be known proves nothing; the next one tries.
TEST(RateReject, a_try_without_an_answer_is_followed_by_another_one) {
    TestHost host(one_venue(window_limit(100, 1000)));
    sluice_lane *lane = host.lane_up();
    reject(host, lane, host.offer(lane, new_order(1)).grant, kSecondNs);
    host.advance(kSecondNs + 1);
    const sluice_verdict probe = host.offer(lane, new_order(2));
    ASSERT_EQ(probe.action, std::uint32_t{SLUICE_ACTION_SEND});
    ASSERT_EQ(host.submit(lane, new_order(3)).action, std::uint32_t{SLUICE_ACTION_HELD});
    ASSERT_EQ(host.submit(lane, new_order(4)).action, std::uint32_t{SLUICE_ACTION_HELD});
    sluice_event lost = SLUICE_EVENT_INIT;
    lost.kind = SLUICE_EVENT_LOST;
    lost.grant = probe.grant;
    ASSERT_EQ(host.api.report(lane, &lost, host.now()), SLUICE_OK);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{3});
}

TEST(RateReject, a_ban_closes_every_lane_also_one_that_is_opened_meanwhile) {
    TestHost host(one_venue(window_limit(100, 1000)));
    sluice_lane *first = host.lane_up("first");
    sluice_lane *second = host.lane_up("second");
    sluice_event ban = SLUICE_EVENT_INIT;
    ban.kind = SLUICE_EVENT_BANNED;
    ban.grant = host.offer(first, new_order(1)).grant;
    ban.retry_after_ns = 120 * kSecondNs;
    const std::uint64_t begin_ns = host.now();
    ASSERT_EQ(host.api.report(first, &ban, host.now()), SLUICE_OK);
    sluice_lane *third = host.lane_up("third");
    for (sluice_lane *lane : {first, second, third}) {
        const sluice_verdict verdict = host.submit(lane, request_of(SLUICE_KIND_QUERY, 10));
        EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_VENUE_PAUSE});
        EXPECT_EQ(verdict.not_before_ns, begin_ns + 120 * kSecondNs);
    }
    EXPECT_EQ(host.scrape().sum("sluice_bans_total"), 1);
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
