// The exact log of what one counter was charged inside its window, on the writer's clock.
//
// A charge lives twice. From the grant to the write it is "unconfirmed": it counts in full at every moment, because the
// venue may receive it at any later one. With the write it gets its stamp and enters the log, and leaves it when the
// window and the guard after the stamp are over. So the log is always sorted, a late write can only count longer, and
// giving a charge back is one subtraction.
//
// The log is a ring of (stamp, total charged so far): the cost inside any span is a difference of two totals, and the
// moment at which so much room comes free is a binary search. A ring smaller than the limit merges charges that are
// closer than `merge_ns` into the later stamp: they count a little longer, never shorter.
//
// Written and read under the lock of the limit's owner. No allocation after `attach`.
#pragma once

#include <cstdint>

#include "platform/assertion.hpp"

namespace sluice {

class SlidingWindow {
public:
    struct Entry {
        uint64_t stamp_ns;
        uint64_t charged_total;  // of all charges up to and including this one
    };

    // `ring` holds `capacity` entries, a power of two; it is owned by the caller and outlives this object.
    void attach(Entry *ring, uint32_t capacity) noexcept {
        ring_ = ring;
        mask_ = capacity - 1;
    }

    // Forgets what left the window. An entry counts for `span_ns` after its stamp, both ends included: a venue that
    // counts a closed interval sees no more than we do.
    void expire(uint64_t now_ns, uint64_t span_ns) noexcept {
        while (head_ != tail_ && ring_[head_ & mask_].stamp_ns + span_ns < now_ns) {
            expired_total_ = ring_[head_ & mask_].charged_total;
            ++head_;
        }
    }

    uint64_t used() const noexcept { return charged_total_ - expired_total_ + unconfirmed_; }
    uint64_t unconfirmed() const noexcept { return unconfirmed_; }

    void take(uint64_t cost) noexcept { unconfirmed_ += cost; }

    void refund(uint64_t cost) noexcept {
        SLUICE_ASSERT(unconfirmed_ >= cost);
        unconfirmed_ -= cost;
    }

    void confirm(uint64_t cost, uint64_t write_ns, uint64_t merge_ns) noexcept {
        refund(cost);
        append(cost, write_ns, merge_ns);
    }

    // Adds a charge with a stamp at once: a message that never asked.
    void append(uint64_t cost, uint64_t write_ns, uint64_t merge_ns) noexcept {
        if (cost == 0) return;
        charged_total_ += cost;
        if (head_ != tail_) {
            Entry &newest = ring_[(tail_ - 1) & mask_];
            // Writes are reported in any order; a stamp that would unsort the log is moved up to the newest one.
            if (write_ns < newest.stamp_ns) write_ns = newest.stamp_ns;
            const bool is_full = tail_ - head_ > mask_;
            if (is_full || write_ns == newest.stamp_ns || write_ns - merge_start_ns_ < merge_ns) {
                newest.stamp_ns = write_ns;
                newest.charged_total = charged_total_;
                return;
            }
        }
        ring_[tail_ & mask_] = {write_ns, charged_total_};
        ++tail_;
        merge_start_ns_ = write_ns;
    }

    // The first moment at which `cost` more fits under `ceiling`, if nothing else happens: `now_ns` when it fits at
    // once. Call expire() first, and only with cost <= ceiling. While unconfirmed charges stand in the way it is the
    // earliest moment at which they could have left.
    uint64_t available_ns(uint64_t now_ns, uint64_t cost, uint64_t ceiling, uint64_t span_ns) const noexcept {
        const uint64_t allowed = ceiling - cost;
        if (used() <= allowed) return now_ns;
        if (unconfirmed_ > allowed || head_ == tail_) return now_ns + span_ns + 1;
        // Entries up to the first with at least this total must leave.
        const uint64_t total_needed = charged_total_ + unconfirmed_ - allowed;
        uint64_t low = head_;
        uint64_t high = tail_ - 1;
        while (low < high) {
            const uint64_t middle = low + (high - low) / 2;
            if (ring_[middle & mask_].charged_total >= total_needed) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ring_[low & mask_].stamp_ns + span_ns + 1;
    }

private:
    Entry *ring_ = nullptr;
    uint64_t head_ = 0;  // oldest entry; head and tail count up for ever, their low bits are the place in the ring
    uint64_t tail_ = 0;  // one past the newest
    uint64_t charged_total_ = 0;
    uint64_t expired_total_ = 0;
    uint64_t unconfirmed_ = 0;
    uint64_t merge_start_ns_ = 0;  // when the newest entry was opened
    uint32_t mask_ = 0;
};

}  // namespace sluice
