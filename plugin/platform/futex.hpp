// Sleeping until a 32-bit word changes, and waking who sleeps: the kernel's part of a lock. Process-private.
#pragma once

#include <atomic>
#include <cstdint>

namespace sluice {

// Sleeps while `word` holds `expected`; may also return for no reason.
void futex_wait(std::atomic<uint32_t> &word, uint32_t expected) noexcept;

// Wakes one sleeper.
void futex_wake_one(std::atomic<uint32_t> &word) noexcept;

}  // namespace sluice
