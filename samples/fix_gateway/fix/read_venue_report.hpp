// Reads a venue's FIX 4.4 answers: ExecutionReport, OrderCancelReject, BusinessMessageReject and session Reject. Pure
// functions.
#pragma once

#include <cstdint>

#include "fix/quickfix_headers.hpp"
#include "orders/venue_id.hpp"
#include "orders/venue_report.hpp"

namespace fix_gateway {

// False: not one of the four. A reject of either kind names what it rejects by sequence number: `request_id` then stays
// 0 unless it says more, and `*reference_sequence` receives the number.
bool read_venue_report(
    const FIX::Message &message, const VenueIds &ids, VenueReport *report, std::uint32_t *reference_sequence);

}  // namespace fix_gateway
