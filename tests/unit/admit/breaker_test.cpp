#include "admit/breaker.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

BreakerConfig config() {
    BreakerConfig config;
    config.consecutive_failures = 3;
    config.failure_ratio_percent = 50;
    config.minimum_count = 10;
    config.window_count = 20;
    config.window_ns = 10'000;
    config.isolation_ns = 100;
    config.isolation_max_ns = 350;
    config.probes = 2;
    config.probe_timeout_ns = 50;
    return config;
}

void hear(Breaker &breaker, Outcome outcome, int times, uint64_t now_ns) {
    for (int time = 0; time < times; ++time)
        breaker.hear(outcome, false, now_ns);
}

// Sends one probe and hears what became of it.
void probe(Breaker &breaker, Outcome outcome, uint64_t now_ns) {
    ASSERT_EQ(breaker.ask(now_ns), Breaker::Answer::probe);
    breaker.take_probe(now_ns);
    breaker.hear(outcome, true, now_ns);
}

TEST(Breaker, opens_after_failures_in_a_row) {
    Breaker breaker(config());
    hear(breaker, Outcome::failure, 2, 1000);
    hear(breaker, Outcome::success, 1, 1000);
    hear(breaker, Outcome::failure, 2, 1000);
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::pass);
    hear(breaker, Outcome::failure, 1, 1000);
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::open);
    EXPECT_EQ(breaker.last_trip(), static_cast<uint32_t>(SLUICE_TRIP_CONSECUTIVE));
    EXPECT_EQ(breaker.reopen_ns(), 1100u);
}

TEST(Breaker, opens_at_the_failure_ratio_with_enough_outcomes) {
    Breaker breaker(config());
    for (int pair = 0; pair < 4; ++pair) {
        hear(breaker, Outcome::success, 1, 1000);
        hear(breaker, Outcome::failure, 1, 1000);
    }
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::pass);
    hear(breaker, Outcome::success, 1, 1000);
    hear(breaker, Outcome::failure, 1, 1000);
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::open);
    EXPECT_EQ(breaker.last_trip(), static_cast<uint32_t>(SLUICE_TRIP_FAILURES));
}

TEST(Breaker, forgets_outcomes_older_than_its_window) {
    Breaker breaker(config());
    for (int pair = 0; pair < 4; ++pair) {
        hear(breaker, Outcome::success, 1, 1000);
        hear(breaker, Outcome::failure, 1, 1000);
    }
    hear(breaker, Outcome::success, 9, 12'000);
    hear(breaker, Outcome::failure, 2, 12'000);
    EXPECT_EQ(breaker.ask(12'000), Breaker::Answer::pass);
}

TEST(Breaker, opens_at_the_slow_ratio) {
    BreakerConfig slow = config();
    slow.slow_ratio_percent = 40;
    Breaker breaker(slow);
    hear(breaker, Outcome::success, 6, 1000);
    hear(breaker, Outcome::slow, 4, 1000);
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::open);
    EXPECT_EQ(breaker.last_trip(), static_cast<uint32_t>(SLUICE_TRIP_SLOW));
}

TEST(Breaker, forgets_slow_answers_older_than_its_window) {
    BreakerConfig slow = config();
    slow.slow_ratio_percent = 40;
    Breaker breaker(slow);
    hear(breaker, Outcome::slow, 3, 1000);
    hear(breaker, Outcome::success, 6, 1000);
    hear(breaker, Outcome::success, 9, 12'000);
    hear(breaker, Outcome::slow, 1, 12'000);
    EXPECT_EQ(breaker.ask(12'000), Breaker::Answer::pass);
}

TEST(Breaker, learns_nothing_from_an_unknown_outcome) {
    Breaker breaker(config());
    hear(breaker, Outcome::failure, 2, 1000);
    hear(breaker, Outcome::unknown, 1, 1000);
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::pass);
    hear(breaker, Outcome::failure, 1, 1000);
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::open);
}

TEST(Breaker, becomes_half_open_when_its_isolation_is_over) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    EXPECT_EQ(breaker.ask(1099), Breaker::Answer::open);
    EXPECT_EQ(breaker.ask(1100), Breaker::Answer::probe);
    EXPECT_EQ(breaker.state(1100), static_cast<uint32_t>(SLUICE_BREAKER_HALF_OPEN));
}

TEST(Breaker, lets_no_more_probes_out_than_it_has) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    for (int number = 0; number < 2; ++number) {
        ASSERT_EQ(breaker.ask(1100), Breaker::Answer::probe);
        breaker.take_probe(1100);
    }
    EXPECT_EQ(breaker.ask(1100), Breaker::Answer::probing);
    EXPECT_EQ(breaker.probes_out(), 2u);
}

TEST(Breaker, sends_no_more_probes_than_must_succeed) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    probe(breaker, Outcome::success, 1100);
    ASSERT_EQ(breaker.ask(1100), Breaker::Answer::probe);
    breaker.take_probe(1100);
    EXPECT_EQ(breaker.ask(1100), Breaker::Answer::probing);
}

TEST(Breaker, closes_when_all_probes_succeeded) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    probe(breaker, Outcome::success, 1100);
    EXPECT_EQ(breaker.state(1100), static_cast<uint32_t>(SLUICE_BREAKER_HALF_OPEN));
    probe(breaker, Outcome::success, 1110);
    EXPECT_EQ(breaker.ask(1110), Breaker::Answer::pass);
}

TEST(Breaker, doubles_its_isolation_with_each_failed_probe_up_to_the_cap) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    probe(breaker, Outcome::failure, 1100);
    EXPECT_EQ(breaker.reopen_ns(), 1300u);
    EXPECT_EQ(breaker.last_trip(), static_cast<uint32_t>(SLUICE_TRIP_PROBE));
    probe(breaker, Outcome::failure, 1300);
    EXPECT_EQ(breaker.reopen_ns(), 1650u);
    probe(breaker, Outcome::failure, 1650);
    EXPECT_EQ(breaker.reopen_ns(), 2000u);
}

