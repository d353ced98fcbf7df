// Windows on the venue's clock: one ends and the next begins when that clock passes a multiple of the length.
//
// Where the boundary lies on our clock is known to within bounds (venue_offset.hpp). A message that may arrive on
// either side of it counts for both windows: an entry leaves only when the earliest window that a message sent now
// could be in begins after the latest moment at which the entry's message can have arrived.
//
// While nothing is known of the venue's clock the counter is a sliding window, which holds for every phase. Entries
// stay in the ring for that long, so that they can count again when the clock is found to be wrong.
//
// The next boundary is kept, so that a check is a comparison; there is a division only at a boundary and when the
// knowledge of the clock has changed. Written and read under the lock of the limit's owner.
#pragma once

#include <algorithm>
#include <cstdint>

#include "limits/sliding_window.hpp"
#include "limits/venue_offset.hpp"

namespace sluice {

class AlignedWindow {
public:
    AlignedWindow() = default;
    AlignedWindow(uint64_t window_ns, uint64_t phase_ns, uint64_t guard_ns)
        : any_phase_(window_ns + VenueOffset::drift_ns(window_ns), guard_ns),
          window_ns_(static_cast<int64_t>(window_ns)),
          phase_ns_(static_cast<int64_t>(phase_ns)),
          guard_ns_(static_cast<int64_t>(guard_ns)) {}

    static uint64_t stamp_of(uint64_t now_ns) noexcept { return now_ns; }

    // Before any check or charge at `now_ns`: which window can a message sent now be in?
    void look_at_clock(const VenueOffset &offset, uint64_t now_ns) noexcept {
        if (now_ns < next_look_ns_ && offset.version() == version_) return;
        version_ = offset.version();
        losses_ = offset.losses();
        if (!offset.is_known()) {
            set_unknown();
            return;
        }
        const OffsetBounds bounds = widened(offset, now_ns);
        const auto now = static_cast<int64_t>(now_ns);
        const int64_t start = start_of(now + bounds.low_ns);
        const int64_t cut = start - bounds.high_ns - guard_ns_;
        cut_ns_ = cut > 0 ? static_cast<uint64_t>(cut) : 0;
        next_cut_ns_ = positive(cut + window_ns_);
        next_look_ns_ = positive(start + window_ns_ - bounds.low_ns);
        is_known_ = true;
        number_ = window_number(now + bounds.low_ns);
    }

    void advance(WindowCounter &counter, uint64_t now_ns) const noexcept {
        if (counter.losses != losses_) restore(counter, now_ns);
        const uint64_t cut = std::max(cut_ns_, any_phase_.cut_ns(now_ns));
        counter.log.expire_before(cut);
        if (counter.assumed.count() != 0) counter.assumed.expire_before(cut);
        if (counter.credited != 0 && (!is_known_ || counter.credit_window != number_)) counter.credited = 0;
    }

    uint64_t leaves_ns(const WindowCounter &counter, uint64_t stamp, uint64_t now_ns) const noexcept {
        const uint64_t leaves = any_phase_.leaves_ns(counter, stamp, now_ns);
        if (!is_known_) return leaves;
        return std::min(
            leaves, stamp < next_cut_ns_ ? next_look_ns_ : next_look_ns_ + static_cast<uint64_t>(window_ns_));
    }

    bool is_known() const noexcept { return is_known_; }
    // All that a counter can be charged: assumed when it must count entries again that are no longer there.
    void set_full(uint64_t cost) noexcept { full_cost_ = cost; }

    // A moment on the venue's clock lies in the earliest window that a message sent now can be in.
    bool is_current(uint64_t venue_ns) const noexcept {
        return is_known_ && window_number(static_cast<int64_t>(venue_ns)) == number_;
    }
    uint64_t number() const noexcept { return number_; }
    // Entries stamped in [first, last] arrived in the window that is open now, before `venue_ns`, for certain.
    uint64_t surely_from_ns(const VenueOffset &offset, uint64_t now_ns) const noexcept {
        const OffsetBounds bounds = widened(offset, now_ns);
        return positive(start_of(static_cast<int64_t>(now_ns) + bounds.low_ns) - bounds.low_ns);
    }
    uint64_t surely_until_ns(const VenueOffset &offset, uint64_t now_ns, uint64_t venue_ns) const noexcept {
        return positive(static_cast<int64_t>(venue_ns) - widened(offset, now_ns).high_ns - guard_ns_);
    }

private:
    // What was known of the clock was withdrawn: entries that left for it count again.
    void restore(WindowCounter &counter, uint64_t now_ns) const noexcept {
        counter.losses = losses_;
        counter.credited = 0;
        if (!counter.log.restore_from(any_phase_.cut_ns(now_ns))) counter.assumed.raise_to(full_cost_, now_ns);
    }

    static uint64_t positive(int64_t value) noexcept { return value > 0 ? static_cast<uint64_t>(value) : 0; }

    // What holds until the window's end, and back to the oldest entry that matters.
    OffsetBounds widened(const VenueOffset &offset, uint64_t now_ns) const noexcept {
        const auto drift = static_cast<int64_t>(VenueOffset::drift_ns(2 * static_cast<uint64_t>(window_ns_)));
        OffsetBounds bounds = offset.at(now_ns);
        bounds.low_ns -= drift;
        bounds.high_ns += drift;
        return bounds;
    }
    uint64_t window_number(int64_t venue_ns) const noexcept {
        return venue_ns < phase_ns_ ? 0 : static_cast<uint64_t>((venue_ns - phase_ns_) / window_ns_);
    }
    int64_t start_of(int64_t venue_ns) const noexcept {
        return static_cast<int64_t>(window_number(venue_ns)) * window_ns_ + phase_ns_;
    }
    void set_unknown() noexcept {
        cut_ns_ = 0;
        next_cut_ns_ = 0;
        next_look_ns_ = UINT64_MAX;
        is_known_ = false;
    }

    SlidingWindow any_phase_;
    int64_t window_ns_ = 1;
    int64_t phase_ns_ = 0;
    int64_t guard_ns_ = 0;
    uint64_t cut_ns_ = 0;
    uint64_t next_cut_ns_ = 0;
    uint64_t next_look_ns_ = 0;
    uint64_t number_ = 0;
    uint64_t full_cost_ = 0;
    uint32_t version_ = UINT32_MAX;
    uint32_t losses_ = 0;
    bool is_known_ = false;
};

}  // namespace sluice
