// From the grant to the write: charged at once, stamped when written, given back when not, and never forgotten.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(GrantLife, counts_from_the_late_write_and_not_from_the_grant) {
    TestHost host(one_venue(window_limit(1, 1000) + R"(, "grant_timeout_ms": 10000)"));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.submit(lane, new_order(1));
    ASSERT_EQ(first.action, std::uint32_t{SLUICE_ACTION_SEND});
    host.submit(lane, new_order(2));

    // The host stalls for three windows: the grant counts all the time.
    host.run_until(host.now() + 3 * kSecondNs);
    EXPECT_TRUE(host.sent().empty());
    EXPECT_EQ(host.usage(host.limit_id("messages")).unconfirmed, 1u);

    host.written(lane, first.grant);
    const std::uint64_t written_ns = host.now();
    EXPECT_EQ(host.usage(host.limit_id("messages")).unconfirmed, 0u);
    host.run_until(written_ns + kSecondNs);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(written_ns + kSecondNs + 1);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(GrantLife, believes_the_hosts_time_of_the_write_but_not_before_the_grant) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t granted_ns = host.now();
    const sluice_verdict first = host.submit(lane, new_order(1));
    host.advance(100 * kMillisecondNs);
    host.report(lane, SLUICE_EVENT_WRITTEN, first.grant, 0, granted_ns - 500 * kMillisecondNs);
    EXPECT_EQ(host.submit(lane, new_order(2)).not_before_ns, granted_ns + kSecondNs + 1);
}

TEST(GrantLife, believes_no_write_in_the_future) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t grant = host.submit(lane, new_order(1)).grant;
    host.report(lane, SLUICE_EVENT_WRITTEN, grant, 0, host.now() + 3600 * kSecondNs);
    EXPECT_EQ(host.submit(lane, new_order(2)).not_before_ns, host.now() + kSecondNs + 1);
}

TEST(GrantLife, what_was_not_written_is_given_back) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.submit(lane, new_order(1));
    EXPECT_EQ(host.submit(lane, new_order(2)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.report(lane, SLUICE_EVENT_NOT_WRITTEN, first.grant);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
    // The order was forgotten: its id is free again.
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_EQ(host.submit(lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(GrantLife, what_was_not_written_lets_go_who_waits_for_the_same_instrument) {
    TestHost host(one_venue(R"("limits": [{"name": "messages", "shape": "sliding_window", "scope": "instrument",
        "limit": 1, "window_ms": 1000}])"));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t instrument = host.id(SLUICE_NAME_INSTRUMENT, "I1");
    const sluice_verdict first = host.submit(lane, on_instrument(new_order(1), instrument));
    host.submit(lane, on_instrument(new_order(2), instrument));
    host.report(lane, SLUICE_EVENT_NOT_WRITTEN, first.grant);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(GrantLife, nothing_heard_counts_as_written_at_the_time_out) {
    TestHost host(one_venue(window_limit(1, 1000) + R"(, "grant_timeout_ms": 700)"));
    sluice_lane *lane = host.lane_up();
    const std::uint64_t granted_ns = host.now();
    const sluice_verdict first = host.submit(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.run_until(granted_ns + 1700 * kMillisecondNs);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(granted_ns + 1700 * kMillisecondNs + 1);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});

    // The late word changes nothing, is counted, and the host is told that it breaks the contract.
    EXPECT_EQ(host.report(lane, SLUICE_EVENT_WRITTEN, first.grant), SLUICE_OK);
    EXPECT_EQ(host.report(lane, SLUICE_EVENT_NOT_WRITTEN, first.grant), SLUICE_OK);
    EXPECT_EQ(host.report(lane, SLUICE_EVENT_WRITTEN, 0x1234'0000'0001), SLUICE_OK);
    host.poll();
    const MetricsText metrics = host.scrape();
    EXPECT_EQ(metrics.sum("sluice_grant_timeouts_total"), 1);
    EXPECT_EQ(metrics.sum("sluice_late_reports_total"), 3);
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 1u);
    const auto is_about_contract = [](const LogLine &line) { return line.level == SLUICE_LOG_HOST; };
    EXPECT_EQ(std::count_if(host.logs.begin(), host.logs.end(), is_about_contract), 2);
}

TEST(GrantLife, an_answer_proves_the_write) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.submit(lane, new_order(1));
    host.advance(300 * kMillisecondNs);
    host.report(lane, SLUICE_EVENT_ACKED, first.grant);
    EXPECT_EQ(host.usage(host.limit_id("messages")).unconfirmed, 0u);
    EXPECT_EQ(host.submit(lane, new_order(2)).not_before_ns, host.now() + kSecondNs + 1);
}

TEST(GrantLife, grants_that_are_never_reported_stop_new_orders_but_no_cancel) {
    TestHost host(one_venue(window_limit(100, 1000) + R"(, "grants_max": 4)"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 4; ++ticket) {
        EXPECT_EQ(host.submit(lane, new_order(ticket)).action, std::uint32_t{SLUICE_ACTION_SEND});
    }
    const sluice_verdict fifth = host.submit(lane, new_order(5));
    EXPECT_EQ(fifth.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(fifth.reason, std::uint32_t{SLUICE_REASON_GRANTS_FULL});
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 4u) << "what is refused takes nothing";
    for (std::uint64_t ticket = 10; ticket < 60; ++ticket) {
        EXPECT_EQ(host.submit(lane, cancel_of(ticket, ticket)).action, std::uint32_t{SLUICE_ACTION_SEND});
    }
}

TEST(GrantLife, a_held_cancel_that_goes_without_a_grant_leaves_no_trace) {
    TestHost host(one_venue(window_limit(5, 1000) + R"(, "grants_max": 4, "grant_timeout_ms": 60000)"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t order = 1; order <= 4; ++order)
        host.submit(lane, new_order(order));
    host.on_release = [](const sluice_release &) { return SLUICE_OK; };
    for (std::uint64_t order = 100; order < 110; ++order)
        host.submit(lane, cancel_of(order, order));
    host.run_until(host.now() + 20 * kSecondNs);
    EXPECT_EQ(host.sent().size(), 9u);
    EXPECT_EQ(host.scrape().sum("sluice_orders_known"), 4);
}

}  // namespace sluice_test
