#include "venue/held_requests.hpp"

#include <algorithm>

#include "platform/assertion.hpp"

namespace sluice {

namespace {

// A poll looks at a few parked flows before each release, so that one that serves thousands of them stays short.
constexpr int kUnparkMax = 16;

}  // namespace

HeldRequests::HeldRequests(const VenueConfig &config, uint32_t instruments, uint32_t owners, LimitPlan &limits,
    VenueCounters &counters, std::pmr::memory_resource *memory)
    : limits_(limits),
      counters_(counters),
      held_max_(config.held_max),
      orders_max_(config.orders_max),
      queue_({2 * config.held_max + config.orders_max, config.lanes_max, instruments, owners}, memory),
      orders_(config.orders_max, 2 * config.held_max + config.orders_max + config.grants_max, &limits, memory) {}

HeldRequests::ChainEnds HeldRequests::ends_of(const OrderRecord &order) const noexcept {
    ChainEnds ends;
    for (uint32_t index = order.first_held; index != kNone; index = queue_.slot(index).next_of_order) {
        if (queue_.slot(index).charge.kind == SLUICE_KIND_NEW) ends.new_order = index;
        if (queue_.slot(index).charge.kind == SLUICE_KIND_CANCEL) ends.cancel = index;
        ends.tail = index;
    }
    return ends;
}

Meeting HeldRequests::meet_known(uint32_t order, const Holding &request) noexcept {
    const ChainEnds ends = ends_of(orders_.record(order));
    switch (request.charge.kind) {
        case SLUICE_KIND_NEW:
            return {Meeting::Kind::refused, SLUICE_REASON_BAD_ORDER_ID, 0, 0};
        case SLUICE_KIND_CANCEL:
            return meet_cancel(order, ends, request);
        default:
            return meet_replace(ends, request);
    }
}

Meeting HeldRequests::meet_cancel(uint32_t order, const ChainEnds &ends, const Holding &request) noexcept {
    // On another lane it is no duplicate: the lane of the first may be down, which is why the host tries this one.
    if (ends.cancel != kNone && queue_.slot(ends.cancel).charge.lane == request.charge.lane) {
        counters_.duplicates.add();
        return {Meeting::Kind::absorbed, SLUICE_REASON_DUPLICATE, queue_.slot(ends.cancel).ticket, 0};
    }
    if (ends.new_order != kNone) {
        const uint64_t met = queue_.slot(ends.new_order).ticket;
        counters_.annihilated.add();
        drop_chain(order, SLUICE_REASON_ANNIHILATED, request.ticket);
        return {Meeting::Kind::absorbed, SLUICE_REASON_ANNIHILATED, met, 0};
    }
    if (ends.tail != kNone) {
        counters_.superseded.add();
        drop_chain(order, SLUICE_REASON_SUPERSEDED, request.ticket);
    }
    return {};
}

Meeting HeldRequests::meet_replace(const ChainEnds &ends, const Holding &request) noexcept {
    if (ends.cancel != kNone) return {Meeting::Kind::refused, SLUICE_REASON_CANCEL_PENDING, 0, 0};
    if (ends.tail == kNone) return {};
    Slot &held = queue_.slot(ends.tail);
    if (held.charge.kind == SLUICE_KIND_NEW) {
        const uint64_t before = held.folded_ticket;
        held.folded_ticket = request.ticket;
        queue_.set_deadline(ends.tail, request.deadline_ns);
        counters_.folded.add();
        return {Meeting::Kind::absorbed, SLUICE_REASON_FOLDED, held.ticket, before};
    }
    // The last amend wins. It takes the older one's place only if it would stand in the same flow; otherwise it queues
    // anew.
    const bool keeps_place =
        held.charge.lane == request.charge.lane && held.charge.request_class == request.charge.request_class &&
        held.charge.account == request.charge.account && held.charge.instrument == request.charge.instrument &&
        held.charge.owner == request.charge.owner;
    const uint32_t notice = keeps_place && has_spare_slot() ? queue_.allocate() : kNone;
    if (notice == kNone) {
        counters_.superseded.add();
        drop(ends.tail, SLUICE_REASON_SUPERSEDED, request.ticket);
        return {};
    }
    counters_.superseded.add();
    Slot &settled = queue_.slot(notice);
    settled.ticket = held.ticket;
    settled.order_id = held.order_id;
    settled.held_since_ns = held.held_since_ns;
    settled.charge = held.charge;
    settled.lane_generation = held.lane_generation;
    settled.drop_reason = SLUICE_REASON_SUPERSEDED;
    settled.other_ticket = request.ticket;
    queue_.push_drop(notice);
    held.ticket = request.ticket;
    held.charge.message_count = request.charge.message_count;
    held.side = request.side;
    held.flags = request.flags;
    queue_.set_deadline(ends.tail, request.deadline_ns);
    return {Meeting::Kind::held, SLUICE_REASON_BACKLOG, 0, 0};
}

uint32_t HeldRequests::allocate(const Holding &request, bool is_known_cancel) noexcept {
    if (is_known_cancel && order_room_used_ < orders_max_) return allocate_order_room();
    if (has_spare_slot() && (shared_used_ < held_max_ || evict_for(request.charge.request_class, request.ticket))) {
        ++shared_used_;
        return queue_.allocate();
    }
    // Any other cancel may have what the orders that are known leave of their room: it is the last thing to refuse.
    const bool is_cancel = request.charge.request_class == SLUICE_CLASS_CRITICAL;
    return is_cancel && orders_.size() + order_room_used_ < orders_max_ ? allocate_order_room() : kNone;
}

uint32_t HeldRequests::allocate_order_room() noexcept {
    const uint32_t index = queue_.allocate();
    SLUICE_ASSERT(index != kNone);  // that many slots are kept free for exactly this
    if (index == kNone) return kNone;
    ++order_room_used_;
    queue_.slot(index).uses_order_room = true;
    return index;
}

bool HeldRequests::evict_for(uint32_t request_class, uint64_t ticket) noexcept {
    for (uint32_t lowest = kClassCount - 1; lowest > request_class; --lowest) {
        const uint32_t victim = queue_.newest(lowest);
        if (victim == kNone) continue;
        counters_.evicted.add();
        drop(victim, SLUICE_REASON_EVICTED, ticket);
        return true;
    }
    return false;
}

uint32_t HeldRequests::hold(const Holding &request, uint64_t now_ns) noexcept {
    const bool has_order = request.order_id != 0;
    const uint32_t known = has_order ? orders_.find(request.order_id) : kNone;
    const uint32_t index = allocate(request, known != kNone && request.charge.kind == SLUICE_KIND_CANCEL);
    if (index == kNone) return kNone;
    Slot &slot = queue_.slot(index);
    slot.ticket = request.ticket;
    slot.order_id = request.order_id;
    slot.lane_generation = request.lane_generation;
    slot.deadline_ns = request.deadline_ns;
    slot.held_since_ns = now_ns;
    slot.charge = request.charge;
    slot.side = request.side;
    slot.flags = request.flags;
    enter(index, has_order ? orders_.obtain(request.order_id) : kNone);
    return index;
}

// Puts a filled slot into the class list and behind the other messages of its order.
void HeldRequests::enter(uint32_t index, uint32_t order) noexcept {
    queue_.hold(index);
    if (order == kNone) {
        queue_.push_back(index);
        return;
    }
    queue_.slot(index).order = order;
    OrderRecord &record = orders_.record(order);
    const uint32_t tail = ends_of(record).tail;
    (tail == kNone ? record.first_held : queue_.slot(tail).next_of_order) = index;
    orders_.settle(order);
    if (tail == kNone && record.unwritten_grant == kNone) queue_.push_back(index);
}

void HeldRequests::park(uint32_t index, uint64_t until_ns, uint32_t limit_index) noexcept {
    limits_.add_waiter(queue_.slot(index).charge, limit_index);
    queue_.park(index, until_ns, limit_index);
}

void HeldRequests::unpark_due(uint64_t now_ns) noexcept {
    for (int count = 0; count < kUnparkMax && queue_.has_parked() && queue_.parked_until_ns() <= now_ns; ++count) {
        uint32_t limit_index = kNone;
        const uint32_t head = queue_.unpark(limit_index);
        limits_.remove_waiter(queue_.slot(head).charge, limit_index);
    }
}

void HeldRequests::unpark_all() noexcept {
    while (queue_.has_parked()) {
        uint32_t limit_index = kNone;
        const uint32_t head = queue_.unpark(limit_index);
        limits_.remove_waiter(queue_.slot(head).charge, limit_index);
    }
}

// Takes a slot out of flow and class list. A parked flow comes back: its next request may be blocked by nothing.
void HeldRequests::leave_queue(uint32_t index) noexcept {
    const uint32_t limit_index = queue_.unpark_flow_of(index);
    if (limit_index != kNone) limits_.remove_waiter(queue_.slot(index).charge, limit_index);
    queue_.remove(index);
}

void HeldRequests::leave_chain(uint32_t index) noexcept {
    const Slot &slot = queue_.slot(index);
    if (slot.order_id == 0) return;
    OrderRecord &order = orders_.record(orders_.find(slot.order_id, slot.order));
    uint32_t *link = &order.first_held;
    while (*link != index)
        link = &queue_.slot(*link).next_of_order;
    *link = slot.next_of_order;
    queue_.slot(index).next_of_order = kNone;
}

void HeldRequests::finish_drop(uint32_t index, uint32_t reason, uint64_t other_ticket) noexcept {
    Slot &slot = queue_.slot(index);
    if (!slot.uses_order_room) --shared_used_;
    slot.drop_reason = reason;
    slot.other_ticket = other_ticket;
    queue_.push_drop(index);
}

void HeldRequests::drop(uint32_t index, uint32_t reason, uint64_t other_ticket) noexcept {
    const uint64_t order_id = queue_.slot(index).order_id;
    const uint32_t guess = queue_.slot(index).order;
    const bool is_new = queue_.slot(index).charge.kind == SLUICE_KIND_NEW;
    const uint64_t ticket = queue_.slot(index).ticket;
    leave_queue(index);
    leave_chain(index);
    finish_drop(index, reason, other_ticket);
    if (order_id == 0) return;
    const uint32_t order = orders_.find(order_id, guess);
    if (is_new) {
        // The order never reached the venue: nothing that concerns it has a meaning any more.
        drop_chain(order, SLUICE_REASON_ANNIHILATED, ticket);
    } else {
        wake_chain(order);
        orders_.settle(order);
    }
}

void HeldRequests::drop_chain(uint32_t order, uint32_t reason, uint64_t other_ticket) noexcept {
    OrderRecord &record = orders_.record(order);
    while (record.first_held != kNone) {
        const uint32_t index = record.first_held;
        leave_queue(index);
        leave_chain(index);
        finish_drop(index, reason, other_ticket);
    }
    orders_.settle(order);
}

// Lets the first held message of an order into the queue when nothing of the order is being written.
void HeldRequests::wake_chain(uint32_t order) noexcept {
    const OrderRecord &record = orders_.record(order);
    if (record.unwritten_grant != kNone || record.first_held == kNone) return;
    if (queue_.slot(record.first_held).state == SlotState::waiting_for_order) queue_.push_back(record.first_held);
}

void HeldRequests::begin_release(uint32_t index) noexcept {
    leave_chain(index);
    Slot &slot = queue_.slot(index);
    queue_.serve(index);
    if (!slot.uses_order_room) --shared_used_;
}

void HeldRequests::requeue(uint32_t index) noexcept {
    Slot &slot = queue_.slot(index);
    if (!slot.uses_order_room)
        ++shared_used_;  // its room may have been given away meanwhile: it comes back all the same
    queue_.hold(index);
    if (slot.order_id == 0) {
        queue_.push_front(index);
        return;
    }
    const uint32_t order = slot.order = orders_.obtain(slot.order_id, slot.order);
    OrderRecord &record = orders_.record(order);
    record.unwritten_grant = kNone;
    if (slot.charge.kind == SLUICE_KIND_NEW) end_life(record);
    // What came in while it was out goes behind it again, also when the host has said NOT_WRITTEN before BUSY.
    const ChainEnds behind = ends_of(record);
    if (record.first_held != kNone && queue_.slot(record.first_held).state == SlotState::queued) {
        leave_queue(record.first_held);
        queue_.hold(record.first_held);
    }
    slot.next_of_order = record.first_held;
    record.first_held = index;
    orders_.settle(order);
    if (behind.cancel != kNone && slot.charge.kind == SLUICE_KIND_NEW) {
        counters_.annihilated.add();
        const uint64_t cancel_ticket = queue_.slot(behind.cancel).ticket;
        drop_chain(order, SLUICE_REASON_ANNIHILATED, cancel_ticket);
    } else if (behind.tail != kNone && slot.charge.kind == SLUICE_KIND_REPLACE) {
        counters_.superseded.add();
        const uint32_t later = behind.cancel != kNone ? behind.cancel : behind.tail;
        drop(index, SLUICE_REASON_SUPERSEDED, queue_.slot(later).ticket);
    } else {
        queue_.push_front(index);
        if (behind.cancel != kNone && queue_.slot(behind.cancel).charge.lane == slot.charge.lane) {
            counters_.duplicates.add();
            drop(behind.cancel, SLUICE_REASON_DUPLICATE, slot.ticket);
        }
    }
}

void HeldRequests::forget(uint32_t index) noexcept {
    if (queue_.slot(index).uses_order_room) --order_room_used_;
    queue_.free(index);
}

uint32_t HeldRequests::bind_grant(uint64_t order_id, uint32_t grant, const Charge &charge, uint32_t guess) noexcept {
    const uint32_t order = orders_.obtain(order_id, guess);
    OrderRecord &record = orders_.record(order);
    record.unwritten_grant = grant;
    if (charge.kind == SLUICE_KIND_NEW) {
        end_life(record);  // an id that is used again is a new order
        record.is_live = record.is_counted = true;
        record.is_filled = false;
        record.changed_ns = 0;
        record.charge = charge;
        limits_.open_order(charge);
    }
    orders_.settle(order);
    return order;
}

void HeldRequests::settle_written(uint64_t order_id, uint32_t kind, uint64_t write_ns, uint32_t guess) noexcept {
    const uint32_t order = orders_.find(order_id, guess);
    if (order == kNone) return;
    OrderRecord &record = orders_.record(order);
    record.unwritten_grant = kNone;
    if (kind != SLUICE_KIND_CANCEL) record.changed_ns = write_ns;
    wake_chain(order);
    orders_.settle(order);
}

void HeldRequests::settle_unwritten(uint64_t order_id, uint32_t kind, uint32_t guess) noexcept {
    const uint32_t order = orders_.find(order_id, guess);
    if (order == kNone) return;
    OrderRecord &record = orders_.record(order);
    record.unwritten_grant = kNone;
    if (kind == SLUICE_KIND_NEW) {
        end_life(record);
        drop_chain(order, SLUICE_REASON_ANNIHILATED, 0);
        return;
    }
    wake_chain(order);
    orders_.settle(order);
}

void HeldRequests::end_order(uint64_t order_id, uint32_t guess) noexcept {
    const uint32_t order = orders_.find(order_id, guess);
    if (order == kNone) return;
    end_life(orders_.record(order));
    orders_.settle(order);
}

// What was kept for its cancel is free: who waits for it may go.
void HeldRequests::end_life(OrderRecord &order) noexcept {
    order.is_live = false;
    if (!order.is_counted) return;
    order.is_counted = false;
    if (limits_.close_order(order.charge) && limits_.has_waiters(order.charge)) unpark_all();
}

uint64_t HeldRequests::order_age_ns(uint64_t order_id, uint64_t now_ns) noexcept {
    const uint32_t order = order_id == 0 ? kNone : orders_.find(order_id);
    if (order == kNone || orders_.record(order).changed_ns == 0) return 0;
    return now_ns - std::min(now_ns, orders_.record(order).changed_ns);
}

const Charge *HeldRequests::note_fill(uint64_t order_id, bool &is_first) noexcept {
    const uint32_t order = order_id == 0 ? kNone : orders_.find(order_id);
    if (order == kNone || !orders_.record(order).is_live) return nullptr;
    OrderRecord &record = orders_.record(order);
    is_first = !record.is_filled;
    record.is_filled = true;
    return &record.charge;
}

}  // namespace sluice
