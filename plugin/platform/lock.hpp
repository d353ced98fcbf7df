// The lock that guards one venue (and each limit that venues share): two words on a cache line of their own. Taken for
// the work of one request at a time, so a waiter spins a bounded number of times and only then sleeps in the kernel.
// Uncontended it costs one atomic read-modify-write and a store.
//
// The store that frees it and the look for sleepers that follows are not ordered by the processor, which would cost as
// much as a second read-modify-write on every call. The sleeper pays instead: it announces itself, has all running
// threads pass a barrier, and then looks again. So whoever frees the lock either sees the sleeper, or the sleeper sees
// that the lock is free. Where the kernel does not offer such a barrier a sleeper looks again every millisecond.
//
// Thread safety: any thread. Not recursive.
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
        if (try_lock()) return false;
        lock_contended();
        return true;
    }

    void unlock() noexcept {
        state_.store(kFree, std::memory_order_release);
        std::atomic_signal_fence(std::memory_order_seq_cst);
        if (sleepers_.load(std::memory_order_relaxed) != 0) futex_wake_one(state_);
    }

private:
    static constexpr uint32_t kFree = 0;
    static constexpr uint32_t kHeld = 1;
    static constexpr int kSpinsMax = 200;  // about the time of a few requests' work
    static constexpr uint64_t kLookAgainNs = 1'000'000;

    bool try_lock() noexcept {
        uint32_t expected = kFree;
        // Acquire pairs with the release in unlock(): what the last owner wrote is visible.
        return state_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire, std::memory_order_relaxed);
    }

    void lock_contended() noexcept {
        while (!spin()) {
            sleepers_.fetch_add(1, std::memory_order_seq_cst);
            const bool is_fenced = all_threads_fence();
            futex_wait(state_, kHeld, is_fenced ? 0 : kLookAgainNs);  // returns at once if it is free by now
            sleepers_.fetch_sub(1, std::memory_order_relaxed);
        }
    }

    bool spin() noexcept {
        for (int turn = 0; turn < kSpinsMax; ++turn) {
            if (state_.load(std::memory_order_relaxed) == kFree && try_lock()) return true;
            pause();
        }
        return false;
    }

    std::atomic<uint32_t> state_{kFree};
    std::atomic<uint32_t> sleepers_{0};
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
