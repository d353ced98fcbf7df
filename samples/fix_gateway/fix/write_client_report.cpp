#include "fix/write_client_report.hpp"

#include <quickfix/FixFieldNumbers.h>

#include "orders/decimal.hpp"

namespace fix_gateway {
namespace {

namespace field = FIX::FIELD;

FIX::Message message_of_type(const char *type) {
    FIX::Message message;
    message.getHeader().setField(field::MsgType, type);
    return message;
}

void set(FIX::Message &message, int tag, const std::string &value) {
    if (!value.empty()) message.setField(tag, value);
}

void set(FIX::Message &message, int tag, char value) {
    message.setField(tag, std::string(1, value));
}

void set_number(FIX::Message &message, int tag, std::int64_t value_e8) {
    message.setField(tag, decimal_text(value_e8));
}

char execution_type_42(const ClientReport &report) {
    switch (report.execution_type) {
        case 'F':
            return report.status == '2' ? '2' : '1';
        case 'G':
        case 'H':
        case 'I':
            return report.status;
        default:
            return report.execution_type;
    }
}

// Venues that still say 1 or 2 in FIX 4.4 mean a trade.
char execution_type_44(const ClientReport &report) {
    return report.execution_type == '1' || report.execution_type == '2' ? 'F' : report.execution_type;
}

char transaction_type_42(const ClientReport &report) {
    switch (report.execution_type) {
        case 'H':
            return '1';
        case 'G':
            return '2';
        case 'I':
            return '3';
        default:
            return '0';
    }
}

int order_reject_reason(const ClientReport &report, FixVersion version) {
    const int most = version == FixVersion::kFix42 ? 8 : 15;
    const int other = version == FixVersion::kFix42 ? 0 : 99;
    if (report.venue_code >= 0) return report.venue_code <= most ? report.venue_code : other;
    switch (report.code) {
        case RejectCode::kUnknownSymbol:
            return 1;
        case RejectCode::kUnknownOrder:
            return 5;
        case RejectCode::kDuplicate:
            return 6;
        case RejectCode::kTooLate:
            return 4;
        case RejectCode::kAlreadyPending:
        case RejectCode::kOther:
            return other;
    }
    return other;
}

int cancel_reject_reason(const ClientReport &report, FixVersion version) {
    const int most = version == FixVersion::kFix42 ? 3 : 6;
    const int other = version == FixVersion::kFix42 ? 2 : 99;
    if (report.venue_code >= 0) return report.venue_code <= most ? report.venue_code : other;
    switch (report.code) {
        case RejectCode::kTooLate:
            return 0;
        case RejectCode::kUnknownOrder:
            return 1;
        case RejectCode::kAlreadyPending:
            return 3;
        case RejectCode::kDuplicate:
            return version == FixVersion::kFix42 ? other : 6;
        case RejectCode::kUnknownSymbol:
        case RejectCode::kOther:
            return other;
    }
    return other;
}

void set_transact_time(FIX::Message &message, const ClientReport &report) {
    if (report.venue_transact_time.empty()) {
        message.setField(FIX::TransactTime(3));
    } else {
        message.setField(field::TransactTime, report.venue_transact_time);
    }
}

FIX::Message execution_report(const ClientReport &report, FixVersion version) {
    FIX::Message message = message_of_type("8");
    message.setField(field::OrderID, report.order_id);
    set(message, field::SecondaryOrderID, report.venue_order_id);
    message.setField(field::ClOrdID, report.client_id);
    set(message, field::OrigClOrdID, report.client_original_id);
    message.setField(field::ExecID, report.execution_id);
    set(message, field::ExecRefID, report.reference_id);
    if (version == FixVersion::kFix42) {
        set(message, field::ExecTransType, transaction_type_42(report));
        set(message, field::ExecType, execution_type_42(report));
    } else {
        set(message, field::ExecType, execution_type_44(report));
        set(message, field::OrdStatusReqID, report.status_request_id);
    }
    set(message, field::OrdStatus, report.status);
    if (report.execution_type == '8') {
        message.setField(field::OrdRejReason, std::to_string(order_reject_reason(report, version)));
    }
    set(message, field::Account, report.account);
    message.setField(field::Symbol, report.symbol);
    set(message, field::Side, report.side);
    set_number(message, field::OrderQty, report.quantity_e8);
    set(message, field::OrdType, report.order_type);
    set_number(message, field::Price, report.price_e8);
    set(message, field::TimeInForce, report.time_in_force);
    // The number of LastShares (4.2) and LastQty (4.4) is the same.
    set(message, field::LastQty, report.last_quantity);
    set(message, field::LastPx, report.last_price);
    set_number(message, field::LeavesQty, report.leaves_e8);
    set_number(message, field::CumQty, report.filled_e8);
    message.setField(field::AvgPx, report.average_price);
    set_transact_time(message, report);
    set(message, field::Text, report.text);
    return message;
}

FIX::Message cancel_reject(const ClientReport &report, FixVersion version) {
    FIX::Message message = message_of_type("9");
    message.setField(field::OrderID, report.order_id);
    message.setField(field::ClOrdID, report.client_id);
    message.setField(field::OrigClOrdID, report.client_original_id);
    set(message, field::OrdStatus, report.status);
    set(message, field::Account, report.account);
    set_transact_time(message, report);
    set(message, field::CxlRejResponseTo, report.is_replace_rejected ? '2' : '1');
    message.setField(field::CxlRejReason, std::to_string(cancel_reject_reason(report, version)));
    set(message, field::Text, report.text);
    return message;
}

FIX::Message mass_cancel_report(const ClientReport &report) {
    FIX::Message message = message_of_type("r");
    message.setField(field::OrderID, report.order_id);
    set(message, field::ClOrdID, report.client_id);
    set(message, field::MassCancelRequestType, report.mass_cancel_type);
    set(message, field::MassCancelResponse, report.is_mass_cancel_accepted ? report.mass_cancel_type : '0');
    if (!report.is_mass_cancel_accepted) message.setField(field::MassCancelRejectReason, "99");
    message.setField(field::TotalAffectedOrders, std::to_string(report.affected_orders));
    set_transact_time(message, report);
    set(message, field::Text, report.text);
    return message;
}

FIX::Message business_reject(const ClientReport &report) {
    FIX::Message message = message_of_type("j");
    if (report.reference_sequence != 0) {
        message.setField(field::RefSeqNum, std::to_string(report.reference_sequence));
    }
    message.setField(field::RefMsgType, report.reference_message_type);
    set(message, field::BusinessRejectRefID, report.reference_request_id);
    message.setField(field::BusinessRejectReason, report.code == RejectCode::kUnknownOrder ? "1" : "0");
    set(message, field::Text, report.text);
    return message;
}

}  // namespace

FIX::Message write_client_report(const ClientReport &report, FixVersion version) {
    switch (report.kind) {
        case ClientReport::Kind::kExecution:
            return execution_report(report, version);
        case ClientReport::Kind::kCancelReject:
            return cancel_reject(report, version);
        case ClientReport::Kind::kMassCancel:
            return mass_cancel_report(report);
        case ClientReport::Kind::kBusinessReject:
            return business_reject(report);
    }
    return business_reject(report);
}

}  // namespace fix_gateway
