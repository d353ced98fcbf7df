// Work is done when it is due, in order, and not after the timer was stopped.
#include "timer_thread.hpp"

#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <vector>

#include "stall_watch.hpp"

namespace venue_simulator {
namespace {

constexpr std::int64_t kMs = 1000000;

TEST(VenueTimerThread, does_work_by_due_time_and_then_by_arrival) {
    TimerThread timer;
    std::mutex mutex;
    std::vector<int> done;
    std::promise<void> finished;
    const std::int64_t due_ns = monotonic_now_ns() + 30 * kMs;
    const auto note = [&](int number) {
        return [&, number] {
            const std::lock_guard<std::mutex> lock(mutex);
            done.push_back(number);
            if (done.size() == 4) finished.set_value();
        };
    };
    timer.run_at(due_ns + 2, note(4));
    timer.run_at(due_ns, note(1));
    timer.run_at(due_ns, note(2));
    timer.run_at(due_ns + 1, note(3));
    finished.get_future().wait();
    EXPECT_GE(monotonic_now_ns(), due_ns + 2);
    EXPECT_EQ(done, (std::vector<int>{1, 2, 3, 4}));
}

TEST(VenueTimerThread, work_may_ask_for_more_work) {
    TimerThread timer;
    std::promise<void> finished;
    timer.run_at(0, [&] { timer.run_at(0, [&] { finished.set_value(); }); });
    finished.get_future().wait();
}

TEST(VenueTimerThread, drops_what_is_not_due_when_it_stops) {
    bool is_done = false;
    TimerThread timer;
    timer.run_at(monotonic_now_ns() + 3600000 * kMs, [&] { is_done = true; });
    timer.stop();
    EXPECT_FALSE(is_done);
}

}  // namespace
}  // namespace venue_simulator
