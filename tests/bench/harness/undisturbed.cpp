#include "harness/undisturbed.hpp"

#include <pthread.h>
#include <sched.h>

#include <thread>

namespace sluice_bench {

namespace {

bool set_policy(int policy, int priority) {
    sched_param parameter{};
    parameter.sched_priority = priority;
    return pthread_setschedparam(pthread_self(), policy, &parameter) == 0;
}

}  // namespace

Undisturbed::Undisturbed() : is_granted_(set_policy(SCHED_FIFO, 1)), begin_(std::chrono::steady_clock::now()) {}

Undisturbed::~Undisturbed() {
    if (!is_granted_) return;
    set_policy(SCHED_OTHER, 0);
    constexpr int kRestShare = 8;
    std::this_thread::sleep_for((std::chrono::steady_clock::now() - begin_) / kRestShare);
}

}  // namespace sluice_bench
