#include "stall_watch.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

namespace venue_simulator {

namespace {

constexpr std::int64_t kWakeIntervalNs = 1000000;
constexpr std::int64_t kNanosecondsPerSecond = 1000000000;

void sleep_until(std::int64_t due_ns) {
    const timespec due = {due_ns / kNanosecondsPerSecond, due_ns % kNanosecondsPerSecond};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr);
}

// The second number of schedstat is the time in ns that the thread was ready to run and had no processor.
bool read_processor_wait(int file, std::int64_t *wait_ns) {
    char text[128];
    const ssize_t length = pread(file, text, sizeof text - 1, 0);
    if (length <= 0) return false;
    text[length] = '\0';
    long long ran = 0;
    long long waited = 0;
    if (std::sscanf(text, "%lld %lld", &ran, &waited) != 2) return false;
    *wait_ns = waited;
    return true;
}

}  // namespace

std::int64_t monotonic_now_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * kNanosecondsPerSecond + now.tv_nsec;
}

void StallLog::add(std::int64_t begin_ns, std::int64_t end_ns) {
    if (!stalls_.empty() && begin_ns <= stalls_.back().end_ns) {
        Stall &newest = stalls_.back();
        newest.begin_ns = std::min(newest.begin_ns, begin_ns);
        newest.end_ns = std::max(newest.end_ns, end_ns);
    } else {
        stalls_.push_back(Stall{begin_ns, end_ns});
        ++totals_.count;
    }
    totals_.max_ns = std::max(totals_.max_ns, stalls_.back().end_ns - stalls_.back().begin_ns);
    while (stalls_.front().end_ns < end_ns - remember_ns_)
        stalls_.pop_front();
}

bool StallLog::disturbed(std::int64_t time_ns) const {
    for (const Stall &stall : stalls_) {
        const std::int64_t settled_ns = stall.end_ns + (stall.end_ns - stall.begin_ns);
        if (stall.begin_ns <= time_ns && time_ns <= settled_ns) return true;
    }
    return false;
}

StallWatch::StallWatch(std::int64_t remember_ns)
    // Twice, because a long stall before the window reaches into it.
    : log_(2 * remember_ns), wake_due_ns_(monotonic_now_ns() + kWakeIntervalNs) {
    watcher_ = std::thread([this] { watch(); });
}

StallWatch::~StallWatch() {
    is_stopping_.store(true, std::memory_order_relaxed);
    watcher_.join();
    if (schedstat_ >= 0) close(schedstat_);
}

void StallWatch::watch_this_thread() {
    const std::string path = "/proc/self/task/" + std::to_string(syscall(SYS_gettid)) + "/schedstat";
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    std::int64_t wait_ns = 0;
    if (!read_processor_wait(file, &wait_ns)) {
        close(file);
        return;
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    if (schedstat_ >= 0) close(schedstat_);
    schedstat_ = file;
    processor_wait_ns_ = wait_ns;
}

bool StallWatch::disturbed(std::int64_t time_ns, std::int64_t now_ns) {
    const std::lock_guard<std::mutex> lock(mutex_);
    // After a stall the reading thread may run before the watcher does; then the stall is not in the log yet.
    if (now_ns - wake_due_ns_ >= kStallMinNs) log_.add(wake_due_ns_, now_ns);
    hear_kernel(now_ns);
    return log_.disturbed(time_ns);
}

StallTotals StallWatch::totals() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return log_.totals();
}

void StallWatch::watch() {
    std::int64_t due_ns = monotonic_now_ns() + kWakeIntervalNs;
    while (!is_stopping_.load(std::memory_order_relaxed)) {
        sleep_until(due_ns);
        const std::lock_guard<std::mutex> lock(mutex_);
        const std::int64_t now_ns = monotonic_now_ns();
        if (now_ns - due_ns >= kStallMinNs) log_.add(due_ns, now_ns);
        hear_kernel(now_ns);
        due_ns = now_ns + kWakeIntervalNs;
        wake_due_ns_ = due_ns;
    }
}

void StallWatch::hear_kernel(std::int64_t now_ns) {
    std::int64_t wait_ns = 0;
    if (schedstat_ < 0 || !read_processor_wait(schedstat_, &wait_ns)) return;
    const std::int64_t waited_ns = wait_ns - processor_wait_ns_;
    processor_wait_ns_ = wait_ns;
    // The wait is accounted when the thread gets its processor, which was within the last wake interval, so "until now"
    // is at most that much too late.
    if (waited_ns >= kStallMinNs) log_.add(now_ns - waited_ns, now_ns);
}

}  // namespace venue_simulator
