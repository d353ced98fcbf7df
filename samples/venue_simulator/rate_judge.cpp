#include "rate_judge.hpp"

#include <algorithm>

namespace venue_simulator {

namespace {
constexpr std::int64_t kNanosecondsPerMillisecond = 1000000;
}

std::size_t ArrivalWindow::add(std::int64_t time) {
    if (!times_.empty() && time < times_.back()) {
        ++steps_back_;
        time = times_.back();
    }
    times_.push_back(time);
    // A message exactly one window ago is out: the window is open at its old end.
    while (times_.front() <= time - length_)
        times_.pop_front();
    peak_ = std::max(peak_, times_.size());
    return times_.size();
}

RateJudge::RateJudge(const RateRule &rule)
    : rule_(rule), arrivals_(rule.window_ns), sendings_(rule.window_ns / kNanosecondsPerMillisecond) {}

RateJudgement RateJudge::judge(std::int64_t arrival_ns, std::int64_t sending_time_ms) {
    RateJudgement judgement;
    judgement.count_by_arrival = arrivals_.add(arrival_ns);
    judgement.count_by_sending_time = sendings_.add(sending_time_ms);
    judgement.by_arrival = outcome_of(judgement.count_by_arrival);
    judgement.by_sending_time = outcome_of(judgement.count_by_sending_time);
    return judgement;
}

RateOutcome RateJudge::outcome_of(std::size_t count) const {
    if (rule_.logout_threshold != 0 && count > rule_.logout_threshold) return RateOutcome::kOverLogoutThreshold;
    return count > rule_.limit ? RateOutcome::kOverLimit : RateOutcome::kWithin;
}

}  // namespace venue_simulator
