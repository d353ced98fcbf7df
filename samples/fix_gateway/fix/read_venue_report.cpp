#include "fix/read_venue_report.hpp"

#include <quickfix/FixFieldNumbers.h>

#include <cstdlib>

#include "orders/decimal.hpp"

namespace fix_gateway {
namespace {

namespace field = FIX::FIELD;

std::string text_of(const FIX::FieldMap &map, int tag) {
    return map.isSetField(tag) ? map.getField(tag) : std::string();
}

char character_of(const FIX::FieldMap &map, int tag) {
    const std::string text = text_of(map, tag);
    return text.empty() ? '\0' : text[0];
}

// A number that a venue writes and that does not fit is as good as not there: the gateway keeps its own.
bool read_number(const FIX::FieldMap &map, int tag, std::int64_t *value_e8) {
    return map.isSetField(tag) && parse_decimal(map.getField(tag), value_e8) == DecimalFault::kNone;
}

int code_of(const FIX::FieldMap &map, int tag) {
    return map.isSetField(tag) ? std::atoi(map.getField(tag).c_str()) : -1;
}

void read_execution(const FIX::Message &message, VenueReport *report) {
    report->kind = VenueReport::Kind::kExecution;
    report->execution_type = character_of(message, field::ExecType);
    report->execution_id = text_of(message, field::ExecID);
    report->reference_id = text_of(message, field::ExecRefID);
    report->average_price = text_of(message, field::AvgPx);
    report->transact_time = text_of(message, field::TransactTime);
    report->code = code_of(message, field::OrdRejReason);
    report->has_filled = read_number(message, field::CumQty, &report->filled_e8);
    report->has_quantity = read_number(message, field::OrderQty, &report->quantity_e8);
    report->has_price = read_number(message, field::Price, &report->price_e8);
    const bool is_trade = report->execution_type == 'F' || report->execution_type == '1' ||
                          report->execution_type == '2' || report->execution_type == 'G';
    if (!is_trade) return;
    report->last_quantity = text_of(message, field::LastQty);
    report->last_price = text_of(message, field::LastPx);
}

}  // namespace

bool read_venue_report(
    const FIX::Message &message, const VenueIds &ids, VenueReport *report, std::uint32_t *reference_sequence) {
    const std::string type = text_of(message.getHeader(), field::MsgType);
    *reference_sequence = 0;
    report->text = text_of(message, field::Text);
    report->client_order_id = text_of(message, field::ClOrdID);
    report->request_id = ids.request_id(report->client_order_id);
    report->original_request_id = ids.request_id(text_of(message, field::OrigClOrdID));
    report->status_request_id = ids.request_id(text_of(message, field::OrdStatusReqID));
    report->order_id = text_of(message, field::OrderID);
    report->status = character_of(message, field::OrdStatus);
    if (type == "8") {
        read_execution(message, report);
    } else if (type == "9") {
        report->kind = VenueReport::Kind::kCancelReject;
        report->code = code_of(message, field::CxlRejReason);
    } else if (type == "j" || type == "3") {
        report->kind = VenueReport::Kind::kReject;
        report->reference_message_type = text_of(message, field::RefMsgType);
        report->client_order_id = text_of(message, field::BusinessRejectRefID);
        report->request_id = ids.request_id(report->client_order_id);
        *reference_sequence =
            static_cast<std::uint32_t>(std::strtoul(text_of(message, field::RefSeqNum).c_str(), nullptr, 10));
    } else {
        return false;
    }
    return true;
}

}  // namespace fix_gateway
