// Requests as the cases write them: whole ones by kind, ticket and order. Pure functions.
#pragma once

#include <cstdint>

#include "sluice/request.h"

namespace sluice::validate {

inline sluice_request request_of(uint32_t kind, uint64_t ticket, uint64_t order_id = 0) {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = kind;
    request.ticket = ticket;
    request.order_id = order_id;
    return request;
}

// A new order whose id is its ticket.
inline sluice_request new_order(uint64_t ticket) {
    sluice_request request = request_of(SLUICE_KIND_NEW, ticket, ticket);
    request.price_e8 = 10'000'000'000;
    request.quantity_e8 = 100'000'000;
    request.side = SLUICE_SIDE_BUY;
    return request;
}

inline sluice_request cancel_of(uint64_t order_id, uint64_t ticket) {
    return request_of(SLUICE_KIND_CANCEL, ticket, order_id);
}

inline sluice_request amend_of(uint64_t order_id, uint64_t ticket) {
    return request_of(SLUICE_KIND_REPLACE, ticket, order_id);
}

inline bool is_cancel(uint32_t kind) {
    return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL;
}

// What a kill switch, an open breaker or a stop holds back.
inline bool opens_risk(uint32_t kind) {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_QUOTE;
}

}  // namespace sluice::validate
