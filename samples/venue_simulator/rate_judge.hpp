// The venue's message rate rule for one session: at most `limit` messages in any window of `window` length. It is the
// simulator's own and shares no code with the plugin that it judges, so that one mistake cannot hide in both.
//
// The rule: a message that comes at time t is over the limit when more than `limit` messages came in (t - window, t],
// itself included. Every message counts, accepted or not, as at most venues: a client that keeps hammering while it is
// refused stays refused, and gets closer to the logout threshold, which is checked on the same count.
//
// The rule is judged twice, on two clocks, each with its own memory: by arrival (the time at which the simulator read
// the message; this is what a venue enforces) and by SendingTime (field 52, whole milliseconds). Cutting both ends of
// an interval to the millisecond never makes it look shorter than the window when it was not, so the second judgement
// accuses nobody falsely; it may overlook an excess by less than one millisecond.
//
// One thread at a time: the thread that reads the session's socket.
#pragma once

#include <cstdint>
#include <deque>

namespace venue_simulator {

struct RateRule {
    std::size_t limit = 0;             // above it a message is refused; at least 1
    std::int64_t window_ns = 0;        // at least 1 ms
    std::size_t logout_threshold = 0;  // above it the session is logged out; 0: never
};

// Counts the messages of one clock in the window that ends with the newest message.
class ArrivalWindow {
public:
    explicit ArrivalWindow(std::int64_t length) : length_(length) {}

    // Adds a message at `time` and returns how many are in (time - length, time]. A time before the newest one counts
    // as the newest: the count can then only be too high, never too low.
    std::size_t add(std::int64_t time);

    std::size_t peak() const { return peak_; }
    std::uint64_t steps_back() const { return steps_back_; }

private:
    const std::int64_t length_;
    std::deque<std::int64_t> times_;
    std::size_t peak_ = 0;
    std::uint64_t steps_back_ = 0;
};

enum class RateOutcome { kWithin, kOverLimit, kOverLogoutThreshold };

struct RateJudgement {
    RateOutcome by_arrival = RateOutcome::kWithin;
    RateOutcome by_sending_time = RateOutcome::kWithin;
    std::size_t count_by_arrival = 0;
    std::size_t count_by_sending_time = 0;
};

class RateJudge {
public:
    explicit RateJudge(const RateRule &rule);

    // `arrival_ns` is CLOCK_MONOTONIC, `sending_time_ms` is UTC since 1970. Each clock is compared with itself only.
    RateJudgement judge(std::int64_t arrival_ns, std::int64_t sending_time_ms);

    const RateRule &rule() const { return rule_; }
    std::size_t peak_by_arrival() const { return arrivals_.peak(); }
    std::size_t peak_by_sending_time() const { return sendings_.peak(); }
    std::uint64_t sending_time_steps_back() const { return sendings_.steps_back(); }

private:
    RateOutcome outcome_of(std::size_t count) const;

    const RateRule rule_;
    ArrivalWindow arrivals_;
    ArrivalWindow sendings_;
};

}  // namespace venue_simulator
