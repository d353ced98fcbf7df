// Time as one venue sees it: never back. A caller's time before the last one counts as the last one, and is counted as
// a fault when it is further back than threads that wait for each other can explain. A time far ahead of the engine's
// clock is not believed, because believing it once would stop time until the clock had caught up.
//
// Written and read under the venue's lock.
#pragma once

#include <cstdint>

#include "telemetry/venue_counters.hpp"

namespace sluice {

class VenueClock {
public:
    // The usual case: later than the last one, by a step that needs no second look.
    bool follows(uint64_t caller_ns) const noexcept { return caller_ns - last_ns_ <= kJumpNs; }
    uint64_t step_to(uint64_t caller_ns) noexcept { return last_ns_ = caller_ns; }

    // Any case. `read_clock()` gives the engine's clock; it is asked only when `caller_ns` jumped.
    template <typename ReadClock>
    uint64_t advance(uint64_t caller_ns, VenueCounters &counters, ReadClock &&read_clock) noexcept {
        if (follows(caller_ns)) return step_to(caller_ns);
        if (caller_ns < last_ns_) {
            if (last_ns_ - caller_ns > kLateNs) counters.clock_backwards.add();
            return last_ns_;
        }
        const uint64_t clock_ns = read_clock();
        if (caller_ns <= clock_ns || caller_ns - clock_ns <= kAheadMaxNs) return step_to(caller_ns);
        counters.clock_ahead.add();
        return step_to(clock_ns > last_ns_ ? clock_ns : last_ns_);
    }

    uint64_t last_ns() const noexcept { return last_ns_; }

private:
    // Callers read the clock before they wait for the lock, and a poll keeps its reading for its whole run: that much
    // is late, not wrong.
    static constexpr uint64_t kLateNs = 100'000'000;
    static constexpr uint64_t kJumpNs = 1'000'000'000;      // a step worth a second look
    static constexpr uint64_t kAheadMaxNs = 1'000'000'000;  // more than any two readings of one clock differ

    uint64_t last_ns_ = 0;
};

}  // namespace sluice
