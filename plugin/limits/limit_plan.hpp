// All limits that apply at one venue, as flat lists by message kind: check all, then take all, or take none and name
// the limit that binds longest and the moment at which it has room.
//
// Limits of scope firm and venue are "broad": every request of the venue meets the same counter. The queue uses that to
// stop looking when one of them is full. Each limit has a bit, so a set of limits is one word.
//
// A counter also knows which classes wait for it. A request may not take room that a more urgent one waits for, and a
// fresh request may not overtake a held one of its own class.
//
// Written and read under the venue's lock; the firm's limits lock themselves.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <vector>

#include "config/config.hpp"
#include "limits/firm_limit.hpp"
#include "limits/limit.hpp"
#include "platform/placed.hpp"
#include "request/charge.hpp"

namespace sluice {

inline constexpr uint32_t kPlanLimitsMax = 16;

// Whether a charge fits, and if not, why and until when.
struct Room {
    bool is_free = true;
    bool is_wall = false;     // the hard wall binds, not the reject threshold
    bool is_behind = false;   // there is room, but others wait for it
    uint8_t limit_index = 0;  // the binding limit's place in this plan
    uint32_t limit_id = 0;
    uint64_t not_before_ns = 0;  // SLUICE_NEVER: it costs more than the limit can give
};

class LimitPlan {
public:
    // Which numbers of keys each scope has, for the limits' counters.
    struct KeyCounts {
        uint32_t lanes = 1;
        uint32_t accounts = 1;  // 0, "not given", is one of them; likewise below
        uint32_t instruments = 1;
        uint32_t owners = 1;
    };

    // `clock` and `memory` outlive the plan. `start_ns` and `clock_error_ns`: see Limit.
    LimitPlan(const std::vector<LimitConfig> &limits, const std::vector<std::shared_ptr<FirmLimit>> &firm_limits,
        uint32_t first_id, const KeyCounts &keys, const VenueOffset *clock = nullptr, uint64_t start_ns = 0,
        uint64_t clock_error_ns = 0, std::pmr::memory_resource *memory = std::pmr::get_default_resource());

    // Looks, takes nothing. `ahead_mask`: classes (bits) whose waiters go first.
    Room look(const Charge &charge, uint32_t ahead_mask, uint64_t now_ns) noexcept;

    // Takes from every limit when all have room, else from none.
    Room take(const Charge &charge, uint32_t ahead_mask, uint64_t now_ns) noexcept {
        // Where nobody waits, nobody goes first.
        if (waiting_ == 0) ahead_mask = 0;
        const bool is_behind = ahead_mask != 0 && has_waiters(charge, ahead_mask);
        if (is_behind || !take_at_a_glance(charge, now_ns)) [[unlikely]]
            return take_closely(charge, ahead_mask, now_ns);
        Room room;
        room.not_before_ns = now_ns;
        return room;
    }

    // The ends of a charge that was taken: it was not sent, or it was and the venue answered (or never will). Only
    // what may depend on the answer waits for it.
    void refund(const Charge &charge) noexcept;
    void confirm(const Charge &charge, uint64_t write_ns) noexcept;
    // True: room may have come free.
    bool settle(const Charge &charge, Answer answer, uint64_t write_ns, uint64_t now_ns) noexcept;

    // The order of this new order lives, or has ended. True: room may have come free.
    void open_order(const Charge &charge) noexcept {
        for (const uint8_t index : with_orders_)
            own_[index]->open_order(own_[index]->key_of(charge));
    }
    bool close_order(const Charge &charge) noexcept;

    // A message that did not ask left at `write_ns`.
    void append(const Charge &charge, uint64_t write_ns) noexcept;

    // The venue rejected this message for its rate. It counts as full what the venue named; without a name (0), every
    // limit that the message meets and that recovers soon.
    void saturate(const Charge &charge, uint32_t limit_id, uint64_t now_ns) noexcept;

    // The limits that a kind meets, as bits; and those of them that are broad, or of scope lane.
    uint32_t limits_mask(uint32_t kind) const noexcept { return kinds_[kind].limits_mask; }
    // Some limit asks for the age of a message's order.
    bool has_ages() const noexcept { return has_ages_; }
    // A limit at this place belongs to the firm: its room changes without a word from this venue.
    bool is_firm(uint32_t limit_index) const noexcept { return limit_index >= own_.size(); }
    uint32_t broad_mask() const noexcept { return broad_mask_; }
    uint32_t lane_mask() const noexcept { return lane_mask_; }

