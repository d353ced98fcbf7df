#include "fix/read_client_request.hpp"

#include <quickfix/FixFieldNumbers.h>

#include <cstdlib>

#include "orders/decimal.hpp"

namespace fix_gateway {
namespace {

namespace field = FIX::FIELD;

// Longer ids are not seen in practice and would let a client fill the tables with text.
constexpr std::size_t kIdLengthMax = 64;

std::string text_of(const FIX::FieldMap &map, int tag) {
    return map.isSetField(tag) ? map.getField(tag) : std::string();
}

char character_of(const FIX::FieldMap &map, int tag, char otherwise) {
    const std::string text = text_of(map, tag);
    return text.empty() ? otherwise : text[0];
}

void note(ClientRequest *request, const std::string &fault) {
    if (request->fault.empty()) request->fault = "Gateway: " + fault;
}

std::int64_t positive_number(const FIX::Message &message, int tag, const char *name, ClientRequest *request) {
    const std::string text = text_of(message, tag);
    std::int64_t value_e8 = 0;
    const DecimalFault fault = parse_decimal(text, &value_e8);
    const std::string what = std::string(name) + " (" + std::to_string(tag) + ") ";
    if (fault == DecimalFault::kEmpty) {
        note(request, what + "is missing");
    } else if (fault != DecimalFault::kNone) {
        note(request, what + "'" + text + "' " + sentence(fault));
    } else if (value_e8 <= 0) {
        note(request, what + "'" + text + "' must be more than 0");
        value_e8 = 0;
    }
    return value_e8;
}

void read_id(const FIX::Message &message, int tag, const char *name, std::string *id, ClientRequest *request) {
    *id = text_of(message, tag);
    const std::string what = std::string(name) + " (" + std::to_string(tag) + ") ";
    if (id->empty()) note(request, what + "is missing");
    if (id->size() > kIdLengthMax) {
        note(request, what + "is longer than " + std::to_string(kIdLengthMax) + " characters");
    }
}

void read_terms(const FIX::Message &message, ClientRequest *request) {
    request->order_type = character_of(message, field::OrdType, '2');
    if (request->order_type != '2') {
        note(request,
            std::string("OrdType (40) '") + request->order_type + "' is not supported: send limit orders, 40=2");
    }
    request->time_in_force = character_of(message, field::TimeInForce, '0');
    request->quantity_e8 = positive_number(message, field::OrderQty, "OrderQty", request);
    request->price_e8 = positive_number(message, field::Price, "Price", request);
    if (!notional_fits(request->price_e8, request->quantity_e8)) {
        note(request, "Price (44) times OrderQty (38) is too large");
    }
}

void read_instrument(const FIX::Message &message, ClientRequest *request) {
    request->symbol = text_of(message, field::Symbol);
    request->side = character_of(message, field::Side, 0);
    request->account = text_of(message, field::Account);
}

bool kind_of(const std::string &type, ClientRequestKind *kind) {
    if (type == "D") return *kind = ClientRequestKind::kNew, true;
    if (type == "G") return *kind = ClientRequestKind::kReplace, true;
    if (type == "F") return *kind = ClientRequestKind::kCancel, true;
    if (type == "H") return *kind = ClientRequestKind::kStatus, true;
    if (type == "q") return *kind = ClientRequestKind::kMassCancel, true;
    return false;
}

}  // namespace

bool read_client_request(const FIX::Message &message, std::uint32_t client, ClientRequest *request) {
    const FIX::Header &header = message.getHeader();
    if (!kind_of(text_of(header, field::MsgType), &request->kind)) return false;
    request->client = client;
    request->sequence =
        static_cast<std::uint32_t>(std::strtoul(text_of(header, field::MsgSeqNum).c_str(), nullptr, 10));
    request->owner = text_of(header, field::SenderSubID);
    read_id(message, field::ClOrdID, "ClOrdID", &request->client_id, request);
    read_instrument(message, request);
    switch (request->kind) {
        case ClientRequestKind::kNew:
            read_terms(message, request);
            break;
        case ClientRequestKind::kReplace:
            read_id(message, field::OrigClOrdID, "OrigClOrdID", &request->original_id, request);
            read_terms(message, request);
            break;
        case ClientRequestKind::kCancel:
            read_id(message, field::OrigClOrdID, "OrigClOrdID", &request->original_id, request);
            break;
        case ClientRequestKind::kStatus:
            request->status_request_id = text_of(message, field::OrdStatusReqID);
            break;
        case ClientRequestKind::kMassCancel:
            request->mass_cancel_type = character_of(message, field::MassCancelRequestType, 0);
            if (request->mass_cancel_type == '1' && request->symbol.empty()) {
                note(request, "Symbol (55) is missing, MassCancelRequestType (530) 1 needs it");
            }
            break;
    }
    return true;
}

}  // namespace fix_gateway
