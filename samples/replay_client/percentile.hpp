// Exact percentiles of recorded durations, by the nearest-rank rule (the smallest recorded value that at least the
// given share of all values does not exceed). No buckets and no interpolation: every figure reported is one that
// happened.
#pragma once

#include <cstdint>
#include <vector>

namespace replay {

struct Percentiles {
    std::uint64_t count = 0;
    std::uint64_t p50_ns = 0;
    std::uint64_t p99_ns = 0;
    std::uint64_t max_ns = 0;
};

// The value at `permille` (1 to 1000) of sorted, non-empty values.
std::uint64_t nearest_rank(const std::vector<std::uint64_t> &sorted_ns, std::uint32_t permille);

// All zero if there are no values.
Percentiles percentiles_of(std::vector<std::uint64_t> values_ns);

}  // namespace replay
