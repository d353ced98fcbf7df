// One message of a venue as the order flow sees it, always read from FIX 4.4.
#pragma once

#include <cstdint>
#include <string>

namespace fix_gateway {

struct VenueReport {
    enum class Kind : std::uint8_t { kExecution, kCancelReject, kReject };

    Kind kind = Kind::kExecution;
    std::uint32_t venue_session = 0;
    std::uint64_t request_id = 0;           // from ClOrdID; 0: not an id of this run
    std::uint64_t original_request_id = 0;  // from OrigClOrdID
    std::uint64_t status_request_id = 0;    // from OrdStatusReqID
    std::string client_order_id;            // ClOrdID as it came, for the log
    std::string reference_message_type;     // kReject: what was rejected
    std::string text;
    int code = -1;  // OrdRejReason or CxlRejReason; -1: none

    // kExecution.
    char execution_type = 0;
    char status = 0;  // also in a cancel reject
    std::string execution_id;
    std::string reference_id;
    std::string order_id;
    std::string average_price;
    std::string last_quantity;
    std::string last_price;
    std::string transact_time;
    bool has_filled = false;
    bool has_quantity = false;
    bool has_price = false;
    std::int64_t filled_e8 = 0;
    std::int64_t quantity_e8 = 0;
    std::int64_t price_e8 = 0;
};

}  // namespace fix_gateway
