#include "message_kind.hpp"

#include <cstring>

#include "fields.hpp"
#include "sluice/request.h"

namespace sluice {
namespace quickfix {

namespace {

// In the order of how often a gateway sends them.
const MessageKind kKinds[] = {
    {"D", SLUICE_KIND_NEW, 11, 0, 11, true},           // NewOrderSingle
    {"F", SLUICE_KIND_CANCEL, 11, 41, 11, true},       // OrderCancelRequest
    {"G", SLUICE_KIND_REPLACE, 11, 41, 11, true},      // OrderCancelReplaceRequest
    {"H", SLUICE_KIND_QUERY, 0, 0, 790, false},        // OrderStatusRequest
    {"q", SLUICE_KIND_MASS_CANCEL, 0, 0, 11, true},    // OrderMassCancelRequest
    {"i", SLUICE_KIND_QUOTE, 0, 0, 117, true},         // MassQuote
    {"S", SLUICE_KIND_QUOTE, 0, 0, 117, true},         // Quote
    {"Z", SLUICE_KIND_MASS_CANCEL, 0, 0, 117, true},   // QuoteCancel
    {"AB", SLUICE_KIND_NEW, 11, 0, 11, true},          // NewOrderMultileg
    {"AC", SLUICE_KIND_REPLACE, 11, 41, 11, true},     // MultilegOrderCancelReplace
    {"s", SLUICE_KIND_NEW, 548, 0, 548, true},         // NewOrderCross
    {"t", SLUICE_KIND_REPLACE, 548, 551, 548, true},   // CrossOrderCancelReplaceRequest
    {"u", SLUICE_KIND_CANCEL, 548, 551, 548, true},    // CrossOrderCancelRequest
    {"E", SLUICE_KIND_NEW, 66, 0, 66, true},           // NewOrderList
    {"K", SLUICE_KIND_MASS_CANCEL, 0, 0, 66, true},    // ListCancelRequest
    {"R", SLUICE_KIND_QUERY, 0, 0, 131, true},         // QuoteRequest
    {"AF", SLUICE_KIND_QUERY, 0, 0, 584, false},       // OrderMassStatusRequest
    {"a", SLUICE_KIND_QUERY, 0, 0, 649, false},        // QuoteStatusRequest
    {"M", SLUICE_KIND_QUERY, 0, 0, 66, false},         // ListStatusRequest
    {"AN", SLUICE_KIND_QUERY, 0, 0, 710, false},       // RequestForPositions
    {"AD", SLUICE_KIND_QUERY, 0, 0, 568, false},       // TradeCaptureReportRequest
    {"V", SLUICE_KIND_MAINTENANCE, 0, 0, 262, false},  // MarketDataRequest
    {"c", SLUICE_KIND_MAINTENANCE, 0, 0, 320, false},  // SecurityDefinitionRequest
    {"x", SLUICE_KIND_MAINTENANCE, 0, 0, 320, false},  // SecurityListRequest
    {"e", SLUICE_KIND_MAINTENANCE, 0, 0, 324, false},  // SecurityStatusRequest
    {"g", SLUICE_KIND_MAINTENANCE, 0, 0, 335, false},  // TradingSessionStatusRequest
};
const MessageKind kMaintenance = {"", SLUICE_KIND_MAINTENANCE, 0, 0, 0, false};
const MessageKind kAdmin = {"", SLUICE_KIND_ADMIN, 0, 0, 0, false};

}  // namespace

const MessageKind &kind_of(TextView msg_type) noexcept {
    for (const MessageKind &kind : kKinds) {
        if (msg_type == kind.msg_type) return kind;
    }
    const bool is_admin = msg_type.size() == 1 && std::strchr("0A12345", msg_type.data()[0]) != nullptr;
    return is_admin ? kAdmin : kMaintenance;
}

bool is_cancel(std::uint32_t kind) noexcept {
    return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL;
}

MessageNames names_of(const FIX::Message &message, const MessageKind &kind) noexcept {
    const int tags[] = {kind.id_tag, kind.original_tag, kind.answer_tag};
    const FieldPick<3> fields(message, tags);
    MessageNames names;
    names.id = fields[0];
    names.original = fields[1];
    if (!fields[2].empty()) {
        names.answer = AnswerName(kind.answer_tag, fields[2]);
    } else if (kind.answer_tag == FIX::FIELD::OrdStatusReqID) {
        const std::string &cl_ord_id = field_or_empty(message, FIX::FIELD::ClOrdID);
        if (!cl_ord_id.empty()) names.answer = AnswerName(kStatusAnswer, cl_ord_id);
    }
    return names;
}

}  // namespace quickfix
}  // namespace sluice
