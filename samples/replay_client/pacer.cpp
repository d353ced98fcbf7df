#include "pacer.hpp"

#include <cerrno>
#include <utility>

#include "clock.hpp"

namespace replay {
namespace {

// Sleeps in steps, so that stop() is heard within one of them even in a quiet stretch of the flow.
constexpr std::uint64_t kSleepMaxNs = 100000000;

void sleep_until(std::uint64_t wake_ns) {
    timespec wake{};
    wake.tv_sec = static_cast<time_t>(wake_ns / 1000000000u);
    wake.tv_nsec = static_cast<long>(wake_ns % 1000000000u);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, nullptr) == EINTR) {
    }
}

}  // namespace

Pacer::Pacer(Schedule &schedule, std::uint64_t start_ns, Send send)
    : schedule_(schedule), start_ns_(start_ns), send_(std::move(send)), thread_([this] { run(); }) {}

Pacer::~Pacer() {
    stop();
    thread_.join();
}

void Pacer::run() {
    PlannedRequest request{};
    while (!is_stopped_ && schedule_.next(request)) {
        const std::uint64_t due_ns = start_ns_ + request.due_ns;
        for (std::uint64_t now = now_ns(); now < due_ns && !is_stopped_; now = now_ns()) {
            sleep_until(due_ns - now < kSleepMaxNs ? due_ns : now + kSleepMaxNs);
        }
        if (!is_stopped_) send_(request);
    }
    is_finished_ = true;
}

}  // namespace replay
