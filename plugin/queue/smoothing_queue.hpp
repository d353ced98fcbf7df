// The held requests of one venue, and whose turn it is.
//
//   class     the more urgent goes first; a class that has waited too long gets a share (see the release stage)
//   lane      each lane has its own queues, so a lane that is down, paused or at its limit is passed over in one step
//   owner     inside a class and lane owners take turns (surplus round robin, M. Shreedhar and G. Varghese, "Efficient
//   Fair
//             Queuing using Deficit Round Robin", 1996, with the debt carried over): an owner who sent a batch of 10
//             waits 10 turns
//   flow      the requests of one owner, instrument and account in a class and lane, first in first out. A flow whose
//             limit has no room is parked until it has, and stands in nobody's way.
//
// The queue knows nothing of limits: the release stage asks for a candidate, then serves, skips or parks its flow.
// Invariants: a slot is in exactly one of free list, drops, or a class list; a queued slot is in exactly one flow; a
// flow is in its owner's ring or parked, never both; all memory is taken in the constructor.
//
// Written and read under the venue's lock.
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "config/config.hpp"
#include "platform/zeroed_array.hpp"
#include "queue/index_heap.hpp"
#include "queue/slot.hpp"

namespace sluice {

struct QueueCapacity {
    uint32_t slots = 0;
    uint32_t lanes = 0;
    uint32_t instruments = 0;  // highest id
    uint32_t owners = 0;       // highest id
};

class SmoothingQueue {
public:
    // `memory` outlives the queue.
    explicit SmoothingQueue(
        const QueueCapacity &capacity, std::pmr::memory_resource *memory = std::pmr::get_default_resource());

    Slot &slot(uint32_t index) noexcept { return slots_[index]; }
    const Slot &slot(uint32_t index) const noexcept { return slots_[index]; }
    uint32_t capacity() const noexcept { return static_cast<uint32_t>(slots_.size()); }

    // Pool. `allocate` returns kNone when there is no slot left.
    uint32_t allocate() noexcept;
    void free(uint32_t index) noexcept;
    uint32_t free_count() const noexcept { return free_count_; }

    // Enters the class list as held; the slot's fields must be filled. It is not in a flow yet.
    void hold(uint32_t index) noexcept;
    // Puts a held slot at the end (or the head) of its flow.
    void push_back(uint32_t index) noexcept { enqueue(index, false); }
    void push_front(uint32_t index) noexcept { enqueue(index, true); }
    // Takes a held slot out of everything.
    void remove(uint32_t index) noexcept;

    // Drops: settled slots in the order in which release() will tell of them.
    void push_drop(uint32_t index) noexcept;
    uint32_t pop_drop() noexcept;
    bool has_drops() const noexcept { return drops_head_ != kNone; }

    // Whose turn it is in a class and lane: the first slot of a flow, or kNone.
    uint32_t candidate(uint32_t request_class, uint32_t lane) noexcept;
    // The candidate was taken: charges its owner and removes it.
    void serve(uint32_t index) noexcept;
    // A look tries each flow of a class and lane once at the most.
    void begin_look() noexcept { ++look_; }
    // The candidate must not go now, but others may: the owner's next flow, and then the next owner, is looked at.
    void skip(uint32_t index) noexcept;
    // The candidate's flow has no room before `until_ns` because of the limit at `limit_index`.
    void park(uint32_t index, uint64_t until_ns, uint32_t limit_index) noexcept;
    // The earliest parked flow; only while has_parked().
    bool has_parked() const noexcept { return !parked_.is_empty(); }
    uint64_t parked_until_ns() const noexcept { return parked_.earliest_ns(); }
    // Brings the earliest parked flow back and returns its first slot; `limit_index` tells what it waited for.
    uint32_t unpark(uint32_t &limit_index) noexcept;
    // Brings back the flow of this slot, if it is parked. Returns the limit that it waited for, or kNone.
    uint32_t unpark_flow_of(uint32_t index) noexcept;

    // Whether a request with this charge would stand behind an earlier one of its own flow.
    bool has_flow(const Charge &charge) const noexcept { return find_flow(charge) != kNone; }

    uint32_t active_flows(uint32_t request_class, uint32_t lane) const noexcept {
        return lane_class(request_class, lane).active_flows;
    }
    // The kinds (bits) of the queued requests in a class and lane, parked ones included.
    uint32_t kinds(uint32_t request_class, uint32_t lane) const noexcept {
        return lane_class(request_class, lane).kinds;
    }

