// Requests as tests write them: a whole one by kind, ticket and order, and small changes of it. Pure functions.
#pragma once

#include <cstdint>

#include "sluice/request.h"

namespace sluice_test {

inline sluice_request request_of(std::uint32_t kind, std::uint64_t ticket, std::uint64_t order_id = 0) {
    sluice_request request = SLUICE_REQUEST_INIT;
    request.kind = kind;
    request.ticket = ticket;
    request.order_id = order_id;
    return request;
}

// A new order whose id is its ticket.
inline sluice_request new_order(std::uint64_t ticket) {
    sluice_request request = request_of(SLUICE_KIND_NEW, ticket, ticket);
    request.price_e8 = 10'000'000'000;
    request.quantity_e8 = 100'000'000;
    request.side = SLUICE_SIDE_BUY;
    return request;
}

inline sluice_request cancel_of(std::uint64_t order_id, std::uint64_t ticket) {
    return request_of(SLUICE_KIND_CANCEL, ticket, order_id);
}

inline sluice_request amend_of(std::uint64_t order_id, std::uint64_t ticket) {
    return request_of(SLUICE_KIND_REPLACE, ticket, order_id);
}

inline sluice_request for_owner(sluice_request request, std::uint32_t owner_id) {
    request.owner_id = owner_id;
    return request;
}

inline sluice_request on_instrument(sluice_request request, std::uint32_t instrument_id) {
    request.instrument_id = instrument_id;
    return request;
}

inline sluice_request for_account(sluice_request request, std::uint32_t account_id) {
    request.account_id = account_id;
    return request;
}

inline sluice_request until(sluice_request request, std::uint64_t deadline_ns) {
    request.deadline_ns = deadline_ns;
    return request;
}

}  // namespace sluice_test
