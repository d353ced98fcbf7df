#include "life/control_loop.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "clock.hpp"
#include "log.hpp"

namespace fix_gateway {
namespace {

constexpr int kRoundMs = 20;

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

constexpr std::uint64_t kSameWishNs = 250 * kMillisecondNs;

std::atomic<std::uint64_t> first_signal_ns{0};

void on_later_signal(int signal) {
    if (monotonic_ns() - first_signal_ns.load() > kSameWishNs) _exit(128 + signal);
}

}  // namespace

ControlLoop::ControlLoop() {
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // A client that goes away while it is written to must not end the gateway.
    signal(SIGPIPE, SIG_IGN);
    signal_descriptor_ = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    event_descriptor_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (signal_descriptor_ < 0 || event_descriptor_ < 0) {
        throw std::system_error(errno, std::generic_category(), "control loop");
    }
}

ControlLoop::~ControlLoop() {
    close(signal_descriptor_);
    close(event_descriptor_);
}

void ControlLoop::post(std::function<void()> task) {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    const ssize_t written = write(event_descriptor_, &one, sizeof one);
    static_cast<void>(written);  // fails only when the count is full, and then the loop is awake anyway
}

bool ControlLoop::run(const std::function<bool()> &is_done, std::uint64_t until_ns, bool ends_at_stop) {
    for (;;) {
        run_tasks();
        if (is_done()) return true;
        if (until_ns != 0 && monotonic_ns() >= until_ns) return false;
        if (ends_at_stop && is_stopping_) return false;
        pollfd descriptors[] = {{signal_descriptor_, POLLIN, 0}, {event_descriptor_, POLLIN, 0}};
        poll(descriptors, 2, kRoundMs);
        if ((descriptors[0].revents & POLLIN) != 0) read_signals();
        std::uint64_t count;
        const ssize_t got = read(event_descriptor_, &count, sizeof count);
        static_cast<void>(got);
    }
}

void ControlLoop::run_tasks() {
    const std::uint64_t now_ns = monotonic_ns();
    if (every_second_ && now_ns >= next_second_ns_) {
        next_second_ns_ = now_ns + 1000 * kMillisecondNs;
        every_second_();
    }
    for (;;) {
        std::function<void()> task;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            if (tasks_.empty()) return;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
    }
}

void ControlLoop::read_signals() {
    signalfd_siginfo info;
    while (read(signal_descriptor_, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (is_stopping_) {
            on_later_signal(static_cast<int>(info.ssi_signo));
            continue;
        }
        is_stopping_ = true;
        first_signal_ns = monotonic_ns();
        log_info("signal " + std::to_string(info.ssi_signo) + ": stopping; a second one ends at once");
    }
    // QuickFIX may keep this thread for seconds while sessions log out, when nobody reads the descriptor.
    const sigset_t signals = stop_signals();
    signal(SIGTERM, on_later_signal);
    signal(SIGINT, on_later_signal);
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

}  // namespace fix_gateway
