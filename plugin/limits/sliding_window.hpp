// Any span of the window's length holds at most the limit. An entry counts for window and guard after its stamp, both
// ends included: a venue that counts a closed interval sees no more than we do.
#pragma once

#include <cstdint>

#include "limits/window_counter.hpp"

namespace sluice {

class SlidingWindow {
public:
    SlidingWindow() = default;
    SlidingWindow(uint64_t window_ns, uint64_t guard_ns) : span_ns_(window_ns + guard_ns) {}

    uint64_t cut_ns(uint64_t now_ns) const noexcept { return now_ns > span_ns_ ? now_ns - span_ns_ : 0; }
    static uint64_t stamp_of(uint64_t now_ns) noexcept { return now_ns; }

    void advance(WindowCounter &counter, uint64_t now_ns) const noexcept {
        counter.log.expire_before(cut_ns(now_ns));
        if (counter.assumed.count() != 0) counter.assumed.expire_before(cut_ns(now_ns));
    }

    uint64_t leaves_ns(const WindowCounter &, uint64_t stamp, uint64_t) const noexcept { return stamp + span_ns_ + 1; }

    uint64_t span_ns() const noexcept { return span_ns_; }

private:
    uint64_t span_ns_ = 0;
};

}  // namespace sluice
