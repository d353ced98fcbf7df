// One message to a client, decided by the order flow and not yet in any FIX version. `write_client_report` turns it
// into the version of the client's session. A snapshot: the order may have moved on when it is written.
#pragma once

#include <cstdint>
#include <string>

namespace fix_gateway {

// Rejects of orders and of cancels, by meaning; each FIX version has its own numbers (and gaps) for them.
enum class RejectCode : std::uint8_t { kOther, kUnknownSymbol, kUnknownOrder, kDuplicate, kTooLate, kAlreadyPending };

struct ClientReport {
    enum class Kind : std::uint8_t { kExecution, kCancelReject, kMassCancel, kBusinessReject };

    Kind kind = Kind::kExecution;

    // Every kind but the business reject.
    std::string order_id;
    std::string client_id;
    std::string client_original_id;  // empty: not in the message
    std::string text;

    // kExecution, in FIX 4.4 terms.
    std::string execution_id;
    char execution_type = '0';
    char status = '0';
    std::string symbol;
    std::string account;
    std::string venue_order_id;
    std::string status_request_id;
    char side = '1';
    char order_type = '2';
    char time_in_force = '0';
    std::int64_t quantity_e8 = 0;
    std::int64_t price_e8 = 0;
    std::int64_t leaves_e8 = 0;
    std::int64_t filled_e8 = 0;
    std::string average_price = "0";
    std::string last_quantity;  // the venue's text; empty: no trade in this report
    std::string last_price;
    std::string reference_id;         // ExecRefID of a corrected or cancelled trade
    std::string venue_transact_time;  // the venue's text; empty: the gateway's own time is written

    // Rejects.
    RejectCode code = RejectCode::kOther;
    // Number the venue gave for its own reject (OrdRejReason, CxlRejReason), passed on where the version knows it; -1:
    // `code` decides.
    int venue_code = -1;
    bool is_replace_rejected = false;  // kCancelReject: of a replace, not of a cancel

    // kMassCancel.
    char mass_cancel_type = '7';
    bool is_mass_cancel_accepted = false;
    std::uint32_t affected_orders = 0;

    // kBusinessReject.
    std::uint32_t reference_sequence = 0;
    std::string reference_message_type;
    std::string reference_request_id;
};

}  // namespace fix_gateway
