// Calls back for each request of a schedule when it is due, on its own thread.
//
// Sleeps until an absolute time, so that being late once never shifts what follows; a late pacer sends at once what is
// overdue. stop() may be called from any thread and ends the run before the next request.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "schedule.hpp"

namespace replay {

class Pacer {
public:
    using Send = std::function<void(const PlannedRequest &)>;

    // Starts at once; start_ns is the schedule's time 0 on CLOCK_MONOTONIC. Borrows the schedule until the pacer is
    // destroyed.
    Pacer(Schedule &schedule, std::uint64_t start_ns, Send send);
    ~Pacer();
    Pacer(const Pacer &) = delete;
    Pacer &operator=(const Pacer &) = delete;

    void stop() { is_stopped_ = true; }
    bool is_finished() const { return is_finished_; }

private:
    void run();

    Schedule &schedule_;
    const std::uint64_t start_ns_;
    const Send send_;
    std::atomic<bool> is_stopped_{false};
    std::atomic<bool> is_finished_{false};
    std::thread thread_;
};

}  // namespace replay
