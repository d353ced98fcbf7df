// What the margin, the reserves and the hard wall of a limit leave for messages, and the most that one message can
// cost: what the checks of a limit's numbers measure by. Values, control path.
#pragma once

#include <algorithm>
#include <cstdint>

#include "config/config.hpp"

namespace sluice {

struct LimitRoom {
    uint64_t cancel;
    uint64_t other;
    uint64_t wall;

    // The margin is below the limit and the reserve below what that leaves.
    explicit LimitRoom(const LimitConfig &limit)
        : cancel(limit.limit - limit.margin),
          other(cancel - (limit.order_reserve.is_on ? limit.order_reserve.cap : limit.cancel_reserve)),
          wall(limit.hard_limit == 0 ? UINT64_MAX : limit.hard_limit - limit.hard_margin) {}

    // Admin messages are sent without asking; they only have to fit at all, as cancels do.
    uint64_t below_limit(uint32_t kind) const {
        const bool is_reserved_for =
            kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL || kind == SLUICE_KIND_ADMIN;
        return is_reserved_for ? cancel : other;
    }
    uint64_t of(uint32_t kind) const { return std::min(wall, below_limit(kind)); }
};

// Four numbers of 32 bits.
inline uint64_t dearest_message(const KindCost &cost) {
    return uint64_t{cost.per_message} + cost.per_request + cost.per_step + cost.by_age[0].cost;
}

}  // namespace sluice