    // A held request of this class waits for, or no longer waits for, the limit at this index.
    void add_waiter(const Charge &charge, uint32_t limit_index) noexcept;
    // Whether anybody waits for a counter that this charge meets.
    bool has_waiters(const Charge &charge) const noexcept { return has_waiters(charge, UINT32_MAX); }
    // Whether anybody of these classes (bits) does.
    bool has_waiters(const Charge &charge, uint32_t classes) const noexcept;
    void remove_waiter(const Charge &charge, uint32_t limit_index) noexcept;

    // The venue's own limits, in the order of the config; null for an id that is not here.
    const std::vector<Placed<Limit>> &own() const noexcept { return own_; }
    Limit *find(uint32_t limit_id) noexcept;

private:
    // One of the venue's own limits as the messages of one kind meet it.
    struct Step {
        Limit *limit = nullptr;
        uint32_t per_message = 0;  // 0: its cost is more than one number for each message
        uint8_t index = 0;         // into own_

        uint64_t cost_of(const Charge &charge) const noexcept {
            const uint64_t cost = uint64_t{per_message} * charge.message_count;
            return cost != 0 ? cost : limit->cost().of(charge);
        }
    };

    void compile(uint32_t kind);

    static bool is_cancel(const Charge &charge) noexcept { return charge.request_class == SLUICE_CLASS_CRITICAL; }
    // Takes from every limit if all have room. False says nothing, and nothing is taken.
    bool take_at_a_glance(const Charge &charge, uint64_t now_ns) noexcept {
        const KindPlan &kind = kinds_[charge.kind];
        const bool cancel = is_cancel(charge);
        for (const Step &step : kind.own) {
            Limit &limit = *step.limit;
            if (limit.take_at_a_glance(limit.key_of(charge), step.cost_of(charge), cancel, now_ns)) continue;
            refund_own(charge, static_cast<std::size_t>(&step - kind.own.data()));
            return false;
        }
        if (kind.firm.empty() || take_firm_at_a_glance(charge, now_ns)) return true;
        refund_own(charge, kind.own.size());
        return false;
    }
    bool take_firm_at_a_glance(const Charge &charge, uint64_t now_ns) noexcept;
    // Gives back to the first so many of the venue's own limits.
    void refund_own(const Charge &charge, std::size_t count) noexcept;
    Room take_closely(const Charge &charge, uint32_t ahead_mask, uint64_t now_ns) noexcept;
    void take_own(const Charge &charge, uint64_t now_ns) noexcept;
    bool take_firm(const Charge &charge, uint64_t now_ns, Room &room) noexcept;
    void refund_firm(const Charge &charge, std::size_t count) noexcept;

    // How many held requests of each class wait for one counter, and the classes with any as bits.
    struct Waiters {
        std::array<uint32_t, kClassCount> count{};
        uint32_t mask = 0;
    };

    // What the messages of one kind meet, on one line.
    struct alignas(kCacheLineBytes) KindPlan {
        std::span<const Step> own;         // the venue's own limits with a cost
        std::span<const uint8_t> firm;     // indices into firm_ of those with a cost
        std::span<const uint8_t> settled;  // indices into own_: those that wait for the answer
        uint32_t limits_mask = 0;
    };

    std::array<KindPlan, kKindCount> kinds_{};
    std::vector<Placed<Limit>> own_;
    std::vector<std::shared_ptr<FirmLimit>> firm_;
    std::pmr::vector<Step> steps_;       // of all kinds, one after the other
    std::pmr::vector<uint8_t> indices_;  // likewise, firm and settled
    std::vector<uint8_t> with_orders_;   // own limits whose reserve grows with orders
    uint32_t broad_mask_ = 0;
    uint32_t lane_mask_ = 0;
    bool has_ages_ = false;
    std::vector<ZeroedArray<Waiters>> waiters_;  // [own limit][key]
    uint32_t waiting_ = 0;                       // requests in waiters_
};

}  // namespace sluice