TEST(Breaker, starts_from_the_first_isolation_again_once_it_has_closed) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    probe(breaker, Outcome::failure, 1100);
    probe(breaker, Outcome::success, 1300);
    probe(breaker, Outcome::success, 1300);
    breaker.trip(SLUICE_TRIP_HOST, 2000);
    EXPECT_EQ(breaker.reopen_ns(), 2100u);
}

TEST(Breaker, takes_a_probe_back_whose_outcome_is_unknown) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    for (int number = 0; number < 10; ++number)
        probe(breaker, Outcome::unknown, 1100);
    EXPECT_EQ(breaker.probes_out(), 0u);
}

TEST(Breaker, is_not_stuck_when_no_probe_ever_answers) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    for (int number = 0; number < 2; ++number) {
        ASSERT_EQ(breaker.ask(1100), Breaker::Answer::probe);
        breaker.take_probe(1100);
    }
    EXPECT_EQ(breaker.ask(1149), Breaker::Answer::probing);
    EXPECT_EQ(breaker.ask(1150), Breaker::Answer::probe);
}

TEST(Breaker, does_not_count_a_second_sign_while_it_is_open) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    breaker.trip(SLUICE_TRIP_HOST, 1050);
    EXPECT_EQ(breaker.trips(), 1u);
    EXPECT_EQ(breaker.reopen_ns(), 1100u);
}

TEST(Breaker, stays_forced_open_until_it_is_reset) {
    Breaker breaker(config());
    breaker.force_open();
    EXPECT_EQ(breaker.ask(1'000'000), Breaker::Answer::forced);
    breaker.hear(Outcome::success, true, 1'000'000);
    breaker.trip(SLUICE_TRIP_HOST, 1'000'000);
    EXPECT_EQ(breaker.ask(2'000'000), Breaker::Answer::forced);
    breaker.reset();
    EXPECT_EQ(breaker.ask(2'000'000), Breaker::Answer::pass);
}

TEST(Breaker, never_trips_while_it_is_disabled) {
    Breaker breaker(config());
    breaker.disable();
    hear(breaker, Outcome::failure, 50, 1000);
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    EXPECT_EQ(breaker.ask(1000), Breaker::Answer::pass);
    BreakerConfig off = config();
    off.is_enabled = false;
    Breaker disabled(off);
    disabled.reset();
    EXPECT_EQ(disabled.state(1000), static_cast<uint32_t>(SLUICE_BREAKER_DISABLED));
}

TEST(Breaker, listens_to_no_stragglers_while_it_is_half_open) {
    Breaker breaker(config());
    breaker.trip(SLUICE_TRIP_HOST, 1000);
    ASSERT_EQ(breaker.ask(1100), Breaker::Answer::probe);
    hear(breaker, Outcome::failure, 5, 1100);
    EXPECT_EQ(breaker.state(1100), static_cast<uint32_t>(SLUICE_BREAKER_HALF_OPEN));
}

}  // namespace
}  // namespace sluice
