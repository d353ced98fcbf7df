// The lock that guards one venue (and each limit that venues share): a word on its own cache line. Taken for the work
// of one request at a time, so a waiter spins a bounded number of times and only then sleeps in the kernel. Uncontended
// it costs two atomic operations.
//
// Thread safety: any thread. Not recursive. Algorithm: U. Drepper, "Futexes Are Tricky" (2011), mutex 2, with a spin in
// front.
#pragma once

#include <atomic>
#include <cstdint>

#include "platform/cache_line.hpp"
#include "platform/futex.hpp"
#include "platform/pause.hpp"

namespace sluice {

class alignas(kCacheLineBytes) Lock {
public:
    // Returns true when another thread had it, for the contention counter.
    bool lock() noexcept {
        uint32_t expected = kFree;
        // Acquire pairs with the release in unlock(): what the last owner wrote is visible.
        if (state_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire, std::memory_order_relaxed))
            return false;
        lock_contended();
        return true;
    }

    void unlock() noexcept {
        if (state_.exchange(kFree, std::memory_order_release) == kHeldWithSleepers) futex_wake_one(state_);
    }

private:
    static constexpr uint32_t kFree = 0;
    static constexpr uint32_t kHeld = 1;
    static constexpr uint32_t kHeldWithSleepers = 2;
    static constexpr int kSpinsMax = 200;  // about the time of a few requests' work

    void lock_contended() noexcept {
        for (int spin = 0; spin < kSpinsMax; ++spin) {
            uint32_t expected = kFree;
            if (state_.load(std::memory_order_relaxed) == kFree &&
                state_.compare_exchange_weak(expected, kHeld, std::memory_order_acquire, std::memory_order_relaxed)) {
                return;
            }
            pause();
        }
        // From here on the word says that somebody sleeps; whoever gets the lock this way must keep saying so,
        // because it cannot know whether it was the last sleeper.
        while (state_.exchange(kHeldWithSleepers, std::memory_order_acquire) != kFree) {
            futex_wait(state_, kHeldWithSleepers);
        }
    }

    std::atomic<uint32_t> state_{kFree};
};

// Holds a lock for a scope and remembers whether it had to wait for it.
class LockGuard {
public:
    explicit LockGuard(Lock &lock) noexcept : lock_(lock), was_contended_(lock.lock()) {}
    ~LockGuard() { lock_.unlock(); }
    LockGuard(const LockGuard &) = delete;
    LockGuard &operator=(const LockGuard &) = delete;

    bool was_contended() const noexcept { return was_contended_; }

private:
    Lock &lock_;
    const bool was_contended_;
};

}  // namespace sluice
