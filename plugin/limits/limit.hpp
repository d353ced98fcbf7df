// One configured limit with all its counters: one counter for the firm or the venue, or one for each account, lane,
// instrument, owner or pair of these. The shape is decided once per call by a branch, not by a virtual call.
//
// A request asks twice. At first by a glance: does it fit even if nothing has left since somebody looked closely? That
// reads one line of the limit and one of the counter, and is the answer for nearly all of them. Only a no is followed
// by the close look, which lets go what has left and says when there will be room.
//
// Two ceilings follow from the numbers. A cancel may use limit - margin; everything else must leave the cancel reserve
// as well: a fixed one, or one that grows with the orders that live. Both stay below the hard wall (the venue's logout
// or ban threshold) less its own margin.
//
// Written and read under the lock of its owner: the venue's lock, or FirmLimit's for a limit that venues share. Memory
// is reserved in the constructor.
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>

#include "config/config.hpp"
#include "limits/aligned_window.hpp"
#include "limits/block_window.hpp"
#include "limits/budget.hpp"
#include "limits/first_message_window.hpp"
#include "limits/in_flight.hpp"
#include "limits/message_cost.hpp"
#include "limits/sliding_window.hpp"
#include "limits/token_bucket.hpp"
#include "platform/zeroed_array.hpp"
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
    uint64_t assumed = 0;
};

// A number that the venue told us of a counter.
struct VenueReport {
    uint64_t value = 0;
    uint64_t sent_ns = 0;   // the write of the message whose answer said so; 0: not an answer to ours
    uint64_t own_cost = 0;  // of that message
    uint64_t own_open = 0;  // the part of it that waits for the outcome
    uint64_t venue_ns = 0;  // the venue's timestamp; 0: none
    uint64_t resolution_ns = 0;
    uint64_t now_ns = 0;
};

class alignas(kCacheLineBytes) Limit {
public:
    // `counter_count`: how many keys its scope can have; keys are 0 ("not given") to counter_count - 1. `key_stride`:
    // for a scope of two, how many keys the second has. `clock` is the venue's and outlives this object; null for the
    // firm's limits, which no venue's clock governs. `start_ns`: when an earlier process may have used it last.
    // `clock_error_ns`: by so much the times that it is given may be off. `memory` outlives this object.
    Limit(const LimitConfig &config, uint32_t id, uint32_t counter_count, uint32_t key_stride = 1,
        const VenueOffset *clock = nullptr, uint64_t start_ns = 0, uint64_t clock_error_ns = 0,
        std::pmr::memory_resource *memory = std::pmr::get_default_resource());

    uint32_t id() const noexcept { return id_; }
    const LimitConfig &config() const noexcept { return config_; }
    const LimitNumbers &numbers() const noexcept { return numbers_; }
    LimitScope scope() const noexcept { return config_.scope; }
    uint32_t counter_count() const noexcept { return counter_count_; }
    const MessageCost &cost() const noexcept { return cost_; }

    uint32_t key_of(const Charge &charge) const noexcept {
        const uint32_t key = charge.*scope_.minor;
        return is_pair_ ? charge.*scope_.major * key_stride_ + key : key;
    }

    // Takes the charge if it fits. False says nothing, and nothing is taken. Inlined by order: as a call it would cost
    // as much again.
    [[gnu::always_inline]] bool take_at_a_glance(
        uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns) noexcept {
        switch (glance_) {
            case Glance::bucket: {
                TokenBucket &bucket = buckets_[key];
                const uint64_t sure_cost = sure_cost_[is_cancel];
                const bool fits =
                    bucket.is_refilled(now_ns)
                        ? bucket.unconfirmed() + cost <= sure_cost
                        : cost <= sure_cost && bucket.full_in_ns(now_ns, cost, unit_ns_) <= sure_depth_ns_[is_cancel];
                if (fits) bucket.take(cost, is_cancel);
                return fits;
            }
            case Glance::aligned_window:
                // Entries that left for a clock that is no longer believed must count again first.
                if (clock_ != nullptr && windows_[key].losses != clock_->losses()) return false;
                [[fallthrough]];
            case Glance::merging_window:
                // A ring that is nearly full must let go what it can before it takes another entry.
                if (windows_[key].log.entries() > crowd_) return false;
                [[fallthrough]];
            case Glance::window: {
                WindowCounter &counter = windows_[key];
                const bool fits = counter.used_at_most() + cost <= sure_cost_[is_cancel];
                if (fits) counter.log.take(cost, is_cancel);
                return fits;
            }
            case Glance::none:
                break;
        }
        return false;
    }

