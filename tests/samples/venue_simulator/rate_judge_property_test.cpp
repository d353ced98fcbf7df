// The judge against a count that looks at every earlier message again.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

#include "rate_judge.hpp"

namespace venue_simulator {
namespace {

constexpr std::int64_t kNanosecondsPerMillisecond = 1000000;

std::size_t count_in_window(const std::vector<std::int64_t> &times, std::int64_t newest, std::int64_t length) {
    return static_cast<std::size_t>(std::count_if(times.begin(), times.end(),
        [newest, length](std::int64_t time) { return newest - length < time && time <= newest; }));
}

// The rule says "no window", wherever it begins; a window that ends with a message is never beaten by another.
std::size_t highest_count_of_any_window(const std::vector<std::int64_t> &times, std::int64_t length) {
    std::size_t highest = 0;
    for (const std::int64_t end : times)
        highest = std::max(highest, count_in_window(times, end, length));
    return highest;
}

TEST(VenueRateJudgeProperty, counts_as_the_whole_history_does) {
    EXPECT_TRUE(rc::check("every judgement follows from the whole history", [] {
        RateRule rule;
        rule.limit = *rc::gen::inRange<std::size_t>(1, 8);
        rule.window_ns = *rc::gen::inRange<std::int64_t>(1, 20) * kNanosecondsPerMillisecond;
        rule.logout_threshold = *rc::gen::element<std::size_t>(0, rule.limit, rule.limit + 3);
        // Steps of half a millisecond, often none, so that messages fall on the window's edges.
        const auto steps = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 8));

        RateJudge judge(rule);
        std::vector<std::int64_t> arrivals;
        std::vector<std::int64_t> sendings;
        std::int64_t now_ns = 0;
        for (const std::int64_t step : steps) {
            now_ns += step * kNanosecondsPerMillisecond / 2;
            const std::int64_t sending_time_ms = now_ns / kNanosecondsPerMillisecond;
            arrivals.push_back(now_ns);
            sendings.push_back(sending_time_ms);
            const RateJudgement judgement = judge.judge(now_ns, sending_time_ms);

            const std::size_t count = count_in_window(arrivals, now_ns, rule.window_ns);
            RC_ASSERT(judgement.count_by_arrival == count);
            RC_ASSERT((judgement.by_arrival == RateOutcome::kWithin) ==
                      (count <= rule.limit && (rule.logout_threshold == 0 || count <= rule.logout_threshold)));
            RC_ASSERT((judgement.by_arrival == RateOutcome::kOverLogoutThreshold) ==
                      (rule.logout_threshold != 0 && count > rule.logout_threshold));
            // Whole milliseconds never accuse: what is over by them is over by the exact times.
            if (judgement.by_sending_time != RateOutcome::kWithin)
                RC_ASSERT(judgement.by_arrival != RateOutcome::kWithin);
        }
        RC_ASSERT(judge.peak_by_arrival() == highest_count_of_any_window(arrivals, rule.window_ns));
        RC_ASSERT(judge.peak_by_sending_time() ==
                  highest_count_of_any_window(sendings, rule.window_ns / kNanosecondsPerMillisecond));
    }));
}

}  // namespace
}  // namespace venue_simulator
