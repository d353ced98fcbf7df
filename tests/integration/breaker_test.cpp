// The circuit breaker: what trips it, what passes while it is open, and how probes close it again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

// One venue with this breaker; the lane's breaker never trips, so that only the venue's is seen.
std::string with_breaker(const std::string &fields) {
    return one_venue(R"("breaker": {)" + fields + R"(}, "lane_breaker": {"enabled": false})");
}

class BreakerRig {
public:
    explicit BreakerRig(const std::string &config) : host(config) {}

    // One new order whose outcome comes after `answer_ns`.
    void exchange(std::uint32_t outcome, std::uint64_t answer_ns = 0) {
        const std::uint64_t order = next_order++;
        const sluice_verdict verdict = host.offer(lane, new_order(order));
        ASSERT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND}) << "reason " << verdict.reason;
        host.advance(answer_ns);
        host.report(lane, outcome, verdict.grant);
    }
    std::uint32_t state() const { return host.breaker_state().state; }
    std::uint32_t refusal() { return host.submit(lane, new_order(next_order++)).reason; }

    TestHost host;
    sluice_lane *lane = host.lane_up();
    std::uint64_t next_order = 1;
};

}  // namespace

TEST(Breaker, trips_on_consecutive_failures) {
    BreakerRig rig(with_breaker(R"("consecutive_failures": 3, "failure_ratio_percent": 0, "isolation_ms": 100)"));
    rig.exchange(SLUICE_EVENT_FAILED);
    rig.exchange(SLUICE_EVENT_TIMED_OUT);
    rig.exchange(SLUICE_EVENT_ACKED);
    rig.exchange(SLUICE_EVENT_FAILED);
    rig.exchange(SLUICE_EVENT_FAILED);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
    rig.exchange(SLUICE_EVENT_FAILED);
    const sluice_breaker_state state = rig.host.breaker_state();
    EXPECT_EQ(state.state, std::uint32_t{SLUICE_BREAKER_OPEN});
    EXPECT_EQ(state.trip, std::uint32_t{SLUICE_TRIP_CONSECUTIVE});
    EXPECT_EQ(state.trips, 1u);
    EXPECT_EQ(state.reopen_ns, rig.host.now() + 100 * kMillisecondNs);
}

TEST(Breaker, business_and_rate_rejects_feed_it_not) {
    BreakerRig rig(with_breaker(R"("consecutive_failures": 1)"));
    for (int repeat = 0; repeat < 50; ++repeat) {
        rig.exchange(SLUICE_EVENT_REJECTED);
        rig.exchange(SLUICE_EVENT_RATE_REJECTED);
        rig.exchange(SLUICE_EVENT_LOST);
    }
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
}

TEST(Breaker, trips_on_the_failure_ratio) {
    BreakerRig rig(with_breaker(
        R"("consecutive_failures": 0, "failure_ratio_percent": 50, "window_count": 10, "minimum_count": 10)"));
    for (int pair = 0; pair < 4; ++pair) {
        rig.exchange(SLUICE_EVENT_FAILED);
        rig.exchange(SLUICE_EVENT_ACKED);
    }
    rig.exchange(SLUICE_EVENT_ACKED);
    rig.exchange(SLUICE_EVENT_ACKED);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});  // 4 of 10
    rig.exchange(SLUICE_EVENT_FAILED);                             // pushes out a failure: 4 of 10
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
    rig.exchange(SLUICE_EVENT_FAILED);  // pushes out a success: 5 of 10
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_OPEN});
    EXPECT_EQ(rig.host.breaker_state().trip, std::uint32_t{SLUICE_TRIP_FAILURES});
}

TEST(Breaker, trips_on_slow_answers) {
    BreakerRig rig(with_breaker(R"("slow_ratio_percent": 60, "slow_ms": 20, "window_count": 5, "minimum_count": 5)"));
    rig.exchange(SLUICE_EVENT_ACKED, 20 * kMillisecondNs);  // not later than slow_ms: not slow
    rig.exchange(SLUICE_EVENT_ACKED);
    rig.exchange(SLUICE_EVENT_ACKED, 21 * kMillisecondNs);
    rig.exchange(SLUICE_EVENT_ACKED, 21 * kMillisecondNs);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
    rig.exchange(SLUICE_EVENT_ACKED, 21 * kMillisecondNs);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_OPEN});
    EXPECT_EQ(rig.host.breaker_state().trip, std::uint32_t{SLUICE_TRIP_SLOW});
}

