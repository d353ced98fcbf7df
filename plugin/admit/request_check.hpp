// Is a request sane? Names the field that is not. Pure functions of the request; any thread.
#pragma once

#include <cstdint>

#include "sluice/request.h"
#include "sluice/verdict.h"

namespace sluice {

// How many ids of each name kind exist: ids are 1 to that number.
struct KnownIds {
    uint32_t accounts = 0;
    uint32_t instruments = 0;
    uint32_t owners = 0;
};

inline constexpr uint32_t kMessageCountMax = 1000;

inline bool is_cancel_kind(uint32_t kind) noexcept {
    return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL;
}

// Kinds that open or change risk: what a kill switch, an open breaker or a lost session stops.
inline bool opens_risk(uint32_t kind) noexcept {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_QUOTE;
}

inline uint32_t class_of(uint32_t kind, uint32_t flags) noexcept {
    switch (kind) {
        case SLUICE_KIND_CANCEL:
        case SLUICE_KIND_MASS_CANCEL:
            return SLUICE_CLASS_CRITICAL;
        case SLUICE_KIND_NEW:
        case SLUICE_KIND_REPLACE:
            return (flags & SLUICE_FLAG_REDUCES_RISK) != 0 ? SLUICE_CLASS_HIGH : SLUICE_CLASS_NORMAL;
        case SLUICE_KIND_QUOTE:
            return SLUICE_CLASS_NORMAL;
        case SLUICE_KIND_QUERY:
            return SLUICE_CLASS_LOW;
        default:
            return SLUICE_CLASS_IDLE;
    }
}

// The product of two numbers with 8 decimals has 16; what must fit 64 bits is the notional with 8. Compared without the
// division by 10^8, which truncates towards zero.
inline bool fits_notional(int64_t price_e8, int64_t quantity_e8) noexcept {
    __extension__ using Wide = __int128;
    constexpr Wide kUnit = 100'000'000;
    const Wide notional_e16 = static_cast<Wide>(price_e8) * quantity_e8;
    return notional_e16 < (Wide{INT64_MAX} + 1) * kUnit && notional_e16 > (Wide{INT64_MIN} - 1) * kUnit;
}

// SLUICE_REASON_NONE, or the reason that names the first bad field.
inline uint32_t check_request(const sluice_request &request, const KnownIds &known, uint64_t now_ns) noexcept {
    if (request.kind < SLUICE_KIND_NEW || request.kind > SLUICE_KIND_MAINTENANCE) return SLUICE_REASON_BAD_KIND;
    if (request.ticket == 0) return SLUICE_REASON_BAD_TICKET;
    const bool needs_order =
        request.kind == SLUICE_KIND_NEW || request.kind == SLUICE_KIND_REPLACE || request.kind == SLUICE_KIND_CANCEL;
    if (needs_order && request.order_id == 0) return SLUICE_REASON_BAD_ORDER_ID;
    if (request.account_id > known.accounts) return SLUICE_REASON_UNKNOWN_ACCOUNT;
    if (request.instrument_id > known.instruments) return SLUICE_REASON_UNKNOWN_INSTRUMENT;
    if (request.owner_id > known.owners) return SLUICE_REASON_UNKNOWN_OWNER;
    if (request.side > SLUICE_SIDE_SELL) return SLUICE_REASON_BAD_SIDE;
    if ((request.flags & ~uint32_t{SLUICE_FLAG_REDUCES_RISK | SLUICE_FLAG_NO_ANSWER}) != 0)
        return SLUICE_REASON_BAD_FLAGS;
    if (request.message_count > kMessageCountMax) return SLUICE_REASON_BAD_COUNT;
    if (request.quantity_e8 < 0) return SLUICE_REASON_BAD_QUANTITY;
    if (!fits_notional(request.price_e8, request.quantity_e8)) return SLUICE_REASON_BAD_NOTIONAL;
    if (request.deadline_ns != 0 && request.deadline_ns < now_ns) return SLUICE_REASON_BAD_DEADLINE;
    return SLUICE_REASON_NONE;
}

}  // namespace sluice
