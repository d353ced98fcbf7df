// The host answers a release with BUSY: the ticket goes back to the head of the queue and its cost is given back.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(TransportBusy, requeues_at_the_head_and_refunds) {
    TestHost host(one_venue(window_limit(2, 1000) + R"(, "busy_retry_us": 5000)"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, new_order(ticket));
    host.advance(kSecondNs + 1);

    int refusals = 3;
    host.on_release = [&](const sluice_release &release) {
        return refusals-- > 0 ? sluice_status{SLUICE_E_BUSY} : host.write_released(release);
    };
    host.poll();
    // Once: the lane is then left alone for a while.
    EXPECT_EQ(host.taken_back.size(), 1u);
    EXPECT_EQ(host.taken_back[0].ticket, 3u);
    EXPECT_TRUE(host.releases.empty());
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 0u);
    EXPECT_EQ(host.next_due(), host.now() + 5 * kMillisecondNs);

    const sluice_verdict verdict = host.submit(lane, new_order(6));
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_TRANSPORT});
    EXPECT_EQ(verdict.not_before_ns, host.now() + 5 * kMillisecondNs);

    host.run_until(host.now() + 3 * kSecondNs);
    EXPECT_EQ(host.taken_back.size(), 3u);
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{3, 4, 5, 6}));
    EXPECT_LE(host.peak_of_writes(kSecondNs), 2u);
    EXPECT_EQ(host.scrape().sum("sluice_requeued_total"), 3);
}

TEST(TransportBusy, a_message_that_can_never_be_sent_is_done_and_refunded) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.submit(lane, new_order(3));
    host.on_release = [&](const sluice_release &release) {
        return release.ticket == 2 ? sluice_status{SLUICE_E_ARGUMENT} : host.write_released(release);
    };
    host.run_until(host.now() + kSecondNs + 1);
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{2, 3}));
}

TEST(TransportBusy, is_not_believed_after_the_write_was_reported) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.on_release = [&](const sluice_release &release) {
        host.write_released(release);
        return sluice_status{SLUICE_E_BUSY};
    };
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_EQ(host.taken_back.size(), 1u);  // as the host sees it; the engine sends nothing twice
    EXPECT_EQ(host.write_times.size(), 2u);
    EXPECT_EQ(host.scrape().sum("sluice_held_requests"), 0);
}

// Both at once: the write did not happen, and the message shall come again. Meanwhile a later amend has taken its
// place.
TEST(TransportBusy, after_not_written_loses_against_a_later_amend) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, amend_of(1, 2));
    bool is_first = true;
    host.on_release = [&](const sluice_release &release) {
        if (!is_first) return host.write_released(release);
        is_first = false;
        EXPECT_EQ(host.submit(lane, amend_of(1, 3)).reason, std::uint32_t{SLUICE_REASON_ORDER_IN_FLIGHT});
        host.report(lane, SLUICE_EVENT_NOT_WRITTEN, release.grant);
        return sluice_status{SLUICE_E_BUSY};
    };
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_EQ(host.taken_back.size(), 1u);
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{3}));
    EXPECT_EQ(host.release_of(2).reason, std::uint32_t{SLUICE_REASON_SUPERSEDED});
    EXPECT_EQ(host.release_of(2).other_ticket, 3u);
}

TEST(TransportBusy, a_cancel_that_came_meanwhile_settles_the_order) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.on_release = [&](const sluice_release &release) {
        if (release.action != SLUICE_RELEASE_SEND) return sluice_status{SLUICE_OK};
        EXPECT_EQ(host.submit(lane, cancel_of(2, 3)).action, std::uint32_t{SLUICE_ACTION_HELD});
        return sluice_status{SLUICE_E_BUSY};
    };
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_EQ(host.taken_back.size(), 1u);
    EXPECT_TRUE(host.sent().empty());
    EXPECT_EQ(host.release_of(2).reason, std::uint32_t{SLUICE_REASON_ANNIHILATED});
    EXPECT_EQ(host.release_of(2).other_ticket, 3u);
    EXPECT_EQ(host.release_of(3).reason, std::uint32_t{SLUICE_REASON_ANNIHILATED});
}

// Each message is judged by its own reports: the place in the queue that another one had says nothing.
TEST(TransportBusy, is_believed_although_the_write_of_another_one_was_just_reported) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.on_release = [](const sluice_release &) { return SLUICE_OK; };
    host.run_until(host.now() + 2 * kSecondNs);
    ASSERT_EQ(host.releases.size(), 1u);
    host.submit(lane, new_order(3));
    host.written(lane, host.releases[0].grant);
    bool is_first = true;
    host.on_release = [&](const sluice_release &release) {
        return std::exchange(is_first, false) ? sluice_status{SLUICE_E_BUSY} : host.write_released(release);
    };
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_EQ(host.taken_back.size(), 1u);
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{2, 3}));
}

