// The one clock of the client: CLOCK_MONOTONIC, which the venue simulator stamps arrivals with too, so that the files
// of both can be laid side by side on one machine.
#pragma once

#include <time.h>

#include <cstdint>

namespace replay {

inline std::uint64_t now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000000000u + static_cast<std::uint64_t>(now.tv_nsec);
}

}  // namespace replay
