// The reasons that a plugin may give, sorted by where it may give them. The lists are those of verdict.h.
#pragma once

#include <cstdint>
#include <iterator>

#include "sluice/verdict.h"

namespace sluice::hostcheck {

// Why a request that is no cancel may be refused.
inline constexpr uint32_t kRefusals[] = {SLUICE_REASON_OVER_LIMIT, SLUICE_REASON_BREAKER_OPEN,
    SLUICE_REASON_BREAKER_PROBING, SLUICE_REASON_BREAKER_FORCED, SLUICE_REASON_KILLED, SLUICE_REASON_LANE_DOWN,
    SLUICE_REASON_STOPPING, SLUICE_REASON_QUEUE_FULL, SLUICE_REASON_GRANTS_FULL, SLUICE_REASON_BAD_KIND,
    SLUICE_REASON_BAD_TICKET, SLUICE_REASON_BAD_ORDER_ID, SLUICE_REASON_BAD_DEADLINE, SLUICE_REASON_BAD_QUANTITY,
    SLUICE_REASON_BAD_NOTIONAL, SLUICE_REASON_BAD_SIDE, SLUICE_REASON_BAD_FLAGS, SLUICE_REASON_BAD_COUNT,
    SLUICE_REASON_UNKNOWN_ACCOUNT, SLUICE_REASON_UNKNOWN_INSTRUMENT, SLUICE_REASON_UNKNOWN_OWNER,
    SLUICE_REASON_CANCEL_PENDING};

// Why a held request that is no cancel may be dropped.
inline constexpr uint32_t kDrops[] = {SLUICE_REASON_OVER_LIMIT, SLUICE_REASON_BREAKER_OPEN,
    SLUICE_REASON_BREAKER_FORCED, SLUICE_REASON_KILLED, SLUICE_REASON_LANE_DOWN, SLUICE_REASON_LANE_CLOSED,
    SLUICE_REASON_STOPPING, SLUICE_REASON_EVICTED, SLUICE_REASON_EXPIRED, SLUICE_REASON_SUPERSEDED};

// Why a request waits.
inline constexpr uint32_t kHolds[] = {SLUICE_REASON_LIMIT, SLUICE_REASON_HARD_WALL, SLUICE_REASON_BACKLOG,
    SLUICE_REASON_VENUE_PAUSE, SLUICE_REASON_TRANSPORT, SLUICE_REASON_ORDER_IN_FLIGHT};

// Of a later version of the contract: groups that exist and groups that do not.
inline constexpr uint32_t kUnknown[] = {1099, 2777, 3001, 4002, 5999, 6500, 8123, 12'345, 4'000'000'000u};

template <std::size_t Count>
constexpr uint32_t reason_of(const uint32_t (&reasons)[Count], uint32_t turn) {
    return reasons[turn % Count];
}

}  // namespace sluice::hostcheck
