// What a venue holds, and the algebra of its orders: the queue, the order table and the room they have, kept
// consistent.
//
// The held messages of one order form a chain, oldest first, of which only the first may go, and only when no earlier
// message of that order is still being written. So the messages of an order leave in the order in which they came, and
// the algebra has little to look at:
//
//   cancel meets a held new       both are settled here (annihilated), amends between them too
//   cancel meets a held amend     the amend is superseded, the cancel goes on
//   cancel meets a held cancel    one is enough (duplicate)
//   amend meets a held new        the new takes on the amend's content (folded)
//   amend meets a held amend      the last wins and takes the place of the first (superseded)
//
// Room. `held_max` slots are for all; another `orders_max` are kept for the cancels of known orders, one each; a third
// part (as large as the first) lets dropped requests wait for their release() without taking room from held ones.
//
// Written and read under the venue's lock.
#pragma once

#include <cstdint>

#include "config/config.hpp"
#include "limits/limit_plan.hpp"
#include "queue/smoothing_queue.hpp"
#include "telemetry/venue_counters.hpp"
#include "venue/order_table.hpp"

namespace sluice {

// Kinds whose messages belong to one order and must reach the venue in their order.
inline bool takes_part_in_order(uint32_t kind) noexcept {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_CANCEL;
}

// A request that may have to be held, as far as the queue must know it.
struct Holding {
    uint64_t ticket = 0;
    uint64_t order_id = 0;  // 0 when it takes no part in the algebra
    uint64_t deadline_ns = 0;
    Charge charge;
    uint32_t side = 0;
    uint32_t flags = 0;
    uint32_t lane_generation = 0;
    uint32_t order = kNone;  // where the record of its order was last
};

// What the algebra says about a request before limits are asked.
struct Meeting {
    enum class Kind : uint8_t { none, absorbed, refused, held } kind = Kind::none;
    uint32_t reason = 0;
    uint64_t other_ticket = 0;
    uint64_t superseded_ticket = 0;
};

class HeldRequests {
public:
    // `limits`, `counters` and `memory` outlive this object.
    HeldRequests(const VenueConfig &config, uint32_t instruments, uint32_t owners, LimitPlan &limits,
        VenueCounters &counters, std::pmr::memory_resource *memory = std::pmr::get_default_resource());

    SmoothingQueue &queue() noexcept { return queue_; }
    const SmoothingQueue &queue() const noexcept { return queue_; }
    OrderTable &orders() noexcept { return orders_; }

    // True when an earlier message of the order is held or being written: a further one must wait.
    bool is_order_busy(uint64_t order_id) noexcept {
        const uint32_t order = order_id == 0 ? kNone : orders_.find(order_id);
        if (order == kNone) return false;
        const OrderRecord &record = orders_.record(order);
        return record.unwritten_grant != kNone || record.first_held != kNone;
    }

    // Applies the algebra to a request of an order. `held` means that it took the place of an older one.
    Meeting meet(const Holding &request) noexcept {
        const uint32_t order = request.order_id == 0 ? kNone : orders_.find(request.order_id);
        return order == kNone ? Meeting{} : meet_known(order, request);
    }

    // Holds a request. Makes room by evicting the newest of the least urgent class if that is less urgent. Returns
    // kNone when there is no room. It waits for its order if an earlier message of it is held or unwritten.
    uint32_t hold(const Holding &request, uint64_t now_ns) noexcept;

    // Parks the flow of a queued slot until a limit has room.
    void park(uint32_t index, uint64_t until_ns, uint32_t limit_index) noexcept;
    // Brings back parked flows that are due, at most a few at a time.
    void unpark_due(uint64_t now_ns) noexcept;

    // Brings back all parked flows: the limits changed.
    void unpark_all() noexcept;

    // Settles a held request: its release() will say why. What waited for it in its order is settled or may go.
    void drop(uint32_t index, uint32_t reason, uint64_t other_ticket) noexcept;

    // A release begins: the slot leaves the queue and its order's chain but stays allocated.
    void begin_release(uint32_t index) noexcept;
    // It was not taken: the slot goes back to the head, its grant is void. Its order's chain is settled anew.
    void requeue(uint32_t index) noexcept;
    // It ended, or its drop was told.
    void forget(uint32_t index) noexcept;

    // Links between an order and the grant of its message whose write is unknown. `charge` is the message's. Returns
    // where the order's record is: a guess for the calls below, kNone when nobody noted it.
    uint32_t bind_grant(uint64_t order_id, uint32_t grant, const Charge &charge, uint32_t guess = kNone) noexcept;
    // The write became known.
    void settle_written(uint64_t order_id, uint32_t kind, uint64_t write_ns, uint32_t guess = kNone) noexcept;
    // The message provably did not leave.
    void settle_unwritten(uint64_t order_id, uint32_t kind, uint32_t guess = kNone) noexcept;
    // The order ended at the venue.
    void end_order(uint64_t order_id, uint32_t guess = kNone) noexcept;
    // Since the last message that made or changed it was written; 0 when that is not known.
    uint64_t order_age_ns(uint64_t order_id, uint64_t now_ns) noexcept;
    // Notes a fill. Its new order's charge, null when the order is not known; `is_first`: no
    // fill of it was heard of before.
    const Charge *note_fill(uint64_t order_id, bool &is_first) noexcept;

private:
    struct ChainEnds {
        uint32_t tail = kNone;
        uint32_t new_order = kNone;
        uint32_t cancel = kNone;
    };

    ChainEnds ends_of(const OrderRecord &order) const noexcept;
    Meeting meet_known(uint32_t order, const Holding &request) noexcept;
    Meeting meet_cancel(uint32_t order, const ChainEnds &ends, const Holding &request) noexcept;
    Meeting meet_replace(const ChainEnds &ends, const Holding &request) noexcept;
    // A slot can be taken without touching the room kept for cancels of known orders.
    bool has_spare_slot() const noexcept { return queue_.free_count() > orders_max_ - order_room_used_; }
    uint32_t allocate(const Holding &request, bool is_known_cancel) noexcept;
    uint32_t allocate_order_room() noexcept;
    bool evict_for(uint32_t request_class, uint64_t ticket) noexcept;
    void enter(uint32_t index, uint32_t order) noexcept;
    void leave_queue(uint32_t index) noexcept;
    void leave_chain(uint32_t index) noexcept;
    void finish_drop(uint32_t index, uint32_t reason, uint64_t other_ticket) noexcept;
    void drop_chain(uint32_t order, uint32_t reason, uint64_t other_ticket) noexcept;
    void wake_chain(uint32_t order) noexcept;
    void end_life(OrderRecord &order) noexcept;

    LimitPlan &limits_;
    VenueCounters &counters_;
    const uint32_t held_max_;
    const uint32_t orders_max_;
    SmoothingQueue queue_;
    OrderTable orders_;
    uint32_t shared_used_ = 0;      // of held_max_
    uint32_t order_room_used_ = 0;  // of orders_max_
};

}  // namespace sluice
