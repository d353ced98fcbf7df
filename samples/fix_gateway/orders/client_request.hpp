// One message of a client as the order flow sees it: FIX version and tag numbers are behind it, numbers are fixed
// point.
#pragma once

#include <cstdint>
#include <string>

namespace fix_gateway {

enum class ClientRequestKind : std::uint8_t { kNew, kReplace, kCancel, kStatus, kMassCancel };

struct ClientRequest {
    ClientRequestKind kind = ClientRequestKind::kNew;
    std::uint32_t client = 0;    // index of the client session
    std::uint32_t sequence = 0;  // MsgSeqNum, for rejects that refer to the message
    std::string client_id;       // ClOrdID
    std::string original_id;     // OrigClOrdID: replace and cancel
    std::string status_request_id;
    std::string symbol;
    std::string account;
    std::string owner;  // SenderSubID
    char side = 0;
    char order_type = '2';
    char time_in_force = '0';
    char mass_cancel_type = 0;
    std::int64_t quantity_e8 = 0;
    std::int64_t price_e8 = 0;
    std::string fault;  // why it cannot be accepted as it is, naming the field; empty: nothing found
};

}  // namespace fix_gateway
