#include "boundary/fork_guard.hpp"

#include <pthread.h>

#include <atomic>

#include "boundary/instance.hpp"

namespace sluice {

namespace {

std::atomic<bool> is_installed{false};

}  // namespace

bool install_fork_guard() noexcept {
    if (is_installed.load(std::memory_order_acquire)) return true;
    // Two threads that create their first engines at the same time may both get here. A second handler does no harm,
    // and a lock instead could be the very one that a child finds taken.
    if (pthread_atfork(nullptr, nullptr, forget_engines) != 0) return false;
    is_installed.store(true, std::memory_order_release);
    return true;
}

}  // namespace sluice
