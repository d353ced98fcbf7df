// A window opens with the first message that arrives when none is open, lasts its length, and then all room is back at
// once.
//
// When the venue's window opened is known to within the guard if our counter was empty before: no earlier than the
// grant of the first message, no later than the earliest write and the guard. The window is over for certain when its
// length has passed since the latest of these moments, and its messages can be forgotten if every one of them arrived
// in it for certain. A message that may have arrived on either side of the end may have opened the next window; then
// the phase is unknown and the counter is a sliding window, which holds for every phase, until it has been empty again.
#pragma once

#include <algorithm>
#include <cstdint>

#include "limits/sliding_window.hpp"

namespace sluice {

class FirstMessageWindow {
public:
    FirstMessageWindow() = default;
    // `drift_ns`: the venue's window may last so much longer or shorter on our clock.
    FirstMessageWindow(uint64_t window_ns, uint64_t guard_ns, uint64_t drift_ns = 0)
        : any_phase_(window_ns + drift_ns, guard_ns),
          longest_ns_(window_ns + drift_ns),
          shortest_ns_(window_ns - drift_ns),
          guard_ns_(guard_ns) {}

    static uint64_t stamp_of(uint64_t now_ns) noexcept { return now_ns; }

    void advance(WindowCounter &counter, uint64_t now_ns) const noexcept {
        any_phase_.advance(counter, now_ns);
        if (counter.opened_from_ns != 0 && is_inside(counter) && now_ns > over_ns(counter)) counter.log.expire_all();
        if (counter.log.is_empty() && counter.assumed.count() == 0) counter.opened_from_ns = 0;
    }

    uint64_t leaves_ns(const WindowCounter &counter, uint64_t stamp, uint64_t now_ns) const noexcept {
        const uint64_t leaves = any_phase_.leaves_ns(counter, stamp, now_ns);
        return counter.opened_from_ns != 0 && is_inside(counter) ? std::min(leaves, over_ns(counter) + 1) : leaves;
    }

    // A charge is about to be taken, or one that nobody asked for is about to be noted.
    void note_first(WindowCounter &counter, uint64_t now_ns) const noexcept {
        if (!counter.log.is_empty() || counter.assumed.count() != 0) return;
        counter.opened_from_ns = now_ns == 0 ? 1 : now_ns;
        counter.opened_until_ns = UINT64_MAX;
    }
    void note_write(WindowCounter &counter, uint64_t write_ns) const noexcept {
        counter.opened_until_ns = std::min(counter.opened_until_ns, write_ns);
    }

private:
    // Every message arrived in the window that the first one opened.
    bool is_inside(const WindowCounter &counter) const noexcept {
        return counter.log.unconfirmed() == 0 && counter.assumed.count() == 0 && counter.log.has_entries() &&
               counter.log.newest() + guard_ns_ < counter.opened_from_ns + shortest_ns_;
    }
    uint64_t over_ns(const WindowCounter &counter) const noexcept {
        return counter.opened_until_ns + longest_ns_ + guard_ns_;
    }

    SlidingWindow any_phase_;
    uint64_t longest_ns_ = 0;
    uint64_t shortest_ns_ = 0;
    uint64_t guard_ns_ = 0;
};

}  // namespace sluice
