#include "venue/order_table.hpp"

#include <bit>

#include "platform/assertion.hpp"

namespace sluice {

OrderTable::OrderTable(uint32_t orders_max, uint32_t busy_max, LimitPlan *limits, std::pmr::memory_resource *memory)
    : limits_(limits), records_(orders_max + busy_max, memory), places_(memory), listed_max_(orders_max) {
    const uint64_t place_count = std::bit_ceil(uint64_t{2} * records_.size() + 2);  // at most half full: short probes
    places_.assign(place_count, kNone);
    mask_ = static_cast<uint32_t>(place_count - 1);
    shift_ = 64u - static_cast<uint32_t>(std::countr_zero(place_count));
    for (uint32_t index = static_cast<uint32_t>(records_.size()); index-- > 0;) {
        records_[index].next = free_;
        free_ = index;
    }
}

uint32_t OrderTable::look_up(uint64_t order_id) noexcept {
    for (uint32_t place = home_of(order_id);; place = (place + 1) & mask_) {
        const uint32_t index = places_[place];
        if (index != kNone && records_[index].order_id != order_id) continue;
        asked_id_ = order_id;
        answer_ = index;
        place_ = place;
        return index;
    }
}

// Just after find() did not find it, so that its place is known.
uint32_t OrderTable::insert(uint64_t order_id) noexcept {
    if (free_ == kNone) {
        SLUICE_ASSERT(oldest_ != kNone);  // busy records are bounded by slots and grants
        const uint32_t forgotten = oldest_;
        unlist(forgotten);
        erase(forgotten);
        look_up(order_id);
    }
    const uint32_t index = free_;
    free_ = records_[index].next;
    records_[index] = OrderRecord{};
    records_[index].order_id = order_id;
    places_[place_] = answer_ = index;
    ++size_;
    return index;
}

void OrderTable::settle_idle(uint32_t index) noexcept {
    if (!records_[index].is_live) {
        erase(index);
        return;
    }
    list(index);
    if (listed_ > listed_max_) {
        const uint32_t forgotten = oldest_;
        unlist(forgotten);
        erase(forgotten);
    }
}

void OrderTable::erase(uint32_t index) noexcept {
    if (records_[index].is_counted && limits_ != nullptr) limits_->close_order(records_[index].charge);
    uint32_t hole = home_of(records_[index].order_id);
    while (places_[hole] != index)
        hole = (hole + 1) & mask_;
    // Move back every later member of the run that the hole would cut off from its home.
    for (uint32_t place = (hole + 1) & mask_; places_[place] != kNone; place = (place + 1) & mask_) {
        const uint32_t home = home_of(records_[places_[place]].order_id);
        if (((place - home) & mask_) >= ((place - hole) & mask_)) {
            places_[hole] = places_[place];
            hole = place;
        }
    }
    places_[hole] = kNone;
    records_[index].order_id = 0;
    records_[index].next = free_;
    free_ = index;
    --size_;
    // What was answered last may be this one, and its place may have moved.
    asked_id_ = 0;
    answer_ = kNone;
}

void OrderTable::list(uint32_t index) noexcept {
    OrderRecord &order = records_[index];
    order.is_listed = true;
    order.previous = newest_;
    order.next = kNone;
    (newest_ == kNone ? oldest_ : records_[newest_].next) = index;
    newest_ = index;
    ++listed_;
}

void OrderTable::unlist(uint32_t index) noexcept {
    OrderRecord &order = records_[index];
    (order.previous == kNone ? oldest_ : records_[order.previous].next) = order.next;
    (order.next == kNone ? newest_ : records_[order.next].previous) = order.previous;
    order.is_listed = false;
    order.next = order.previous = kNone;
    --listed_;
}

}  // namespace sluice
