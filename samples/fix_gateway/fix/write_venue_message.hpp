// Messages to venues, always FIX 4.4, under the gateway's own ClOrdIDs. Pure functions.
//
// A replace or cancel names its order twice: OrigClOrdID must be the name that the order has at the venue at the moment
// of sending, and OrderID is known only after the venue's first report. Both are written by stamp_order_name() when the
// message goes on the wire; what the functions here put in is what is known when the client asks.
#pragma once

#include <cstdint>
#include <string>

#include "fix/quickfix_headers.hpp"
#include "gates/outbound_gate.hpp"
#include "orders/client_request.hpp"
#include "orders/order.hpp"
#include "orders/venue_id.hpp"

namespace fix_gateway {

FIX::Message new_order_message(const OutboundItem &item, const std::string &venue_id, const ClientRequest &asked);
FIX::Message replace_message(const OutboundItem &item, const Order &order, const VenueIds &ids);
FIX::Message cancel_message(const OutboundItem &item, const Order &order, const VenueIds &ids);
FIX::Message status_message(const OutboundItem &item, const Order &order, const VenueIds &ids);

// Which request a message to a venue is; 0: none of this run.
std::uint64_t request_id_of(const FIX::Message &message, const VenueIds &ids);

void stamp_order_name(
    FIX::Message &message, RequestKind kind, const std::string &name, const std::string &venue_order_id);

}  // namespace fix_gateway
