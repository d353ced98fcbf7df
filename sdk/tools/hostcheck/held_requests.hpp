// The requests that hostcheck holds, with what it means to do with each and when, and what requests of one order do to
// each other: a cancel meets its held order, an amend folds into it, a later amend or cancel takes an earlier one's
// place. The rules are those of verdict.h and release.h. Not thread-safe: the engine's lock protects it.
#pragma once

#include <cstdint>
#include <list>
#include <vector>

#include "sluice/api.h"

namespace sluice::hostcheck {

struct HeldRequest {
    sluice_request request;
    sluice_lane *lane;
    uint32_t venue_id;
    uint64_t held_since_ns;
    uint64_t due_ns;
    uint32_t drop_reason;  // 0: it may go
    uint64_t other_ticket;
    uint64_t folded_ticket;
    bool is_out;  // its release is running
};

inline bool is_cancel_kind(uint32_t kind) {
    return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL;
}

inline bool opens_risk(uint32_t kind) {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_QUOTE;
}

class HeldRequests {
public:
    void hold(const HeldRequest &request) { requests_.push_back(request); }
    bool has_ticket(uint64_t ticket) const;

    // What a new request does to the held ones of its order. True when the verdict is settled by that.
    bool meet(const sluice_request &request, uint32_t venue_id, uint64_t now_ns, sluice_verdict &verdict);

    // Drops all that `should` says with this reason.
    template <typename Should>
    bool drop_if(uint32_t reason, uint64_t now_ns, Should should) {
        bool is_any = false;
        for (HeldRequest &held : requests_) {
            if (held.drop_reason != 0 || held.is_out || !should(held)) continue;
            drop(held, reason, 0, now_ns);
            is_any = true;
        }
        return is_any;
    }

    // The next one whose time has come and that may go or must be dropped; null when there is none. A cancel on a lane
    // that is down is not due: `is_up` says which are.
    template <typename IsUp>
    HeldRequest *next(uint32_t venue_id, uint64_t now_ns, IsUp is_up) {
        for (HeldRequest &held : requests_) {
            if (held.venue_id != venue_id || held.is_out || held.due_ns > now_ns) continue;
            if (held.drop_reason == 0 && (!is_up(held.lane) || waits_for_order(held))) continue;
            return &held;
        }
        return nullptr;
    }
    template <typename IsUp>
    uint64_t next_due_ns(uint32_t venue_id, IsUp is_up) const {
        uint64_t due_ns = SLUICE_NEVER;
        for (const HeldRequest &held : requests_) {
            if (held.venue_id != venue_id || held.is_out) continue;
            if (held.drop_reason == 0 && !is_up(held.lane)) continue;
            due_ns = held.due_ns < due_ns ? held.due_ns : due_ns;
        }
        return due_ns;
    }

    void erase(uint64_t ticket);
    std::size_t size() const { return requests_.size(); }
    std::size_t size_of(uint32_t venue_id) const;

private:
    static void drop(HeldRequest &held, uint32_t reason, uint64_t other_ticket, uint64_t now_ns);
    HeldRequest *first_of_order(uint64_t order_id, uint32_t venue_id, bool (*is_wanted)(uint32_t kind));
    // An earlier message of its order is still held: it goes after that.
    bool waits_for_order(const HeldRequest &held) const;

    std::list<HeldRequest> requests_;  // in the order in which they came
};

}  // namespace sluice::hostcheck
