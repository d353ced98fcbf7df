// Time stamps for short stretches: the processor's time-stamp counter, and how long one of its ticks is. Every core of
// the machines this runs on counts at one constant rate (the calibration fails where that is not so). Any thread.
#pragma once

#include <x86intrin.h>

#include <cstdint>

namespace sluice_bench {

// What was before it has finished.
inline std::uint64_t ticks_at_begin() noexcept {
    _mm_lfence();
    const std::uint64_t ticks = __rdtsc();
    _mm_lfence();
    return ticks;
}

// What was before it has finished, and nothing later has begun.
inline std::uint64_t ticks_at_end() noexcept {
    unsigned processor = 0;
    const std::uint64_t ticks = __rdtscp(&processor);
    _mm_lfence();
    return ticks;
}

// Calibrated against CLOCK_MONOTONIC once, at the first call. Throws when the counter is not steady.
double ns_per_tick();

inline double ns_of(std::uint64_t ticks) {
    return static_cast<double>(ticks) * ns_per_tick();
}

}  // namespace sluice_bench
