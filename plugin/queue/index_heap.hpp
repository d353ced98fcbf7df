// The earliest of many times: a binary heap of small integers (indices of slots or flows), each with a time, from which
// any member can be removed because its place is known. Fixed memory. Written and read under the venue's lock.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <vector>

#include "platform/assertion.hpp"

namespace sluice {

class IndexHeap {
public:
    // Members are 0 to capacity - 1.
    explicit IndexHeap(uint32_t capacity, std::pmr::memory_resource *memory = std::pmr::get_default_resource())
        : heap_(memory), places_(capacity, kAbsent, memory), times_ns_(capacity, memory) {
        heap_.reserve(capacity);
    }

    bool is_empty() const noexcept { return heap_.empty(); }
    bool contains(uint32_t member) const noexcept { return places_[member] != kAbsent; }
    uint32_t earliest() const noexcept { return heap_.front(); }
    uint64_t earliest_ns() const noexcept { return times_ns_[heap_.front()]; }

    void push(uint32_t member, uint64_t time_ns) noexcept {
        SLUICE_ASSERT(!contains(member));
        times_ns_[member] = time_ns;
        heap_.push_back(member);
        places_[member] = static_cast<uint32_t>(heap_.size() - 1);
        rise(places_[member]);
    }

    void remove(uint32_t member) noexcept {
        if (!contains(member)) return;
        const uint32_t place = places_[member];
        const uint32_t last = heap_.back();
        heap_.pop_back();
        places_[member] = kAbsent;
        if (last == member) return;
        put(place, last);
        rise(place);
        sink(places_[last]);
    }

private:
    static constexpr uint32_t kAbsent = UINT32_MAX;

    void put(uint32_t place, uint32_t member) noexcept {
        heap_[place] = member;
        places_[member] = place;
    }

    void rise(uint32_t place) noexcept {
        const uint32_t member = heap_[place];
        while (place > 0) {
            const uint32_t parent = (place - 1) / 2;
            if (times_ns_[heap_[parent]] <= times_ns_[member]) break;
            put(place, heap_[parent]);
            place = parent;
        }
        put(place, member);
    }

    void sink(uint32_t place) noexcept {
        const uint32_t member = heap_[place];
        const auto size = static_cast<uint32_t>(heap_.size());
        while (true) {
            uint32_t child = 2 * place + 1;
            if (child >= size) break;
            if (child + 1 < size && times_ns_[heap_[child + 1]] < times_ns_[heap_[child]]) ++child;
            if (times_ns_[heap_[child]] >= times_ns_[member]) break;
            put(place, heap_[child]);
            place = child;
        }
        put(place, member);
    }

    std::pmr::vector<uint32_t> heap_;
    std::pmr::vector<uint32_t> places_;
    std::pmr::vector<uint64_t> times_ns_;
};

}  // namespace sluice
