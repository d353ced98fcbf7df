// Messages that the venue has and has not answered. A charge ends with the answer and not with time: it stays
// "unconfirmed" until then. When no answer will be heard, the venue may be working on it all the same, so it counts for
// a configured time after it was given up.
#pragma once

#include <cstdint>

#include "limits/sliding_window.hpp"

namespace sluice {

class InFlight {
public:
    InFlight() = default;
    explicit InFlight(uint64_t given_up_ns) : given_up_(given_up_ns, 0) {}

    static uint64_t stamp_of(uint64_t now_ns) noexcept { return now_ns; }
    void advance(WindowCounter &counter, uint64_t now_ns) const noexcept { given_up_.advance(counter, now_ns); }
    uint64_t leaves_ns(const WindowCounter &counter, uint64_t stamp, uint64_t now_ns) const noexcept {
        return given_up_.leaves_ns(counter, stamp, now_ns);
    }

private:
    SlidingWindow given_up_;
};

}  // namespace sluice
