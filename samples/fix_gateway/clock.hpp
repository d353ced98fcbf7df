// The gateway's one clock: CLOCK_MONOTONIC in nanoseconds, which is also Sluice's.
#pragma once

#include <cstdint>
#include <ctime>

namespace fix_gateway {

inline std::uint64_t monotonic_ns() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000000000u + static_cast<std::uint64_t>(now.tv_nsec);
}

constexpr std::uint64_t kMillisecondNs = 1000000;

}  // namespace fix_gateway
