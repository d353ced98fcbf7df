// One held request: what is known of it and where it stands in the queue. Slots live in a fixed pool and link to each
// other by index, so that a venue's queue is a few arrays. Written and read under the venue's lock.
#pragma once

#include <cstdint>

#include "request/charge.hpp"

namespace sluice {

enum class SlotState : uint8_t {
    free,
    waiting_for_order,  // an earlier message of its order is being written: not in a flow yet
    queued,             // in a flow, free to go as limits allow
    dropped             // settled; only its release() is still owed
};

struct Slot {
    uint64_t ticket = 0;
    uint64_t order_id = 0;
    uint64_t deadline_ns = 0;  // 0: none
    uint64_t held_since_ns = 0;
    uint64_t folded_ticket = 0;  // the amend that this held order takes on
    uint64_t other_ticket = 0;   // dropped: who took its place
    Charge charge;
    uint32_t drop_reason = 0;
    uint32_t side = 0;
    uint32_t flags = 0;
    uint32_t lane_generation = 0;  // of the lane's opening that it was submitted to
    SlotState state = SlotState::free;
    bool was_written = false;      // the host reported the write while release() ran
    bool uses_order_room = false;  // stands in the room kept for the cancel of a known order

    uint32_t order = kNone;  // where the record of its order was last
    uint32_t flow = kNone;
    uint32_t next_in_flow = kNone;
    uint32_t previous_in_flow = kNone;
    uint32_t next_in_class = kNone;  // by age
    uint32_t previous_in_class = kNone;
    uint32_t next_of_order = kNone;  // the next held message of the same order, oldest first
    uint32_t next_listed = kNone;    // in the free list or the list of drops
};

}  // namespace sluice
