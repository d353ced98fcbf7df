#include "timer_thread.hpp"

#include <chrono>
#include <utility>

#include "stall_watch.hpp"

namespace venue_simulator {

TimerThread::TimerThread() : thread_([this] { run(); }) {}

void TimerThread::run_at(std::int64_t due_ns, Work work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto place = pending_.emplace(due_ns, std::move(work));
    // Only a new first entry changes how long the thread may sleep.
    if (place == pending_.begin()) changed_.notify_one();
}

void TimerThread::stop() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        is_stopping_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void TimerThread::run() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!is_stopping_) {
        if (pending_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const auto first = pending_.begin();
        const std::int64_t wait_ns = first->first - monotonic_now_ns();
        if (wait_ns > 0) {
            changed_.wait_for(lock, std::chrono::nanoseconds(wait_ns));
            continue;
        }
        const Work work = std::move(first->second);
        pending_.erase(first);
        lock.unlock();
        work();
        lock.lock();
    }
}

}  // namespace venue_simulator
