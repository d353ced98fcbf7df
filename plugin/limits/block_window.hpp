// A window counted in blocks of the venue's chain: stamps are block heights, not times.
//
// A message that is written while the newest block that we know of has height h arrives in block h + 1 or, because of
// its way and of our late knowledge, up to `guard_blocks` later. It counts until it cannot be in any window that a
// message written now could be in.
//
// The venue says which block was made; a height that goes back or that no chain can have reached changes nothing.
#pragma once

#include <cstdint>

#include "limits/window_counter.hpp"

namespace sluice {

class BlockWindow {
public:
    BlockWindow() = default;
    BlockWindow(uint32_t window_blocks, uint32_t guard_blocks, uint64_t block_ns)
        : span_(uint64_t{window_blocks} + guard_blocks - 1), block_ns_(block_ns) {}

    uint64_t stamp_of(uint64_t) const noexcept { return height_; }

    void advance(WindowCounter &counter, uint64_t) const noexcept {
        const uint64_t cut = height_ > span_ ? height_ - span_ : 0;
        counter.log.expire_before(cut);
        if (counter.assumed.count() != 0) counter.assumed.expire_before(cut);
    }

    // No earlier than this many of the shortest blocks from now on.
    uint64_t leaves_ns(const WindowCounter &, uint64_t stamp, uint64_t now_ns) const noexcept {
        const uint64_t left_at = stamp + span_ + 1;
        if (left_at <= height_) return now_ns;
        const uint64_t at_ns = height_ns_ + (left_at - height_) * block_ns_;
        // The block is late: look again when the next one could come.
        return at_ns > now_ns ? at_ns : now_ns + block_ns_;
    }

    // False: not believed. The first height only says where counting begins.
    bool hear_height(uint64_t height, uint64_t now_ns) noexcept {
        if (!is_counting_) {
            is_counting_ = true;
            first_height_ = height;
            height_ns_ = paid_until_ns_ = now_ns;
            return true;
        }
        if (height < first_height_ + height_) return false;
        const uint64_t steps = height - first_height_ - height_;
        if (steps == 0) return true;
        // Blocks come no faster than `block_ns`, but two may have been on their way when the last one was heard.
        const uint64_t from_ns = paid_until_ns_ > height_ns_ ? paid_until_ns_ : height_ns_;
        const uint64_t until_ns = now_ns + 2 * block_ns_;
        if (until_ns < from_ns || steps > (until_ns - from_ns) / block_ns_) return false;
        paid_until_ns_ = from_ns + steps * block_ns_;
        height_ += steps;
        height_ns_ = now_ns;
        return true;
    }

private:
    uint64_t span_ = 0;
    uint64_t block_ns_ = 1;
    uint64_t height_ = 0;  // since the first that was heard
    uint64_t first_height_ = 0;
    uint64_t height_ns_ = 0;      // when the newest was heard
    uint64_t paid_until_ns_ = 0;  // the time that the blocks heard so far must have taken
    bool is_counting_ = false;
};

}  // namespace sluice
