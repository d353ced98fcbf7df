// What the main thread does: it waits for signals and for tasks that other threads leave. Tasks are work that must not
// run where it arises, such as cancelling a client's orders from inside a callback that holds the session's lock.
//
// post() from any thread; all else from the main thread. The first SIGTERM or SIGINT makes is_stopping() true; from
// then on another one ends the process at once, but not one that follows within a quarter of a second: process managers
// that signal a process and its group send the same wish twice.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

namespace fix_gateway {

class ControlLoop {
public:
    // Blocks the signals for this thread and all that it starts: make it before any thread exists. Throws
    // std::system_error.
    ControlLoop();
    ~ControlLoop();
    ControlLoop(const ControlLoop &) = delete;
    ControlLoop &operator=(const ControlLoop &) = delete;

    void post(std::function<void()> task);

    // Runs `task` about once a second while the loop runs.
    void set_every_second(std::function<void()> task) { every_second_ = std::move(task); }

    // Runs tasks until is_done() holds, which is asked at least every 20 ms, or until the time has come (0: never), or,
    // when asked for, until a signal says stop. True when is_done() held.
    bool run(const std::function<bool()> &is_done, std::uint64_t until_ns, bool ends_at_stop);

    bool is_stopping() const { return is_stopping_; }

private:
    void run_tasks();
    void read_signals();

    int signal_descriptor_ = -1;
    int event_descriptor_ = -1;
    bool is_stopping_ = false;
    std::function<void()> every_second_;
    std::uint64_t next_second_ns_ = 0;
    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_;  // guarded by mutex_
};

}  // namespace fix_gateway
