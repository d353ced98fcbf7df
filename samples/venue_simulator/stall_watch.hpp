// Notices when this process, rather than its counterparty, was late. A stalled simulator reads messages in one lump
// that came apart, and would blame the sender. Two independent witnesses are heard:
//
//   * a thread that wants to wake every millisecond and records how late it was (the machine or the process stood
//   still);
//   * the kernel's account of how long the reading thread waited for a processor (/proc/self/task/<id>/schedstat),
//   which
//     sees that thread being kept off its core while the rest of the process runs on.
//
// Why only the window's beginning matters: holding messages back can put too many into (t - window, t] only when some
// of them were due before t - window, so only a stall that reaches over t - window can be the cause. After a stall the
// backlog is worked off, which takes less time than the stall did; so a stall from s to e disturbs arrivals in
// [s, e + (e - s)]. Whoever excuses a message must also check that it was punctual by its own SendingTime.
//
// Threads: one watching thread inside; `watch_this_thread` and `disturbed` from the reading thread; the totals from
// any thread. One mutex, held for a few instructions.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

namespace venue_simulator {

std::int64_t monotonic_now_ns();

struct StallTotals {
    std::uint64_t count = 0;
    std::int64_t max_ns = 0;
};

// The stalls seen so far, without any clock or thread of its own.
class StallLog {
public:
    // `remember_ns` is how far back `disturbed` can be asked; older stalls are only kept in the totals.
    explicit StallLog(std::int64_t remember_ns) : remember_ns_(remember_ns) {}

    // A stall that overlaps the newest one prolongs it, because two witnesses report the same event.
    void add(std::int64_t begin_ns, std::int64_t end_ns);

    // Whether a stall disturbed the arrivals at `time_ns`.
    bool disturbed(std::int64_t time_ns) const;

    StallTotals totals() const { return totals_; }

private:
    struct Stall {
        std::int64_t begin_ns;
        std::int64_t end_ns;
    };

    const std::int64_t remember_ns_;
    std::deque<Stall> stalls_;
    StallTotals totals_;
};

class StallWatch {
public:
    // Shorter delays are the ordinary wake-up delay of a busy machine; they still count as violations if they cause
    // one.
    static constexpr std::int64_t kStallMinNs = 2000000;

    explicit StallWatch(std::int64_t remember_ns);
    ~StallWatch();
    StallWatch(const StallWatch &) = delete;
    StallWatch &operator=(const StallWatch &) = delete;

    // Names the calling thread as the reading thread, whose waits for a processor are counted. Call it once.
    void watch_this_thread();

    // Whether a stall, including one that goes on at `now_ns`, disturbed the arrivals at `time_ns`.
    bool disturbed(std::int64_t time_ns, std::int64_t now_ns);

    StallTotals totals() const;

private:
    void watch();
    void hear_kernel(std::int64_t now_ns);  // mutex_ is held

    std::atomic<bool> is_stopping_{false};
    mutable std::mutex mutex_;
    // Below: written under mutex_.
    StallLog log_;
    std::int64_t wake_due_ns_;
    int schedstat_ = -1;  // file descriptor; -1: the kernel offers no account, the first witness is alone
    std::int64_t processor_wait_ns_ = 0;
    std::thread watcher_;
};

}  // namespace venue_simulator
