// The exact log of what one counter was charged, in the order of the stamps (the writer's clock, or block heights).
//
// A charge lives twice. From the grant to the write it is "unconfirmed": it counts in full at every moment, because the
// venue may receive it at any later one. With the write it gets its stamp and enters the log, and leaves it when its
// window shape says so. So the log is always sorted, a late write can only count longer, and giving a charge back is
// one subtraction.
//
// The log is a ring of (stamp, totals charged so far): the cost inside any span is a difference of two totals, and the
// entry that must leave before so much fits is a binary search. Cancels have a total of their own, so that the part of
// a limit that is kept for them can be told from what they took. A ring smaller than the limit merges charges that are
// closer than `merge` into the later stamp: they count a little longer, never shorter.
//
// Written and read under the lock of the limit's owner. No allocation after `attach`.
#pragma once

#include <algorithm>
#include <cstdint>

#include "limits/unconfirmed.hpp"

namespace sluice {

// The most that may be used: by all together, and by all but cancels.
struct Ceilings {
    uint64_t all = 0;
    uint64_t others = 0;
};

// What stands in the way of a charge.
struct Obstacle {
    enum class Kind : uint8_t { none, unconfirmed, stamped } kind = Kind::none;
    uint64_t stamp = 0;  // this entry and all before it must leave
};

class ChargeLog {
public:
    struct Entry {
        uint64_t stamp;
        uint64_t charged;  // of all charges up to and including this one
        uint64_t cancels;  // the cancels among them
    };

    // `ring` holds `capacity` entries, a power of two; it is owned by the caller and outlives this object. Needed
    // before the first append(); until then the log is empty.
    void attach(Entry *ring, uint32_t capacity) noexcept {
        ring_ = ring;
        mask_ = capacity - 1;
    }
    bool is_attached() const noexcept { return ring_ != nullptr; }

    // Entries stamped before `cut` count no more. Thousands may have gathered since the last look: the first that stays
    // is searched for in growing steps and then by halving, so that no look is long.
    void expire_before(uint64_t cut) noexcept {
        if (head_ == tail_ || ring_[head_ & mask_].stamp >= cut) return;
        uint64_t gone = head_;  // known to be before the cut
        uint64_t step = 1;
        while (gone + step < tail_ && ring_[(gone + step) & mask_].stamp < cut) {
            gone += step;
            step *= 2;
        }
        uint64_t stays = std::min(gone + step, tail_);
        while (stays - gone > 1) {
            const uint64_t middle = gone + (stays - gone) / 2;
            (ring_[middle & mask_].stamp < cut ? gone : stays) = middle;
        }
        expired_ = ring_[gone & mask_].charged;
        expired_cancels_ = ring_[gone & mask_].cancels;
        head_ = stays;
    }
    void expire_all() noexcept {
        head_ = tail_;
        expired_ = charged_;
        expired_cancels_ = cancels_;
    }

    // Lets entries count again that were expired too early, as far back as `cut`. False: some are no longer there.
    bool restore_from(uint64_t cut) noexcept {
        const uint64_t first = first_kept();
        while (head_ > first && ring_[(head_ - 1) & mask_].stamp >= cut)
            --head_;
        if (head_ == 0) {
            expired_ = expired_cancels_ = 0;
            return true;
        }
        if (head_ == first) return false;
        expired_ = ring_[(head_ - 1) & mask_].charged;
        expired_cancels_ = ring_[(head_ - 1) & mask_].cancels;
        return true;
    }

    uint64_t used() const noexcept { return charged_ - expired_ + unconfirmed_.all; }
    uint64_t used_by_others() const noexcept { return used() - (cancels_ - expired_cancels_) - unconfirmed_.cancels; }
    uint64_t unconfirmed() const noexcept { return unconfirmed_.all; }
    // Everything that was ever charged, as if nothing ever left.
    uint64_t charged_for_life() const noexcept { return charged_ + unconfirmed_.all; }
    bool is_empty() const noexcept { return head_ == tail_ && unconfirmed_.all == 0; }
    bool has_entries() const noexcept { return head_ != tail_; }
    uint64_t entries() const noexcept { return tail_ - head_; }
    uint64_t newest() const noexcept { return ring_[(tail_ - 1) & mask_].stamp; }

    void take(uint64_t cost, bool is_cancel) noexcept { unconfirmed_.take(cost, is_cancel); }
    void refund(uint64_t cost, bool is_cancel) noexcept { unconfirmed_.give_back(cost, is_cancel); }

