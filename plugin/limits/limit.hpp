// One configured limit with all its counters: one counter for the firm or the venue, or one for each account, lane,
// instrument or owner. The shape is decided once per call by a branch, not by a virtual call.
//
// Two ceilings follow from the numbers. A cancel may use limit - margin; everything else must leave the cancel reserve
// as well. Both stay below the hard wall (the venue's logout or ban threshold) less its own margin.
//
// Written and read under the lock of its owner: the venue's lock, or FirmLimit's for a limit that venues share. Memory
// is taken in the constructor.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "config/config.hpp"
#include "limits/sliding_window.hpp"
#include "limits/token_bucket.hpp"
#include "sluice/ext/limits.h"

namespace sluice {

// The numbers of a limit that may change while traffic flows.
struct LimitNumbers {
    uint64_t limit = 0;
    uint64_t margin = 0;
    uint64_t cancel_reserve = 0;
    uint64_t hard_limit = 0;
    uint64_t hard_margin = 0;
};

// What a counter says of itself. Units are cost.
struct LimitUsage {
    uint64_t used = 0;
    uint64_t unconfirmed = 0;
    uint64_t reserve = 0;
    uint64_t room_new = 0;
    uint64_t room_cancel = 0;
    uint64_t to_reject = 0;
    uint64_t to_hard_wall = 0;  // SLUICE_NEVER: no wall is known
};

class Limit {
public:
    // `counter_count`: how many keys its scope can have; keys are 0 ("not given") to counter_count - 1.
    Limit(const LimitConfig &config, uint32_t id, uint32_t counter_count);

    uint32_t id() const noexcept { return id_; }
    const LimitConfig &config() const noexcept { return config_; }
    const LimitNumbers &numbers() const noexcept { return numbers_; }
    LimitScope scope() const noexcept { return config_.scope; }
    uint32_t counter_count() const noexcept { return counter_count_; }

    uint64_t cost_of(uint32_t kind, uint32_t message_count) const noexcept {
        return uint64_t{config_.cost[kind]} * message_count;
    }

    // The most that can ever be used by a cancel or by anything else.
    uint64_t ceiling(bool is_cancel) const noexcept { return is_cancel ? ceiling_cancel_ : ceiling_new_; }
    // True when it is the hard wall, not the reject threshold, that makes this ceiling.
    bool is_wall_binding(bool is_cancel) const noexcept {
        return is_cancel ? is_wall_binding_cancel_ : is_wall_binding_new_;
    }

    // When `cost` fits: now_ns when at once, SLUICE_NEVER when it is more than the ceiling.
    uint64_t available_ns(uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns) noexcept;

    void take(uint32_t key, uint64_t cost, bool is_cancel) noexcept;
    void refund(uint32_t key, uint64_t cost, bool is_cancel) noexcept;
    // The message was written at `write_ns`: from then on it counts for the window.
    void confirm(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept;
    // A message that was never taken was written.
    void append(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept;
    // The venue says that this counter is full: believe it.
    void saturate(uint32_t key, uint64_t now_ns) noexcept;

    LimitUsage usage(uint32_t key, uint64_t now_ns) noexcept;

    // `numbers` is consistent (see config checks). Charges stay.
    void reload(const LimitNumbers &numbers) noexcept;

private:
    void set_numbers(const LimitNumbers &numbers) noexcept;

    const LimitConfig config_;
    LimitNumbers numbers_;
    const uint32_t id_;
    const uint32_t counter_count_;
    uint64_t ceiling_new_ = 0;
    uint64_t ceiling_cancel_ = 0;
    uint64_t depth_new_ns_ = 0;  // token_bucket: the ceilings as refill time, less the guard
    uint64_t depth_cancel_ns_ = 0;
    uint64_t span_ns_ = 0;  // sliding_window: window and guard
    uint64_t merge_ns_ = 0;
    uint64_t unit_ns_ = 0;  // token_bucket: refill time of one unit
    bool is_wall_binding_new_ = false;
    bool is_wall_binding_cancel_ = false;
    std::vector<SlidingWindow> windows_;  // of all messages
    std::vector<SlidingWindow> others_;   // of all but cancels; empty without a reserve
    std::unique_ptr<SlidingWindow::Entry[]> rings_;
    std::vector<TokenBucket> buckets_;
};

}  // namespace sluice
