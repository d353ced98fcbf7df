// The Prometheus text says what happened, and a percentile agrees with it.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(Metrics, tell_what_happened) {
    TestHost host(one_venue(window_limit(10, 1000, R"("cancel_reserve": 2, "margin": 1, "hard_limit": 20)")));
    sluice_lane *lane = host.lane_up("session \"1\"\\");
    for (std::uint64_t ticket = 1; ticket <= 9; ++ticket)
        host.offer(lane, new_order(ticket));
    host.submit(lane, cancel_of(9, 100));
    host.report(lane, SLUICE_EVENT_UNGATED);  // no kind: refused
    sluice_event logon = SLUICE_EVENT_INIT;
    logon.kind = SLUICE_EVENT_UNGATED;
    logon.message_kind = SLUICE_KIND_ADMIN;
    logon.message_count = 3;
    host.api.report(lane, &logon, host.now());
    host.advance(250 * kMillisecondNs);

    const MetricsText metrics = host.scrape();
    EXPECT_EQ(metrics.sum("sluice_submits_total", {{"venue", "SIM"}}), 10);
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"class", "normal"}, {"verdict", "send"}}), 7);
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"class", "normal"}, {"verdict", "held"}}), 2);
    EXPECT_EQ(metrics.sum("sluice_decisions_total", {{"class", "critical"}, {"verdict", "absorbed"}}), 1);
    EXPECT_EQ(metrics.sum("sluice_annihilated_total"), 1);
    EXPECT_EQ(metrics.sum("sluice_ungated_messages_total", {{"kind", "admin"}}), 3);
    EXPECT_EQ(metrics.sum("sluice_malformed_calls_total"), 1);
    EXPECT_EQ(metrics.sum("sluice_queue_depth", {{"class", "normal"}}), 1);
    EXPECT_EQ(metrics.sum("sluice_queue_oldest_age_seconds", {{"class", "normal"}}), 0.25);
    EXPECT_EQ(metrics.sum("sluice_held_requests"), 1);
    EXPECT_EQ(metrics.sum("sluice_orders_known"), 8);
    EXPECT_EQ(metrics.sum("sluice_lane_up", {{"lane", "session \"1\"\\"}}), 1);
    EXPECT_EQ(metrics.sum("sluice_breaker_state", {{"venue", "SIM"}}), 2 * SLUICE_BREAKER_CLOSED);
    EXPECT_EQ(metrics.sum("sluice_limit_used", {{"limit", "messages"}}), 7);
    EXPECT_EQ(metrics.sum("sluice_limit_reserve", {{"limit", "messages"}}), 2);
    EXPECT_EQ(metrics.sum("sluice_limit_distance_to_reject", {{"limit", "messages"}}), 3);
    EXPECT_EQ(metrics.sum("sluice_limit_distance_to_hard_wall", {{"limit", "messages"}}), 13);
    EXPECT_EQ(metrics.sum("sluice_kill_scopes_engaged"), 0);
}

TEST(Metrics, waits_and_answers_are_within_a_thirty_second) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.offer(lane, new_order(1));
    host.advance(40 * kMillisecondNs);
    host.report(lane, SLUICE_EVENT_ACKED, first.grant);
    host.submit(lane, new_order(2));
    host.run_until(host.now() + 2 * kSecondNs);

    const auto percentile = [&](std::uint32_t histogram, std::uint32_t request_class, std::uint64_t expected_ns) {
        std::uint64_t value_ns = 0;
        std::uint64_t count = 0;
        EXPECT_EQ(
            host.metrics().percentile(host.engine, 1, histogram, request_class, 500'000, &value_ns, &count), SLUICE_OK);
        EXPECT_EQ(count, 1u);
        EXPECT_NEAR(
            static_cast<double>(value_ns), static_cast<double>(expected_ns), static_cast<double>(expected_ns) / 32);
    };
    percentile(SLUICE_HISTOGRAM_WAIT, SLUICE_CLASS_NORMAL, 960 * kMillisecondNs + 1);
    percentile(SLUICE_HISTOGRAM_ANSWER, 0, 40 * kMillisecondNs);
    const MetricsText metrics = host.scrape();
    EXPECT_EQ(metrics.sum("sluice_wait_seconds_count", {{"class", "normal"}}), 1);
    EXPECT_NEAR(metrics.sum("sluice_wait_seconds_sum"), 0.96, 1e-6);
    EXPECT_EQ(metrics.sum("sluice_answer_seconds_bucket", {{"le", "+Inf"}}), 1);
}

TEST(Metrics, a_small_buffer_is_told_the_size_and_stays_untouched) {
    TestHost host(one_venue(""));
    std::size_t length = 0;
    char buffer[16] = "untouched";
    EXPECT_EQ(host.metrics().write_text(host.engine, buffer, sizeof buffer, &length, nullptr), SLUICE_E_BUSY);
    EXPECT_GT(length, 1000u);
    EXPECT_STREQ(buffer, "untouched");
    std::uint64_t value_ns = 7;
    EXPECT_EQ(host.metrics().percentile(host.engine, 1, 9, 0, 1, &value_ns, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(
        host.metrics().percentile(host.engine, 2, SLUICE_HISTOGRAM_WAIT, 0, 1, &value_ns, nullptr), SLUICE_E_UNKNOWN);
    EXPECT_EQ(host.metrics().percentile(host.engine, 1, SLUICE_HISTOGRAM_WAIT, 0, 1'000'001, &value_ns, nullptr),
        SLUICE_E_ARGUMENT);
    EXPECT_EQ(value_ns, 0u);
    EXPECT_EQ(host.metrics().port(host.engine), 0u);
}

// Whatever printable text a host uses as names, the page stays one that Prometheus reads.
TEST(Metrics, odd_names_do_not_break_the_page) {
    TestHost host(one_venue(
        R"("limits": [{"name": "o", "shape": "sliding_window", "scope": "owner", "limit": 5, "window_ms": 1000}])"));
    sluice_lane *lane = host.lane_up();
    const std::string names[] = {"quote\"", "back\\slash", "}", "{", "a=b,c", "\xc3\xa9"};
    std::uint64_t ticket = 1;
    for (const std::string &name : names) {
        host.offer(lane, for_owner(new_order(ticket++), host.id(SLUICE_NAME_OWNER, name)));
    }
    EXPECT_EQ(host.scrape().sum("sluice_limit_used", {{"limit", "o"}}), std::size(names));
}

}  // namespace sluice_test
