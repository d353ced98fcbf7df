#include "queue/smoothing_queue.hpp"

#include <algorithm>

#include "platform/assertion.hpp"

namespace sluice {

namespace {

// Circular lists over a pool, linked by index: `first` is the member whose turn it is, new ones join behind all others.

template <typename Node>
void ring_join(std::pmr::vector<Node> &pool, uint32_t &first, uint32_t index) noexcept {
    if (first == kNone) {
        pool[index].next = pool[index].previous = index;
        first = index;
        return;
    }
    const uint32_t last = pool[first].previous;
    pool[index].next = first;
    pool[index].previous = last;
    pool[last].next = index;
    pool[first].previous = index;
}

template <typename Node>
void ring_leave(std::pmr::vector<Node> &pool, uint32_t &first, uint32_t index) noexcept {
    const uint32_t next = pool[index].next;
    const uint32_t previous = pool[index].previous;
    if (next == index) {
        first = kNone;
    } else {
        pool[previous].next = next;
        pool[next].previous = previous;
        if (first == index) first = next;
    }
    pool[index].next = pool[index].previous = kNone;
}

}  // namespace

SmoothingQueue::SmoothingQueue(const QueueCapacity &capacity, std::pmr::memory_resource *memory)
    : slots_(capacity.slots, memory),
      flows_(capacity.slots, memory),
      owner_queues_(capacity.slots, memory),
      lane_classes_(std::size_t{capacity.lanes} * kClassCount, memory),
      flows_of_instrument_(std::size_t{capacity.instruments} + 1, memory),
      queues_of_owner_(std::size_t{capacity.owners} + 1, memory),
      deadlines_(capacity.slots, memory),
      parked_(capacity.slots, memory),
      free_count_(capacity.slots) {
    for (uint32_t index = capacity.slots; index-- > 0;) {
        slots_[index].next_listed = free_slot_;
        free_slot_ = index;
        flows_[index].next = free_flow_;
        free_flow_ = index;
        owner_queues_[index].next = free_owner_queue_;
        free_owner_queue_ = index;
    }
}

uint32_t SmoothingQueue::allocate() noexcept {
    const uint32_t index = free_slot_;
    if (index != kNone) {
        free_slot_ = slots_[index].next_listed;
        slots_[index] = Slot{};
        --free_count_;
    }
    return index;
}

void SmoothingQueue::free(uint32_t index) noexcept {
    slots_[index].state = SlotState::free;
    slots_[index].next_listed = free_slot_;
    free_slot_ = index;
    ++free_count_;
}

void SmoothingQueue::hold(uint32_t index) noexcept {
    Slot &slot = slots_[index];
    ClassList &list = classes_[slot.charge.request_class];
    slot.state = SlotState::waiting_for_order;
    // Nearly always the newest. A request that comes back from the transport is nearly the oldest: look from that end.
    uint32_t before = list.newest;
    if (before != kNone && slots_[before].held_since_ns > slot.held_since_ns) {
        before = kNone;
        uint32_t after = list.oldest;
        while (slots_[after].held_since_ns <= slot.held_since_ns) {
            before = after;
            after = slots_[after].next_in_class;
        }
    }
    slot.previous_in_class = before;
    slot.next_in_class = before == kNone ? list.oldest : slots_[before].next_in_class;
    (before == kNone ? list.oldest : slots_[before].next_in_class) = index;
    (slot.next_in_class == kNone ? list.newest : slots_[slot.next_in_class].previous_in_class) = index;
    ++list.depth;
    ++held_;
    if (slot.deadline_ns != 0) deadlines_.push(index, slot.deadline_ns);
}

void SmoothingQueue::remove(uint32_t index) noexcept {
    Slot &slot = slots_[index];
    if (slot.flow != kNone) leave_flow(index);
    ClassList &list = classes_[slot.charge.request_class];
    (slot.previous_in_class == kNone ? list.oldest : slots_[slot.previous_in_class].next_in_class) = slot.next_in_class;
    (slot.next_in_class == kNone ? list.newest : slots_[slot.next_in_class].previous_in_class) = slot.previous_in_class;
    slot.next_in_class = slot.previous_in_class = kNone;
    --list.depth;
    --held_;
    deadlines_.remove(index);
}

void SmoothingQueue::set_deadline(uint32_t index, uint64_t deadline_ns) noexcept {
    deadlines_.remove(index);
    slots_[index].deadline_ns = deadline_ns;
    if (deadline_ns != 0) deadlines_.push(index, deadline_ns);
}

void SmoothingQueue::push_drop(uint32_t index) noexcept {
    slots_[index].state = SlotState::dropped;
    slots_[index].next_listed = kNone;
    (drops_tail_ == kNone ? drops_head_ : slots_[drops_tail_].next_listed) = index;
    drops_tail_ = index;
}

uint32_t SmoothingQueue::pop_drop() noexcept {
    const uint32_t index = drops_head_;
    drops_head_ = slots_[index].next_listed;
    if (drops_head_ == kNone) drops_tail_ = kNone;
    return index;
}

uint32_t SmoothingQueue::candidate(uint32_t request_class, uint32_t lane) noexcept {
    LaneClass &queue = lane_class(request_class, lane);
    if (queue.current == kNone) return kNone;
    if (owner_queues_[queue.current].credit <= 0) next_owner(queue);
    return flows_[owner_queues_[queue.current].active].head;
}

// Gives each owner in turn one credit until one has any. Owners in debt after a batch would take many rounds: those are
// made up in one step.
void SmoothingQueue::next_owner(LaneClass &queue) noexcept {
    const uint32_t first = queue.current;
    int32_t best = INT32_MIN;
    uint32_t owner = first;
    do {
        owner = owner_queues_[owner].next;
        OwnerQueue &candidate = owner_queues_[owner];
        if (candidate.credit <= 0) ++candidate.credit;
        if (candidate.credit > 0) {
            queue.current = owner;
            return;
        }
        best = std::max(best, candidate.credit);
    } while (owner != first);
    const int32_t rounds = 1 - best;
    do {
        owner = owner_queues_[owner].next;
        owner_queues_[owner].credit += rounds;
        if (owner_queues_[owner].credit > 0 && owner_queues_[queue.current].credit <= 0) queue.current = owner;
    } while (owner != first);
}

void SmoothingQueue::serve(uint32_t index) noexcept {
    const Charge charge = slots_[index].charge;
    LaneClass &queue = lane_class(charge.request_class, charge.lane);
    const uint32_t flow = slots_[index].flow;
    const uint32_t owner = flows_[flow].owner_queue;
    owner_queues_[owner].credit -= static_cast<int32_t>(charge.message_count);
    owner_queues_[owner].active = flows_[flow].next;  // the owner's flows take turns too
    if (queue.current == owner && owner_queues_[owner].credit <= 0 && owner_queues_[owner].next != owner)
        next_owner(queue);
    remove(index);
}

void SmoothingQueue::skip(uint32_t index) noexcept {
    const Slot &slot = slots_[index];
    LaneClass &queue = lane_class(slot.charge.request_class, slot.charge.lane);
    OwnerQueue &owner = owner_queues_[flows_[slot.flow].owner_queue];
    flows_[slot.flow].skipped_in_look = look_;
    owner.active = flows_[slot.flow].next;
    if (flows_[owner.active].skipped_in_look != look_) return;
    queue.current = owner.next;
    OwnerQueue &next = owner_queues_[queue.current];
    if (next.credit <= 0) ++next.credit;
}

void SmoothingQueue::park(uint32_t index, uint64_t until_ns, uint32_t limit_index) noexcept {
    const uint32_t flow = slots_[index].flow;
    deactivate(flow);
    flows_[flow].is_parked = true;
    flows_[flow].parked_limit = limit_index;
    parked_.push(flow, until_ns);
}

uint32_t SmoothingQueue::unpark(uint32_t &limit_index) noexcept {
    const uint32_t head = flows_[parked_.earliest()].head;
    limit_index = unpark_flow_of(head);
    return head;
}

uint32_t SmoothingQueue::unpark_flow_of(uint32_t index) noexcept {
    const uint32_t flow = slots_[index].flow;
    if (flow == kNone || !flows_[flow].is_parked) return kNone;
    parked_.remove(flow);
    flows_[flow].is_parked = false;
    activate(flow);
    return flows_[flow].parked_limit;
}

void SmoothingQueue::enqueue(uint32_t index, bool at_head) noexcept {
    Slot &slot = slots_[index];
    uint32_t flow = find_flow(slot.charge);
    if (flow == kNone) flow = open_flow(slot.charge);
    slot.flow = flow;
    slot.state = SlotState::queued;
    Flow &members = flows_[flow];
    slot.next_in_flow = at_head ? members.head : kNone;
    slot.previous_in_flow = at_head ? kNone : members.tail;
    (slot.previous_in_flow == kNone ? members.head : slots_[slot.previous_in_flow].next_in_flow) = index;
    (slot.next_in_flow == kNone ? members.tail : slots_[slot.next_in_flow].previous_in_flow) = index;
    LaneClass &queue = lane_class(slot.charge.request_class, slot.charge.lane);
    ++queue.kind_count[slot.charge.kind];
    queue.kinds |= 1u << slot.charge.kind;
}

void SmoothingQueue::leave_flow(uint32_t index) noexcept {
    Slot &slot = slots_[index];
    Flow &members = flows_[slot.flow];
    (slot.previous_in_flow == kNone ? members.head : slots_[slot.previous_in_flow].next_in_flow) = slot.next_in_flow;
    (slot.next_in_flow == kNone ? members.tail : slots_[slot.next_in_flow].previous_in_flow) = slot.previous_in_flow;
    slot.next_in_flow = slot.previous_in_flow = kNone;
    LaneClass &queue = lane_class(slot.charge.request_class, slot.charge.lane);
    if (--queue.kind_count[slot.charge.kind] == 0) queue.kinds &= ~(1u << slot.charge.kind);
    if (members.head == kNone) close_flow(slot.flow);
    slot.flow = kNone;
}

uint32_t SmoothingQueue::find_flow(const Charge &charge) const noexcept {
    for (uint32_t next = flows_of_instrument_[charge.instrument]; next != 0;) {
        const Flow &flow = flows_[next - 1];
        if (flow.key.owner == charge.owner && flow.key.request_class == charge.request_class &&
            flow.key.lane == charge.lane && flow.key.account == charge.account) {
            return next - 1;
        }
        next = flow.next_of_instrument;
    }
    return kNone;
}

uint32_t SmoothingQueue::open_flow(const Charge &charge) noexcept {
    const uint32_t index = free_flow_;
    SLUICE_ASSERT(index != kNone);  // there are as many flows as slots
    free_flow_ = flows_[index].next;
    Flow &flow = flows_[index];
    flow = Flow{};
    flow.key = charge;
    flow.owner_queue = open_owner_queue(charge);
    ++owner_queues_[flow.owner_queue].flows;
    flow.next_of_instrument = flows_of_instrument_[charge.instrument];
    flows_of_instrument_[charge.instrument] = index + 1;
    activate(index);
    return index;
}

void SmoothingQueue::close_flow(uint32_t index) noexcept {
    Flow &flow = flows_[index];
    if (flow.is_parked) {
        parked_.remove(index);
        flow.is_parked = false;
    } else {
        deactivate(index);
    }
    uint32_t *link = &flows_of_instrument_[flow.key.instrument];
    while (*link != index + 1)
        link = &flows_[*link - 1].next_of_instrument;
    *link = flow.next_of_instrument;
    if (--owner_queues_[flow.owner_queue].flows == 0) close_owner_queue(flow.owner_queue);
    flow.next = free_flow_;
    free_flow_ = index;
}

void SmoothingQueue::activate(uint32_t index) noexcept {
    const uint32_t owner = flows_[index].owner_queue;
    LaneClass &queue = lane_class(flows_[index].key.request_class, flows_[index].key.lane);
    const bool was_idle = owner_queues_[owner].active == kNone;
    ring_join(flows_, owner_queues_[owner].active, index);
    if (was_idle) ring_join(owner_queues_, queue.current, owner);
    ++queue.active_flows;
}

void SmoothingQueue::deactivate(uint32_t index) noexcept {
    const uint32_t owner = flows_[index].owner_queue;
    LaneClass &queue = lane_class(flows_[index].key.request_class, flows_[index].key.lane);
    ring_leave(flows_, owner_queues_[owner].active, index);
    if (owner_queues_[owner].active == kNone) ring_leave(owner_queues_, queue.current, owner);
    --queue.active_flows;
}

uint32_t SmoothingQueue::open_owner_queue(const Charge &charge) noexcept {
    for (uint32_t next = queues_of_owner_[charge.owner]; next != 0;) {
        const OwnerQueue &queue = owner_queues_[next - 1];
        if (queue.request_class == charge.request_class && queue.lane == charge.lane) return next - 1;
        next = queue.next_of_owner;
    }
    const uint32_t index = free_owner_queue_;
    SLUICE_ASSERT(index != kNone);
    free_owner_queue_ = owner_queues_[index].next;
    OwnerQueue &queue = owner_queues_[index];
    queue = OwnerQueue{};
    queue.request_class = charge.request_class;
    queue.lane = charge.lane;
    queue.owner = charge.owner;
    queue.next_of_owner = queues_of_owner_[charge.owner];
    queues_of_owner_[charge.owner] = index + 1;
    return index;
}

void SmoothingQueue::close_owner_queue(uint32_t index) noexcept {
    OwnerQueue &queue = owner_queues_[index];
    uint32_t *link = &queues_of_owner_[queue.owner];
    while (*link != index + 1)
        link = &owner_queues_[*link - 1].next_of_owner;
    *link = queue.next_of_owner;
    queue.next = free_owner_queue_;
    free_owner_queue_ = index;
}

}  // namespace sluice
