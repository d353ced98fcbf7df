// Numbers as the metrics page writes them: what printf calls %.16g, in any locale, with the words that Prometheus has
// for what is no number. Stateless; any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sluice {

// No number is longer.
inline constexpr std::size_t kNumberBytes = 32;

// Write a number to `out`, which has room for kNumberBytes, and return where it ends. A value is a double to
// Prometheus, so a whole one is rounded as that double is; a count of a histogram is written in full.
[[nodiscard]] char *put_value(char *out, uint64_t value) noexcept;
[[nodiscard]] char *put_value(char *out, double value) noexcept;
[[nodiscard]] char *put_count(char *out, uint64_t count) noexcept;

// Durations are kept in nanoseconds and shown in seconds. It divides, because a multiplication by 1e-9 turns 5,000 ns
// into 5.0000000000000004e-06 s.
[[nodiscard]] inline double to_seconds(uint64_t value_ns) noexcept {
    return static_cast<double>(value_ns) / 1e9;
}

}  // namespace sluice
