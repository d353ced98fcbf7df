// Time as the venue has it, exact: whole picoseconds since 1970-01-01T00:00:00Z in 128 bits, so that neither an offset
// nor a drift of parts in a billion is ever rounded against anybody. The host's time is nanoseconds in 64 bits, as the
// ABI has it. Values only; any thread.
#pragma once

#include <cstdint>

namespace conformance {

__extension__ using Wide = __int128;
using Instant = Wide;  // a moment on the venue's clock, in picoseconds
using Span = Wide;     // a length of time, in picoseconds

inline constexpr Span kNanosecond = 1'000;
inline constexpr Span kMicrosecond = 1'000 * kNanosecond;
inline constexpr Span kMillisecond = 1'000 * kMicrosecond;
inline constexpr Span kSecond = 1'000 * kMillisecond;
inline constexpr Span kMinute = 60 * kSecond;
inline constexpr Span kDay = 1'440 * kMinute;

inline constexpr uint64_t kHostSecond = 1'000'000'000;
inline constexpr uint64_t kHostMillisecond = 1'000'000;
inline constexpr uint64_t kHostMicrosecond = 1'000;

// The venue's clock against the host's: an offset, and a drift that makes it gain (or lose) so many parts in 10^9.
class VenueTime {
public:
    VenueTime(Instant at_host_zero, int64_t drift_per_billion)
        : at_host_zero_(at_host_zero), drift_per_billion_(drift_per_billion) {}

    // host_ns * 1000 ps * (1 + drift / 10^9), cut off to a picosecond; never falls when host_ns grows.
    Instant of(uint64_t host_ns) const {
        const Wide ps = Wide{host_ns} * kNanosecond;
        return at_host_zero_ + ps + Wide{host_ns} * drift_per_billion_ / 1'000'000;
    }

    // The host's time at which the venue's clock shows `at`, to the nanosecond.
    uint64_t host_ns(Instant at) const {
        const Wide ps = at - at_host_zero_;
        return static_cast<uint64_t>(ps * 1'000'000'000 / (1'000'000'000 + drift_per_billion_) / kNanosecond);
    }

private:
    Instant at_host_zero_;
    int64_t drift_per_billion_;
};

// Whole nanoseconds since 1970 as a message would carry them, cut off to its resolution.
inline uint64_t stamp_ns(Instant at, Span resolution) {
    return static_cast<uint64_t>((at - at % resolution) / kNanosecond);
}

inline double seconds_of(Span span) {
    return static_cast<double>(span) / static_cast<double>(kSecond);
}

}  // namespace conformance
