// What a venue knows of orders: which are live, what is held for each, and which message of each is being written.
//
// An order is known from its new order's first verdict until its end is reported. Each known order has room for its
// cancel in the queue. When more are live than fit, the one that was heard of longest ago is forgotten: its cancel is
// then like that of any unknown order. Records that still have held or unwritten messages are never forgotten.
//
// Limits may keep room for the cancel of each live order: a record that goes gives that room back.
//
// Open addressing with linear probing over record numbers; deletion shifts back, so there are no tombstones. Fixed
// memory. Written and read under the venue's lock.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <vector>

#include "limits/limit_plan.hpp"
#include "queue/slot.hpp"

namespace sluice {

struct OrderRecord {
    uint64_t order_id = 0;             // 0: no order's
    uint32_t first_held = kNone;       // slot; the rest follows by next_of_order, oldest first
    uint32_t unwritten_grant = kNone;  // index of the grant whose write is unknown
    uint32_t next = kNone;             // by age, only while live and idle; or in the free list
    uint32_t previous = kNone;
    bool is_live = false;  // may exist at the venue
    bool is_listed = false;
    bool is_filled = false;   // in part at least
    bool is_counted = false;  // the limits keep room for its cancel
    uint64_t changed_ns = 0;  // when the last message that made or changed it was written; 0: unknown
    Charge charge;            // of its new order
};

class OrderTable {
public:
    // At most `orders_max` live and idle orders, and one record more for each of `busy_max` held or unwritten messages.
    // `limits` hears when an order that it counts is forgotten; may be null. `memory` outlives the table.
    OrderTable(uint32_t orders_max, uint32_t busy_max, LimitPlan *limits = nullptr,
        std::pmr::memory_resource *memory = std::pmr::get_default_resource());

    OrderRecord &record(uint32_t index) noexcept { return records_[index]; }
    const OrderRecord &record(uint32_t index) const noexcept { return records_[index]; }

    // kNone when not known. A request asks several times for its order: the last answer is kept.
    uint32_t find(uint64_t order_id) noexcept { return order_id == asked_id_ ? answer_ : look_up(order_id); }
    // The same with a guess, which may be of a record that is another order's by now: no search when it is right.
    uint32_t find(uint64_t order_id, uint32_t guess) noexcept {
        return guess != kNone && records_[guess].order_id == order_id ? guess : find(order_id);
    }
    // Finds or makes a record. There is always room: idle live orders are forgotten for it.
    uint32_t obtain(uint64_t order_id, uint32_t guess = kNone) noexcept {
        const uint32_t index = find(order_id, guess);
        return index != kNone ? index : insert(order_id);
    }
    // To be called after every change of a record: lists it by age when it is live and idle, frees it when nothing is
    // left.
    void settle(uint32_t index) noexcept {
        const OrderRecord &order = records_[index];
        if (order.is_listed) unlist(index);
        if (order.first_held == kNone && order.unwritten_grant == kNone) settle_idle(index);
    }

    uint32_t size() const noexcept { return size_; }

private:
    uint32_t home_of(uint64_t order_id) const noexcept {
        // Fibonacci hashing: hosts number their orders in sequence, and neighbours should not be.
        return static_cast<uint32_t>((order_id * 0x9E3779B97F4A7C15u) >> shift_);
    }
    uint32_t look_up(uint64_t order_id) noexcept;
    uint32_t insert(uint64_t order_id) noexcept;
    void settle_idle(uint32_t index) noexcept;
    void erase(uint32_t index) noexcept;
    void list(uint32_t index) noexcept;
    void unlist(uint32_t index) noexcept;

    LimitPlan *const limits_;
    std::pmr::vector<OrderRecord> records_;
    std::pmr::vector<uint32_t> places_;  // record number, or kNone
    // The last question of find(): no order has the id 0. `place_` is where the search ended.
    uint64_t asked_id_ = 0;
    uint32_t answer_ = kNone;
    uint32_t place_ = 0;
    uint32_t mask_ = 0;
    uint32_t shift_ = 0;
    uint32_t free_ = kNone;
    uint32_t oldest_ = kNone;
    uint32_t newest_ = kNone;
    uint32_t listed_ = 0;
    uint32_t listed_max_ = 0;
    uint32_t size_ = 0;
};

}  // namespace sluice
