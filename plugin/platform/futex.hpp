// Sleeping until a 32-bit word changes, and waking who sleeps: the kernel's part of a lock. Process-private.
#pragma once

#include <atomic>
#include <cstdint>

namespace sluice {

// Sleeps while `word` holds `expected`, for `longest_ns` at most (0: for ever); may also return for no reason.
void futex_wait(std::atomic<uint32_t> &word, uint32_t expected, uint64_t longest_ns) noexcept;

// Wakes one sleeper.
void futex_wake_one(std::atomic<uint32_t> &word) noexcept;

// Has every thread of this process that runs just now pass a memory barrier: what it stored before is visible here, and
// it will see what was stored here. False when the kernel does not offer it or this process never asked to use it.
bool all_threads_fence() noexcept;

// Asks to use it; to be called before the first lock is taken. Cheap to repeat.
void register_all_threads_fence() noexcept;

}  // namespace sluice