namespace {

void reject(const TestHost &host, sluice_lane *lane, std::uint64_t grant, std::uint64_t retry_after_ns) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_RATE_REJECTED;
    event.grant = grant;
    event.retry_after_ns = retry_after_ns;
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
}

// The only grant goes to an order on `lane`, and the cancel with ticket 1 is due on a lane that has come back.
void hold_a_cancel_without_a_grant(TestHost &host, sluice_lane *lane) {
    sluice_lane *other = host.lane_up("two");
    host.report(other, SLUICE_EVENT_LANE_DOWN);
    ASSERT_EQ(host.submit(other, cancel_of(11, 1)).action, std::uint32_t{SLUICE_ACTION_HELD});
    ASSERT_NE(host.submit(lane, new_order(2)).grant, 0u);
    host.report(other, SLUICE_EVENT_LANE_UP);
}

}  // namespace

TEST(TransportBusy, shortens_no_pause_that_the_venue_asked_for_meanwhile) {
    TestHost host(one_venue(window_limit(1, 1000) + R"(, "busy_retry_us": 5000)"));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t grant = host.offer(lane, new_order(1)).grant;
    host.submit(lane, new_order(2));
    std::uint64_t pause_ends_ns = 0;
    host.on_release = [&](const sluice_release &release) {
        if (pause_ends_ns != 0) return host.write_released(release);
        reject(host, lane, grant, 3 * kSecondNs);
        pause_ends_ns = host.now() + 3 * kSecondNs;
        return sluice_status{SLUICE_E_BUSY};
    };
    host.run_until(host.now() + 2 * kSecondNs);
    ASSERT_EQ(host.taken_back.size(), 1u);
    host.run_until(pause_ends_ns - 1);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(pause_ends_ns + kSecondNs);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(TransportBusy, a_try_after_a_pause_that_never_left_is_followed_by_another_one) {
    TestHost host(one_venue(window_limit(100, 1000)));
    sluice_lane *lane = host.lane_up();
    reject(host, lane, host.offer(lane, new_order(1)).grant, kSecondNs);
    host.submit(lane, new_order(2));
    bool is_first = true;
    host.on_release = [&](const sluice_release &release) {
        return std::exchange(is_first, false) ? sluice_status{SLUICE_E_BUSY} : host.write_released(release);
    };
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_EQ(host.taken_back.size(), 1u);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

// Where all grants are out, a cancel goes without one. One that the transport did not take has opened no window at the
// venue: the window begins with the one that it took.
TEST(TransportBusy, opens_no_window_with_a_cancel_that_has_no_grant) {
    TestHost host(one_venue(R"("grants_max": 1, "limits": [{"name": "cancels", "shape": "first_message_window",
        "scope": "venue", "limit": 2, "window_ms": 100, "cost": {"cancel": 1}}])"));
    sluice_lane *lane = host.lane_up("one");
    ASSERT_NO_FATAL_FAILURE(hold_a_cancel_without_a_grant(host, lane));
    bool is_busy = true;
    host.on_release = [&](const sluice_release &release) {
        EXPECT_EQ(release.grant, 0u);
        return std::exchange(is_busy, false) ? SLUICE_E_BUSY : SLUICE_OK;
    };
    host.poll();
    ASSERT_EQ(host.taken_back.size(), 1u);
    EXPECT_EQ(host.usage(host.limit_id("cancels")).used, 0u);
    host.advance(50 * kMillisecondNs);
    host.poll();
    ASSERT_EQ(host.sent(), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(host.usage(host.limit_id("cancels")).used, 1u);

    EXPECT_EQ(host.submit(lane, cancel_of(12, 3)).action, std::uint32_t{SLUICE_ACTION_SEND});
    host.advance(51 * kMillisecondNs);
    EXPECT_EQ(host.submit(lane, cancel_of(13, 4)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.advance(50 * kMillisecondNs);
    host.poll();
    EXPECT_EQ(host.sent(), (std::vector<std::uint64_t>{1, 4}));
}

// Nobody reports its write: it may have been as late as the end of the callback.
TEST(TransportBusy, counts_a_cancel_that_has_no_grant_from_when_the_host_was_done_with_it) {
    TestHost host(one_venue(R"("grants_max": 1, "limits": [{"name": "cancels", "shape": "sliding_window",
        "scope": "venue", "limit": 1, "window_ms": 100, "cost": {"cancel": 1}}])"));
    sluice_lane *lane = host.lane_up("one");
    ASSERT_NO_FATAL_FAILURE(hold_a_cancel_without_a_grant(host, lane));
    host.on_release = [&](const sluice_release &) {
        host.advance(30 * kMillisecondNs);
        return SLUICE_OK;
    };
    host.poll();
    ASSERT_EQ(host.sent(), (std::vector<std::uint64_t>{1}));
    host.advance(90 * kMillisecondNs);
    EXPECT_EQ(host.submit(lane, cancel_of(12, 3)).action, std::uint32_t{SLUICE_ACTION_HELD});
}

}  // namespace sluice_test