TEST(Breaker, silence_counts_as_time_out) {
    BreakerRig rig(one_venue(R"("answer_timeout_ms": 500, "breaker": {"consecutive_failures": 2})"));
    rig.host.offer(rig.lane, new_order(1));
    rig.host.offer(rig.lane, new_order(2));
    sluice_request unanswered = new_order(3);
    unanswered.flags = SLUICE_FLAG_NO_ANSWER;
    rig.host.offer(rig.lane, unanswered);
    rig.host.run_until(rig.host.now() + 499 * kMillisecondNs);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
    rig.host.run_until(rig.host.now() + kMillisecondNs);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_OPEN});
    EXPECT_EQ(rig.host.scrape().sum("sluice_answer_timeouts_total"), 2);
}

TEST(Breaker, open_drops_held_orders_and_passes_cancels_and_queries) {
    TestHost host(one_venue(window_limit(3, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, new_order(ticket));
    host.submit(lane, cancel_of(1, 10));
    host.submit(lane, request_of(SLUICE_KIND_QUERY, 11));
    ASSERT_EQ(host.breaker().trip(host.engine, host.venue(), nullptr, nullptr), SLUICE_OK);

    EXPECT_EQ(host.submit(lane, new_order(6)).reason, std::uint32_t{SLUICE_REASON_BREAKER_OPEN});
    EXPECT_EQ(host.submit(lane, amend_of(2, 7)).reason, std::uint32_t{SLUICE_REASON_BREAKER_OPEN});
    EXPECT_EQ(host.submit(lane, request_of(SLUICE_KIND_QUOTE, 8)).reason, std::uint32_t{SLUICE_REASON_BREAKER_OPEN});
    host.poll();
    EXPECT_THAT(host.dropped(), testing::UnorderedElementsAre(4, 5));
    EXPECT_EQ(host.release_of(4).reason, std::uint32_t{SLUICE_REASON_BREAKER_OPEN});
    host.run_until(host.now() + 1100 * kMillisecondNs);
    EXPECT_THAT(host.sent(), testing::ElementsAre(10, 11));
}

TEST(Breaker, probes_close_it) {
    BreakerRig rig(with_breaker(R"("isolation_ms": 100, "probes": 2)"));
    rig.host.breaker().trip(rig.host.engine, 1, nullptr, nullptr);
    rig.host.advance(100 * kMillisecondNs - 1);
    EXPECT_EQ(rig.refusal(), std::uint32_t{SLUICE_REASON_BREAKER_OPEN});
    rig.host.advance(1);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_HALF_OPEN});

    const sluice_verdict first = rig.host.offer(rig.lane, new_order(501));
    const sluice_verdict second = rig.host.offer(rig.lane, new_order(502));
    EXPECT_EQ(second.action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(rig.host.breaker_state().probes_out, 2u);
    EXPECT_EQ(rig.refusal(), std::uint32_t{SLUICE_REASON_BREAKER_PROBING});
    rig.host.report(rig.lane, SLUICE_EVENT_ACKED, first.grant);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_HALF_OPEN});
    rig.host.report(rig.lane, SLUICE_EVENT_REJECTED, second.grant);  // an answer is an answer
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
}

TEST(Breaker, each_failed_probe_doubles_the_isolation_up_to_a_cap) {
    BreakerRig rig(with_breaker(R"("isolation_ms": 100, "isolation_max_ms": 300, "probes": 1)"));
    rig.host.breaker().trip(rig.host.engine, 1, nullptr, nullptr);
    for (const std::uint64_t isolation_ms : {100u, 200u, 300u, 300u}) {
        EXPECT_EQ(rig.host.breaker_state().reopen_ns, rig.host.now() + isolation_ms * kMillisecondNs);
        rig.host.advance(isolation_ms * kMillisecondNs);
        rig.exchange(SLUICE_EVENT_FAILED);
        EXPECT_EQ(rig.host.breaker_state().trip, std::uint32_t{SLUICE_TRIP_PROBE});
    }
    // Closed once, it begins with the first value again.
    rig.host.advance(kSecondNs);
    rig.exchange(SLUICE_EVENT_ACKED);
    ASSERT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
    rig.host.breaker().trip(rig.host.engine, 1, nullptr, nullptr);
    EXPECT_EQ(rig.host.breaker_state().reopen_ns, rig.host.now() + 100 * kMillisecondNs);
}

TEST(Breaker, a_probe_without_outcome_is_given_back_at_its_deadline) {
    BreakerRig rig(with_breaker(R"("isolation_ms": 100, "probes": 1, "probe_timeout_ms": 250)"));
    rig.host.breaker().trip(rig.host.engine, 1, nullptr, nullptr);
    rig.host.advance(100 * kMillisecondNs);
    ASSERT_EQ(rig.host.offer(rig.lane, new_order(501)).action, std::uint32_t{SLUICE_ACTION_SEND});
    rig.host.advance(250 * kMillisecondNs - 1);
    EXPECT_EQ(rig.refusal(), std::uint32_t{SLUICE_REASON_BREAKER_PROBING});
    rig.host.advance(1);
    rig.exchange(SLUICE_EVENT_ACKED);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_CLOSED});
}

