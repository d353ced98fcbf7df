// The one time base: CLOCK_MONOTONIC in nanoseconds. Read through the vDSO, so no system call is made.
#pragma once

#include <time.h>

#include <cstdint>

namespace sluice {

inline uint64_t monotonic_ns() noexcept {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(now.tv_nsec);
}

}  // namespace sluice