    bool is_parked(uint32_t index) const noexcept {
        return slots_[index].flow != kNone && flows_[slots_[index].flow].is_parked;
    }

    // Held requests by class, waiting ones included; the oldest and the newest of a class, or kNone.
    uint32_t depth(uint32_t request_class) const noexcept { return classes_[request_class].depth; }
    uint32_t oldest(uint32_t request_class) const noexcept { return classes_[request_class].oldest; }
    uint32_t newest(uint32_t request_class) const noexcept { return classes_[request_class].newest; }
    uint32_t held() const noexcept { return held_; }

    // A held slot gets another deadline (0: none).
    void set_deadline(uint32_t index, uint64_t deadline_ns) noexcept;
    // The held slot whose deadline comes first; only while has_deadlines().
    bool has_deadlines() const noexcept { return !deadlines_.is_empty(); }
    uint32_t earliest_deadline() const noexcept { return deadlines_.earliest(); }
    uint64_t earliest_deadline_ns() const noexcept { return deadlines_.earliest_ns(); }

private:
    struct Flow {
        Charge key;  // class, lane, account, instrument and owner are used
        uint32_t head = kNone;
        uint32_t tail = kNone;
        uint32_t owner_queue = kNone;
        uint32_t next = kNone;  // ring of the owner's active flows
        uint32_t previous = kNone;
        uint32_t next_of_instrument = 0;  // as in flows_of_instrument_
        uint32_t parked_limit = kNone;
        uint64_t skipped_in_look = 0;  // the last one that passed it over
        bool is_parked = false;
    };

    struct OwnerQueue {
        uint32_t request_class = 0;
        uint32_t lane = 0;
        uint32_t owner = 0;
        int32_t credit = 0;       // turns in hand; negative: a debt
        uint32_t flows = 0;       // parked ones included
        uint32_t active = kNone;  // the flow whose turn it is
        uint32_t next = kNone;    // ring of the owners with active flows
        uint32_t previous = kNone;
        uint32_t next_of_owner = 0;  // as in queues_of_owner_
    };

    struct LaneClass {
        uint32_t current = kNone;  // the owner whose turn it is
        uint32_t active_flows = 0;
        uint32_t kinds = 0;  // bits: those whose count is not 0
        std::array<uint32_t, kKindCount> kind_count{};
    };

    struct ClassList {
        uint32_t oldest = kNone;
        uint32_t newest = kNone;
        uint32_t depth = 0;
    };

    LaneClass &lane_class(uint32_t request_class, uint32_t lane) noexcept {
        return lane_classes_[lane * kClassCount + request_class];
    }
    const LaneClass &lane_class(uint32_t request_class, uint32_t lane) const noexcept {
        return lane_classes_[lane * kClassCount + request_class];
    }

    void enqueue(uint32_t index, bool at_head) noexcept;
    void leave_flow(uint32_t index) noexcept;
    uint32_t find_flow(const Charge &charge) const noexcept;
    uint32_t open_flow(const Charge &charge) noexcept;
    void close_flow(uint32_t flow) noexcept;
    void activate(uint32_t flow) noexcept;
    void deactivate(uint32_t flow) noexcept;
    uint32_t open_owner_queue(const Charge &charge) noexcept;
    void close_owner_queue(uint32_t owner_queue) noexcept;
    void next_owner(LaneClass &queue) noexcept;

    std::pmr::vector<Slot> slots_;
    std::pmr::vector<Flow> flows_;
    std::pmr::vector<OwnerQueue> owner_queues_;
    std::pmr::vector<LaneClass> lane_classes_;   // [lane][class]
    ZeroedArray<uint32_t> flows_of_instrument_;  // first flow and 1, by instrument id; 0: none
    ZeroedArray<uint32_t> queues_of_owner_;      // first owner queue and 1, by owner id; 0: none
    std::array<ClassList, kClassCount> classes_{};
    IndexHeap deadlines_;
    IndexHeap parked_;
    uint64_t look_ = 1;
    uint32_t free_slot_ = kNone;
    uint32_t free_flow_ = kNone;
    uint32_t free_owner_queue_ = kNone;
    uint32_t drops_head_ = kNone;
    uint32_t drops_tail_ = kNone;
    uint32_t held_ = 0;
    uint32_t free_count_ = 0;
};

}  // namespace sluice