TEST(Breaker, an_unknown_outcome_gives_the_probe_back_at_once) {
    for (const std::uint32_t outcome : {SLUICE_EVENT_LOST, SLUICE_EVENT_RATE_REJECTED, SLUICE_EVENT_NOT_WRITTEN}) {
        BreakerRig rig(with_breaker(R"("isolation_ms": 100, "probes": 1)"));
        rig.host.breaker().trip(rig.host.engine, 1, nullptr, nullptr);
        rig.host.advance(100 * kMillisecondNs);
        const sluice_verdict probe = rig.host.submit(rig.lane, new_order(501));
        rig.host.report(rig.lane, outcome, probe.grant);
        EXPECT_EQ(rig.host.breaker_state().probes_out, 0u) << outcome;
        EXPECT_EQ(rig.host.submit(rig.lane, new_order(502)).action, std::uint32_t{SLUICE_ACTION_SEND}) << outcome;
    }
}

TEST(Breaker, is_forced_open_until_reset) {
    BreakerRig rig(with_breaker(R"("isolation_ms": 100)"));
    ASSERT_EQ(rig.host.breaker().force_open(rig.host.engine, 1, nullptr, nullptr), SLUICE_OK);
    rig.host.run_until(rig.host.now() + 1000 * kSecondNs);
    EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_FORCED_OPEN});
    EXPECT_EQ(rig.refusal(), std::uint32_t{SLUICE_REASON_BREAKER_FORCED});
    ASSERT_EQ(rig.host.breaker().reset(rig.host.engine, 1, nullptr, nullptr), SLUICE_OK);
    rig.exchange(SLUICE_EVENT_ACKED);
}

// trip() promises that no new request gets SEND; where it cannot, it must not say that it did.
TEST(Breaker, a_disabled_one_answers_trip_with_an_error_and_can_be_forced_open) {
    for (const bool by_config : {true, false}) {
        BreakerRig rig(one_venue(by_config ? R"("breaker": {"enabled": false})" : ""));
        if (!by_config) rig.host.breaker().disable(rig.host.engine, 1, nullptr, nullptr);
        for (int repeat = 0; repeat < 50; ++repeat)
            rig.host.report(rig.lane, SLUICE_EVENT_TRANSPORT_ERROR);
        EXPECT_EQ(rig.state(), std::uint32_t{SLUICE_BREAKER_DISABLED});
        sluice_error error = SLUICE_ERROR_INIT;
        EXPECT_EQ(rig.host.breaker().trip(rig.host.engine, 1, nullptr, &error), SLUICE_E_STATE);
        EXPECT_THAT(error.message, testing::HasSubstr("force_open"));
        EXPECT_EQ(rig.host.breaker().force_open(rig.host.engine, 1, nullptr, nullptr), SLUICE_OK);
        EXPECT_EQ(rig.refusal(), std::uint32_t{SLUICE_REASON_BREAKER_FORCED});
        rig.host.breaker().reset(rig.host.engine, 1, nullptr, nullptr);
        EXPECT_EQ(rig.state(), std::uint32_t(by_config ? SLUICE_BREAKER_DISABLED : SLUICE_BREAKER_CLOSED));
    }
}

TEST(Breaker, the_host_signals_trouble) {
    TestHost host(one_venue(R"("breaker": {"consecutive_failures": 3})"));
    sluice_lane *broken = host.lane_up("broken");
    sluice_lane *sound = host.lane_up("sound");
    host.breaker().trip(host.engine, 0, broken, nullptr);
    EXPECT_EQ(host.breaker_state(broken).trip, std::uint32_t{SLUICE_TRIP_HOST});
    EXPECT_EQ(host.submit(broken, new_order(1)).reason, std::uint32_t{SLUICE_REASON_BREAKER_OPEN});
    EXPECT_EQ(host.submit(sound, new_order(2)).action, std::uint32_t{SLUICE_ACTION_SEND});
    for (int repeat = 0; repeat < 3; ++repeat)
        host.report(broken, SLUICE_EVENT_TRANSPORT_ERROR);
    EXPECT_EQ(host.breaker_state().state, std::uint32_t{SLUICE_BREAKER_OPEN});
    EXPECT_EQ(host.submit(sound, new_order(3)).reason, std::uint32_t{SLUICE_REASON_BREAKER_OPEN});
    host.poll();
    const MetricsText metrics = host.scrape();
    EXPECT_EQ(metrics.sum("sluice_breaker_state", {{"venue", "SIM"}, {"lane", "sound"}}), SLUICE_BREAKER_CLOSED);
    EXPECT_EQ(metrics.sum("sluice_breaker_state", {{"venue", "SIM"}, {"lane", "broken"}}), SLUICE_BREAKER_OPEN);
}

}  // namespace sluice_test
