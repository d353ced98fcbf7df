// What the gateway knows of one order and of one request about it. Plain values inside OrderTable, guarded by the order
// flow's mutex. Names: an order has the gateway's own number (OrderID towards the client), the ClOrdIDs that its client
// gave it one after another, and the ids under which the venue knows it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fix_gateway {

enum class RequestKind : std::uint8_t { kNew, kReplace, kCancel, kStatus };

// Who wants to know the outcome.
enum class Origin : std::uint8_t {
    kClient,      // asked for by one message of the client, which gets its answer
    kMassCancel,  // one of the cancels that a mass cancel of the client became
    kGateway,     // the gateway's own: client disconnected, gateway stops, venue came back
};

enum class RequestState : std::uint8_t {
    kOffered,   // being decided by the gate
    kHeld,      // the gate keeps it; the client has been told that it is pending
    kSent,      // on the wire, the venue has not answered
    kAnswered,  // its one final answer is out
};

struct Request {
    std::uint64_t id = 0;
    std::uint64_t order_id = 0;
    RequestKind kind = RequestKind::kNew;
    Origin origin = Origin::kClient;
    RequestState state = RequestState::kOffered;
    bool is_lost = false;            // was on the wire, unanswered, when the venue's session went down
    std::string client_id;           // ClOrdID of the client's message; empty for the gateway's own
    std::string client_original_id;  // OrigClOrdID as the client gave it
    std::string status_request_id;   // OrdStatusReqID of the client
    std::int64_t quantity_e8 = 0;    // new and replace: the wanted values
    std::int64_t price_e8 = 0;
    // The request whose answer this one's answer at the venue is: an amend folded into the held message of this one. 0:
    // itself.
    std::uint64_t stands_for = 0;
};

struct Order {
    std::uint64_t id = 0;
    std::uint32_t client = 0;
    std::uint32_t venue_session = 0;
    std::string symbol;
    std::string account;
    std::string owner;
    char side = '1';
    char order_type = '2';
    char time_in_force = '0';
    char status = 'A';  // OrdStatus as last told to the client
    bool is_final = false;
    bool is_annihilated = false;  // its held new order met a cancel whose own outcome is not known yet
    std::int64_t quantity_e8 = 0;
    std::int64_t price_e8 = 0;
    std::int64_t filled_e8 = 0;
    std::string average_price = "0";  // the venue's text, passed on as it is
    std::string venue_order_id;
    std::string client_id;  // the ClOrdID by which the client knows it now
    std::uint64_t new_request = 0;
    // Requests that named the order at the venue, oldest first: the new order, then each replace on the wire that was
    // not refused. The last one is what OrigClOrdID must say.
    std::vector<std::uint64_t> venue_names;
    std::vector<std::uint64_t> requests;  // all that are remembered, oldest first
    std::uint32_t open_cancels = 0;       // cancels without an answer
    std::uint64_t final_ns = 0;
};

inline std::int64_t leaves_e8(const Order &order) {
    if (order.is_final || order.quantity_e8 <= order.filled_e8) return 0;
    return order.quantity_e8 - order.filled_e8;
}

}  // namespace fix_gateway
