// One thread that does things later: delayed answers, and the scripted faults that happen once. Work that is due at the
// same time is done in the order in which it came. `run_at` may be called from any thread, also from within work. Work
// that is not yet due when the timer is stopped is dropped.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace venue_simulator {

class TimerThread {
public:
    using Work = std::function<void()>;

    TimerThread();
    ~TimerThread() { stop(); }
    TimerThread(const TimerThread &) = delete;
    TimerThread &operator=(const TimerThread &) = delete;

    // `due_ns` on CLOCK_MONOTONIC. The work must not throw.
    void run_at(std::int64_t due_ns, Work work);

    void stop();

private:
    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    // Below: under mutex_.
    bool is_stopping_ = false;
    std::multimap<std::int64_t, Work> pending_;  // equal keys keep their order of insertion
    std::thread thread_;
};

}  // namespace venue_simulator
