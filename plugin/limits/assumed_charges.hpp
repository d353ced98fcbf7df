// Cost in a counter that nobody sent through this engine: what the venue reported beyond our own, what somebody else
// used of the same quota, what an earlier process may have used, what a rate-limit reject implies.
//
// Kept apart from the log of our own messages, so that what the venue says can never make us forget a message that we
// know of: feedback adds assumptions and takes assumptions away, nothing else. A few entries are enough: when there are
// more, they merge into the later stamp and count a little longer.
//
// Written and read under the lock of the limit's owner.
#pragma once

#include <array>
#include <cstdint>

namespace sluice {

class AssumedCharges {
public:
    uint64_t used() const noexcept { return used_; }

    void expire_before(uint64_t cut) noexcept {
        while (count_ != 0 && entries_[0].stamp < cut)
            remove_oldest();
    }

    void add(uint64_t cost, uint64_t stamp) noexcept {
        if (cost == 0) return;
        used_ += cost;
        if (count_ != 0 && (count_ == entries_.size() || entries_[count_ - 1].stamp >= stamp)) {
            Entry &newest = entries_[count_ - 1];
            newest.cost += cost;
            if (stamp > newest.stamp) newest.stamp = stamp;
            return;
        }
        entries_[count_++] = {stamp, cost};
    }

    // At least so much was used by others as late as `stamp`. What was assumed before may be a part of it, and then
    // counts from now on.
    void raise_to(uint64_t cost, uint64_t stamp) noexcept {
        lower_to(used_ > cost ? used_ - cost : 0, stamp);
        add(cost, stamp);
    }

    // At most so much was used by others at `stamp`: says nothing of what was assumed later. Takes away the oldest
    // first: what stays counts longest.
    void lower_to(uint64_t cost, uint64_t stamp) noexcept {
        while (used_ > cost && entries_[0].stamp <= stamp) {
            const uint64_t excess = used_ - cost;
            if (entries_[0].cost > excess) {
                entries_[0].cost -= excess;
                used_ -= excess;
            } else {
                remove_oldest();
            }
        }
    }

    uint32_t count() const noexcept { return count_; }
    uint64_t stamp(uint32_t index) const noexcept { return entries_[index].stamp; }
    uint64_t cost(uint32_t index) const noexcept { return entries_[index].cost; }

private:
    struct Entry {
        uint64_t stamp = 0;
        uint64_t cost = 0;
    };

    void remove_oldest() noexcept {
        used_ -= entries_[0].cost;
        for (uint32_t index = 1; index < count_; ++index)
            entries_[index - 1] = entries_[index];
        --count_;
    }

    std::array<Entry, 4> entries_{};  // by stamp
    uint64_t used_ = 0;
    uint32_t count_ = 0;
};

}  // namespace sluice