    // What of a charge stays unconfirmed after the write, until the venue has answered: its end is settled then.
    bool settles(uint32_t kind) const noexcept {
        return cost_.counts(kind) && (config_.shape == LimitShape::in_flight || cost_.settles(kind));
    }
    uint64_t sure_cost_of(const Charge &charge) const noexcept {
        return config_.shape == LimitShape::in_flight ? 0 : cost_.sure_of(charge);
    }
    uint64_t kept_cost_of(const Charge &charge, Answer answer) const noexcept {
        if (config_.shape != LimitShape::in_flight) return cost_.kept_of(charge, answer);
        return answer == Answer::unknown ? cost_.of(charge) : 0;
    }

    // The most that can ever be used by a cancel or by anything else, if no order lives.
    uint64_t ceiling(bool is_cancel) const noexcept { return is_cancel ? ceiling_cancel_ : ceiling_new_; }
    // True when it is the hard wall, not the reject threshold, that makes this ceiling.
    bool is_wall_binding(bool is_cancel) const noexcept {
        return is_cancel ? is_wall_binding_cancel_ : is_wall_binding_new_;
    }

    // When the charge fits: now_ns when at once, SLUICE_NEVER when it is more than the ceiling. A cost that falls with
    // the order's age may fit sooner by waiting for that.
    uint64_t available_ns(uint32_t key, const Charge &charge, bool is_cancel, uint64_t now_ns) noexcept;
    // Of a plain cost; `new_orders`: so many more orders would live.
    uint64_t available_ns(
        uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns, uint32_t new_orders = 0) noexcept;