    // Adds a charge with a stamp.
    void append(uint64_t cost, bool is_cancel, uint64_t stamp, uint64_t merge) noexcept {
        if (cost == 0) return;
        charged_ += cost;
        if (is_cancel) cancels_ += cost;
        if (tail_ != 0) {
            Entry &newest = ring_[(tail_ - 1) & mask_];
            // Writes are reported in any order; a stamp that would unsort the log is moved up to the newest one, be
            // that expired or not: it may count again.
            if (stamp < newest.stamp) stamp = newest.stamp;
            const bool is_full = tail_ - head_ > mask_;
            if (head_ != tail_ && (is_full || stamp == newest.stamp || stamp - merge_start_ < merge)) {
                newest = {stamp, charged_, cancels_};
                return;
            }
        }
        ring_[tail_ & mask_] = {stamp, charged_, cancels_};
        ++tail_;
        merge_start_ = stamp;
    }

    // What must leave before `cost` more fits. Only with a cost that fits an empty log.
    Obstacle obstacle(uint64_t cost, bool is_cancel, const Ceilings &ceilings) const noexcept {
        const uint64_t allowed = ceilings.all - cost;
        const bool fits_all = used() <= allowed;
        if (is_cancel) return fits_all ? Obstacle{} : first_that_must_leave(allowed, kNothingAsked);
        const uint64_t allowed_others = ceilings.others - cost;
        if (fits_all && used_by_others() <= allowed_others) return {};
        return first_that_must_leave(allowed, allowed_others);
    }

    // Everything that was stamped after this is still there.
    bool reaches_back_to(uint64_t stamp) const noexcept {
        return first_kept() == 0 || ring_[first_kept() & mask_].stamp <= stamp;
    }

    // Cost with a stamp in (after, up_to], also of entries that count no more, as far as they are still there; what is
    // not there any more counts as nothing.
    uint64_t charged_between(uint64_t after, uint64_t up_to) const noexcept {
        return charged_up_to(up_to) - std::min(charged_up_to(after), charged_up_to(up_to));
    }

private:
    static constexpr uint64_t kNothingAsked = UINT64_MAX;

    uint64_t first_kept() const noexcept { return tail_ > mask_ + uint64_t{1} ? tail_ - mask_ - 1 : 0; }

    Obstacle first_that_must_leave(uint64_t allowed, uint64_t allowed_others) const noexcept {
        const uint64_t unconfirmed_others = unconfirmed_.all - unconfirmed_.cancels;
        if (unconfirmed_.all > allowed || unconfirmed_others > allowed_others || head_ == tail_) {
            return {Obstacle::Kind::unconfirmed, 0};
        }
        // After the entry has left, at most so much of the log may remain.
        const uint64_t remaining = allowed - unconfirmed_.all;
        const uint64_t remaining_others =
            allowed_others == kNothingAsked ? kNothingAsked : allowed_others - unconfirmed_others;
        const auto is_enough = [&](uint64_t place) noexcept {
            const Entry &entry = ring_[place & mask_];
            return charged_ - entry.charged <= remaining &&
                   (charged_ - entry.charged) - (cancels_ - entry.cancels) <= remaining_others;
        };
        // Most charges are small: the entry is the oldest one, or near it. The newest is always enough.
        uint64_t low = head_;
        uint64_t high = head_;
        for (uint64_t step = 1; high != tail_ - 1 && !is_enough(high); step *= 2) {
            low = high + 1;
            high = std::min(high + step, tail_ - 1);
        }
        while (low < high) {
            const uint64_t middle = low + (high - low) / 2;
            if (is_enough(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return {Obstacle::Kind::stamped, ring_[low & mask_].stamp};
    }

    // Total of all entries with a stamp of at most this.
    uint64_t charged_up_to(uint64_t stamp) const noexcept {
        uint64_t low = first_kept();
        uint64_t high = tail_;
        while (low < high) {
            const uint64_t middle = low + (high - low) / 2;
            if (ring_[middle & mask_].stamp <= stamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) return 0;
        // Before the oldest that is kept: its own cost is unknown and counts as earlier.
        return ring_[(low == first_kept() ? low : low - 1) & mask_].charged;
    }

    // The totals come first: a look at what is used reads them and nothing else.
    uint64_t charged_ = 0;
    uint64_t expired_ = 0;
    Unconfirmed unconfirmed_;
    uint64_t cancels_ = 0;
    uint64_t expired_cancels_ = 0;
    Entry *ring_ = nullptr;
    // The oldest that counts, and one past the newest. Both count up for ever, their low bits are the place in the
    // ring.
    uint64_t head_ = 0;
    uint64_t tail_ = 0;
    uint64_t merge_start_ = 0;  // when the newest entry was opened
    uint32_t mask_ = 0;
};

}  // namespace sluice
