// Messages that were allowed to go and of which something is still unknown: first whether they were written, then what
// the venue answered. Each has a handle (generation and place) that the host names in its events, so no look-up by key
// is needed and a late report of a settled grant is recognised.
//
// Two lists by age, one for each unknown, make time-outs a look at the oldest. Fixed memory. Written and read under the
// venue's lock.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <vector>

#include "queue/slot.hpp"

namespace sluice {

enum class GrantState : uint8_t { free, unwritten, unanswered };

struct Grant {
    uint64_t ticket = 0;
    uint64_t order_id = 0;
    uint64_t granted_ns = 0;
    uint64_t written_ns = 0;
    Charge charge;
    uint32_t generation = 0;
    uint32_t order = kNone;  // where the record of its order was last
    uint32_t slot = kNone;   // while its release() runs
    uint32_t next = kNone;
    uint32_t previous = kNone;
    GrantState state = GrantState::free;
    bool expects_answer = true;
    bool is_venue_probe = false;  // holds a half-open permit of the venue's breaker
    bool is_lane_probe = false;   // likewise of its lane's
};

class GrantTable {
public:
    // `memory` outlives the table.
    explicit GrantTable(uint32_t capacity, std::pmr::memory_resource *memory = std::pmr::get_default_resource());

    Grant &grant(uint32_t index) noexcept { return grants_[index]; }
    const Grant &grant(uint32_t index) const noexcept { return grants_[index]; }

    // kNone when all are in use. The grant joins the unwritten list.
    uint32_t allocate(uint64_t now_ns) noexcept;
    void free(uint32_t index) noexcept;
    // The write is known: it joins the unanswered list.
    void move_to_unanswered(uint32_t index) noexcept;

    // The handle given to the host, never 0; and back. kNone for a handle that is settled or was never given.
    uint64_t handle_of(uint32_t index) const noexcept {
        return (uint64_t{grants_[index].generation} << 32) | (index + 1);
    }
    uint32_t find(uint64_t handle) const noexcept;
    // Of a handle that is surely not settled.
    static uint32_t index_of(uint64_t handle) noexcept { return static_cast<uint32_t>(handle) - 1; }

    uint32_t oldest_unwritten() const noexcept { return unwritten_.oldest; }
    uint32_t oldest_unanswered() const noexcept { return unanswered_.oldest; }
    uint32_t unwritten_count() const noexcept { return unwritten_.count; }
    uint32_t unanswered_count() const noexcept { return unanswered_.count; }

private:
    struct List {
        uint32_t oldest = kNone;
        uint32_t newest = kNone;
        uint32_t count = 0;
    };

    List &list_of(const Grant &grant) noexcept {
        return grant.state == GrantState::unwritten ? unwritten_ : unanswered_;
    }
    void join(List &list, uint32_t index) noexcept;
    void leave(List &list, uint32_t index) noexcept;

    std::pmr::vector<Grant> grants_;
    List unwritten_;
    List unanswered_;
    uint32_t free_ = kNone;
};

}  // namespace sluice