    void take(uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns = 0) noexcept;
    void refund(uint32_t key, uint64_t cost, bool is_cancel) noexcept;
    // The message was written at `write_ns`: from then on it counts for the window.
    void confirm(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept;
    // A message that was never taken was written.
    void append(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept;

    // An order of this counter begins, or has ended: its cancel keeps room, or no longer does.
    bool counts_orders() const noexcept { return !live_orders_.is_empty(); }
    void open_order(uint32_t key) noexcept { ++live_orders_[key]; }
    void close_order(uint32_t key) noexcept;

    // What the venue says. False: it was not believed, nothing changed.
    void saturate(uint32_t key, uint64_t now_ns) noexcept;
    bool hear_used(uint32_t key, const VenueReport &report) noexcept;
    bool hear_remaining(uint32_t key, const VenueReport &report) noexcept;
    bool hear_changed(uint64_t limit) noexcept;
    bool hear_height(uint64_t height, uint64_t now_ns) noexcept;
    // The first fill of an order, and traded value. True: there is more room than before.
    bool hear_first_fill(
        uint32_t key, bool is_maker, uint64_t venue_ns, uint64_t resolution_ns, uint64_t now_ns) noexcept;
    bool hear_traded(uint32_t key, uint64_t value_e8, uint64_t venue_ns, uint64_t now_ns) noexcept;

    // After a reject that names no limit: does this one recover soon enough to be closed on suspicion?
    bool recovers_soon() const noexcept;

    LimitUsage usage(uint32_t key, uint64_t now_ns) noexcept;

    // `numbers` is consistent (see config checks). Charges stay.
    void reload(const LimitNumbers &numbers) noexcept;

private:
    // What a glance can tell of this shape. None: a charge may end one window and begin another, or earn.
    enum class Glance : uint8_t { none, bucket, window, merging_window, aligned_window };
    // Whose counter a charge meets: the fields of the charge whose numbers make the key.
    struct ScopeFields {
        uint32_t Charge::*major;
        uint32_t Charge::*minor;
    };

    Glance glance_of(LimitShape shape) const noexcept;
    static ScopeFields fields_of(LimitScope scope) noexcept;

    bool is_window() const noexcept { return !windows_.is_empty(); }
    // The log of a counter that something is to be written to: its ring is attached when it is first needed.
    ChargeLog &log_of(uint32_t key) noexcept {
        ChargeLog &log = windows_.is_empty() ? budgets_[key].log : windows_[key].log;
        if (!log.is_attached()) log.attach(&rings_[std::size_t{ring_entries_} * key], ring_entries_);
        return log;
    }
    void set_numbers(const LimitNumbers &numbers) noexcept;
    void set_glance() noexcept;
    uint64_t order_reserve(uint32_t key, uint32_t new_orders) const noexcept;
    Ceilings ceilings(uint32_t key, bool is_cancel, uint32_t new_orders) const noexcept;
    uint64_t bucket_available_ns(
        uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns, uint32_t new_orders) noexcept;
    uint64_t window_available_ns(
        uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns, uint32_t new_orders) noexcept;
    // Calls `work(rule)` with the rule of this window shape.
    template <typename Work>
    auto with_rule(Work &&work) noexcept {
        switch (config_.shape) {
            case LimitShape::aligned_window:
                return work(aligned_);
            case LimitShape::first_message_window:
                return work(first_message_);
            case LimitShape::block_window:
                return work(block_);
            case LimitShape::in_flight:
                return work(in_flight_);
            default:
                return work(sliding_);
        }
    }
    void advance(WindowCounter &counter, uint64_t now_ns) noexcept;
    uint64_t not_contained(const ChargeLog &log, const VenueReport &report) const noexcept;
    bool hear_used_of_window(WindowCounter &counter, const VenueReport &report) noexcept;
    bool hear_used_of_budget(Budget &budget, const VenueReport &report) noexcept;

    // What a glance and a charge read; by is_cancel where there are two.
    Glance glance_;
    const bool is_pair_;  // its scope is a product of two
    const uint32_t key_stride_;
    const ScopeFields scope_;
    std::array<uint64_t, 2> sure_cost_{};      // windows: so much may be used; buckets: so much may be asked for
    std::array<uint64_t, 2> sure_depth_ns_{};  // buckets: may refill for so long
    uint64_t unit_ns_ = 0;                     // buckets: refill time of one unit
    ZeroedArray<WindowCounter> windows_;
    ZeroedArray<TokenBucket> buckets_;
    const VenueOffset *const clock_;
    uint64_t merge_ = 0;
    uint64_t crowd_ = UINT64_MAX;  // a merging ring with more entries is nearly full

    const LimitConfig config_;
    // Twice what the clock may be off: windows count as much longer. Buckets refill as much later, so that one who
    // was idle has all of his burst.
    const uint64_t guard_ns_;  // the configured one, and that
    const uint64_t late_ns_;
    const MessageCost cost_;
    LimitNumbers numbers_;
    LimitNumbers configured_;  // as the operator gave them: the venue may lower them, and raise them up to this
    const uint32_t id_;
    const uint32_t counter_count_;
    uint64_t ceiling_new_ = 0;
    uint64_t ceiling_cancel_ = 0;
    uint64_t depth_new_ns_ = 0;  // buckets: the ceilings as refill time, less the guard
    uint64_t depth_cancel_ns_ = 0;
    bool is_wall_binding_new_ = false;
    bool is_wall_binding_cancel_ = false;

    SlidingWindow sliding_;
    AlignedWindow aligned_;
    FirstMessageWindow first_message_;
    BlockWindow block_;
    InFlight in_flight_;
    BudgetRule budget_;
    ZeroedArray<Budget> budgets_;
    ZeroedArray<ChargeLog::Entry> rings_;  // of all counters, one after the other
    const uint32_t ring_entries_;
    ZeroedArray<uint32_t> live_orders_;  // only with an order reserve
};

}  // namespace sluice
