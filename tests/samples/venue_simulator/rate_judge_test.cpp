// The venue's rule at its edges.
#include "rate_judge.hpp"

#include <gtest/gtest.h>

namespace venue_simulator {
namespace {

constexpr std::int64_t kMs = 1000000;

RateRule rule(std::size_t limit, std::int64_t window_ms, std::size_t logout_threshold) {
    RateRule made;
    made.limit = limit;
    made.window_ns = window_ms * kMs;
    made.logout_threshold = logout_threshold;
    return made;
}

TEST(VenueRateJudge, allows_the_limit_and_refuses_one_more) {
    RateJudge judge(rule(3, 1000, 0));
    for (int message = 0; message < 3; ++message) {
        EXPECT_EQ(judge.judge(message, 0).by_arrival, RateOutcome::kWithin);
    }
    EXPECT_EQ(judge.judge(3, 0).by_arrival, RateOutcome::kOverLimit);
    EXPECT_EQ(judge.peak_by_arrival(), 4u);
}

TEST(VenueRateJudge, a_message_leaves_after_exactly_one_window) {
    RateJudge early(rule(1, 1000, 0));
    early.judge(500, 0);
    EXPECT_EQ(early.judge(500 + 1000 * kMs - 1, 0).by_arrival, RateOutcome::kOverLimit);

    RateJudge punctual(rule(1, 1000, 0));
    punctual.judge(500, 0);
    EXPECT_EQ(punctual.judge(500 + 1000 * kMs, 0).by_arrival, RateOutcome::kWithin);
}

TEST(VenueRateJudge, refused_messages_count_so_that_hammering_stays_refused) {
    RateJudge judge(rule(2, 1000, 0));
    std::int64_t now_ns = 0;
    int accepted = 0;
    // Five times the limit, for ten windows: only the first two messages come through.
    for (int message = 0; message < 100; ++message, now_ns += 100 * kMs) {
        if (judge.judge(now_ns, now_ns / kMs).by_arrival == RateOutcome::kWithin) ++accepted;
    }
    EXPECT_EQ(accepted, 2);
}

TEST(VenueRateJudge, logs_out_above_the_second_threshold) {
    RateJudge judge(rule(1, 1000, 3));
    EXPECT_EQ(judge.judge(1, 0).by_arrival, RateOutcome::kWithin);
    EXPECT_EQ(judge.judge(2, 0).by_arrival, RateOutcome::kOverLimit);
    EXPECT_EQ(judge.judge(3, 0).by_arrival, RateOutcome::kOverLimit);
    EXPECT_EQ(judge.judge(4, 0).by_arrival, RateOutcome::kOverLogoutThreshold);
}

TEST(VenueRateJudge, judges_each_clock_by_itself) {
    RateJudge judge(rule(1, 1000, 0));
    judge.judge(0, 50000);
    const RateJudgement lumped = judge.judge(1 * kMs, 51000);
    EXPECT_EQ(lumped.by_arrival, RateOutcome::kOverLimit);
    EXPECT_EQ(lumped.by_sending_time, RateOutcome::kWithin);
    const RateJudgement spread = judge.judge(2000 * kMs, 51001);
    EXPECT_EQ(spread.by_arrival, RateOutcome::kWithin);
    EXPECT_EQ(spread.by_sending_time, RateOutcome::kOverLimit);
}

TEST(VenueRateJudge, a_sending_time_that_steps_back_cannot_hide_messages) {
    RateJudge judge(rule(1, 1000, 0));
    judge.judge(0, 5000);
    EXPECT_EQ(judge.judge(0, 1000).by_sending_time, RateOutcome::kOverLimit);
    EXPECT_EQ(judge.sending_time_steps_back(), 1u);
}

}  // namespace
}  // namespace venue_simulator
