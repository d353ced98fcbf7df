// A window counted in blocks of the venue's chain: stamps are block heights, not times.
//
// A message that is written while the newest block that we know of has height h arrives in block h + 1 or, because of
// its way and of our late knowledge, up to `guard_blocks` later. It counts until it cannot be in any window that a
// message written now could be in.
//
// The venue says which block was made; a height that goes back or that no chain can have reached changes nothing,
// unless it is said again and again.
#pragma once

#include <algorithm>
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
            newest_ = height;
            height_ns_ = paid_until_ns_ = now_ns;
            return true;
        }
        // Blocks come no faster than `block_ns`, but two may have been on their way when the last one was heard.
        const uint64_t from_ns = std::max(paid_until_ns_, height_ns_);
        const uint64_t until_ns = now_ns + 2 * block_ns_;
        const bool is_possible =
            height >= newest_ && until_ns >= from_ns && height - newest_ <= (until_ns - from_ns) / block_ns_;
        if (!is_possible) return hear_doubt(height, now_ns);
        doubts_ = 0;
        if (height == newest_) return true;
        paid_until_ns_ = from_ns + (height - newest_) * block_ns_;
        height_ += height - newest_;
        newest_ = height;
        height_ns_ = now_ns;
        return true;
    }

private:
    static constexpr uint32_t kDoubtsMax = 4;

    // The first height may have been nonsense, or the chain begun anew: when some in a row go on from each other,
    // counting goes on from there. Nothing leaves for the change itself.
    bool hear_doubt(uint64_t height, uint64_t now_ns) noexcept {
        const bool goes_on = doubts_ != 0 && height >= doubted_ &&
                             height - doubted_ <= (now_ns - std::min(now_ns, doubted_ns_)) / block_ns_ + 2;
        doubts_ = goes_on ? doubts_ + 1 : 1;
        doubted_ = height;
        doubted_ns_ = now_ns;
        if (doubts_ < kDoubtsMax) return false;
        doubts_ = 0;
        newest_ = height;
        height_ns_ = now_ns;
        paid_until_ns_ = now_ns + 2 * block_ns_;
        return true;
    }

    uint64_t span_ = 0;
    uint64_t block_ns_ = 1;
    uint64_t height_ = 0;         // blocks since the first that was heard
    uint64_t newest_ = 0;         // height of the newest, as the venue says it
    uint64_t height_ns_ = 0;      // when the newest was heard
    uint64_t paid_until_ns_ = 0;  // the time that the blocks heard so far must have taken
    uint64_t doubted_ = 0;        // the last height that was not believed, and when it came
    uint64_t doubted_ns_ = 0;
    uint32_t doubts_ = 0;  // so many in a row went on from each other
    bool is_counting_ = false;
};

}  // namespace sluice
