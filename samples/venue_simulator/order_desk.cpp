#include "order_desk.hpp"

#include <quickfix/FieldConvertors.h>
#include <quickfix/FixFieldNumbers.h>

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "decimal.hpp"

namespace venue_simulator {

namespace {

namespace tag = FIX::FIELD;

// How many finished orders can still be asked for, or cancelled "too late".
constexpr std::size_t kFinishedOrdersKept = 100000;

// Values of 103 OrdRejReason, 102 CxlRejReason and 532 MassCancelRejectReason.
constexpr int kRejectDuplicate = 6;
constexpr int kRejectUnsupported = 11;
constexpr int kRejectQuantity = 13;
constexpr int kRejectUnknownOrder = 5;
constexpr int kCancelTooLate = 0;
constexpr int kCancelUnknownOrder = 1;
constexpr int kCancelDuplicate = 6;
constexpr int kMassCancelUnsupported = 0;
constexpr int kReasonOther = 99;

const char kNoOrder[] = "NONE";

// Empty when the field is missing.
std::string field(const FIX::FieldMap &message, int number) {
    return message.isSetField(number) ? message.getField(number) : std::string();
}

std::string type_of(const FIX::Message &message) {
    return field(message.getHeader(), tag::MsgType);
}

bool is_flagged_as_repeat(const FIX::Message &message) {
    return field(message.getHeader(), tag::PossDupFlag) == "Y" || field(message.getHeader(), tag::PossResend) == "Y";
}

void copy_fields(const FIX::Message &from, FIX::Message &to, std::initializer_list<int> numbers) {
    for (const int number : numbers) {
        if (from.isSetField(number)) to.setField(number, from.getField(number));
    }
}

FIX::Message answer_of_type(const char *type) {
    FIX::Message answer;
    answer.getHeader().setField(tag::MsgType, type);
    return answer;
}

void set_char(FIX::Message &message, int number, char value) {
    message.setField(number, std::string(1, value));
}

void set_decimal(FIX::Message &message, int number, std::int64_t value_e8) {
    message.setField(number, decimal_text(value_e8));
}

void set_now(FIX::Message &message, int number) {
    constexpr int kMilliseconds = 3;
    message.setField(number, FIX::UtcTimeStampConvertor::convert(FIX::UtcTimeStamp(), kMilliseconds));
}

bool parse_lifetime(const std::string &time_in_force, Lifetime *lifetime) {
    if (time_in_force.empty() || time_in_force == "0" || time_in_force == "1") {
        *lifetime = Lifetime::kRests;
    } else if (time_in_force == "3") {
        *lifetime = Lifetime::kImmediateOrCancel;
    } else if (time_in_force == "4") {
        *lifetime = Lifetime::kFillOrKill;
    } else {
        return false;
    }
    return true;
}

// What a new order and a replace have in common.
struct Terms {
    std::int64_t price_e8 = 0;
    std::int64_t quantity_e8 = 0;
    int reject_reason = 0;
    const char *reject_text = nullptr;  // null when the terms are good
};

Terms parse_terms(const FIX::Message &request) {
    Terms terms;
    if (field(request, tag::OrdType) != "2") {
        terms.reject_reason = kRejectUnsupported;
        terms.reject_text = "OrdType (40): only limit orders (2) are traded here";
    } else if (!parse_decimal(field(request, tag::Price), &terms.price_e8) || terms.price_e8 <= 0) {
        terms.reject_reason = kReasonOther;
        terms.reject_text = "Price (44) must be above 0 with at most 8 decimals";
    } else if (!parse_decimal(field(request, tag::OrderQty), &terms.quantity_e8) || terms.quantity_e8 <= 0) {
        terms.reject_reason = kRejectQuantity;
        terms.reject_text = "OrderQty (38) must be above 0 with at most 8 decimals";
    }
    return terms;
}

}  // namespace

void OrderDesk::open(const FIX::SessionID &session, SessionCounts *counts) {
    std::unique_ptr<Client> &client = clients_[session];
    client.reset(new Client);
    client->session = session;
    client->counts = counts;
}

DeskOutcome OrderDesk::handle(const FIX::SessionID &session, const FIX::Message &request) {
    Client &client = *clients_.at(session);
    const std::string type = type_of(request);
    if (type == "H") return report_status(client, request);

    DeskOutcome outcome;
    if (!use_cl_ord_id(client, request, &outcome)) return outcome;
    outcome = type == "D"   ? enter(client, request)
              : type == "F" ? cancel(client, request)
              : type == "G" ? replace(client, request)
                            : mass_cancel(client, request);
    if (outcome == DeskOutcome::kRejected) ++client.counts->business_rejects;
    return outcome;
}

void OrderDesk::refuse(const FIX::SessionID &session, const FIX::Message &request, const std::string &text) {
    Client &client = *clients_.at(session);
    const std::string type = type_of(request);
    if (type == "D") {
        reject_new(client, request, kReasonOther, text);
    } else if (type == "F" || type == "G") {
        reject_cancel(client, request, kReasonOther, text);
    } else if (type == "q") {
        reject_mass_cancel(client, request, kReasonOther, text);
    } else {
        FIX::Message answer = answer_of_type("j");
        answer.setField(tag::RefSeqNum, field(request.getHeader(), tag::MsgSeqNum));
        answer.setField(tag::RefMsgType, type);
        answer.setField(tag::BusinessRejectRefID, field(request, tag::ClOrdID));
        answer.setField(tag::BusinessRejectReason, "0");
        answer.setField(tag::Text, text);
        answer_(client.session, answer);
    }
}

std::size_t OrderDesk::live_orders() const {
    std::size_t live = 0;
    for (const auto &book : books_)
        live += book.second.size();
    return live;
}

DeskOutcome OrderDesk::enter(Client &client, const FIX::Message &request) {
    const Terms terms = parse_terms(request);
    Lifetime lifetime;
    if (terms.reject_text) {
        reject_new(client, request, terms.reject_reason, terms.reject_text);
        return DeskOutcome::kRejected;
    }
    if (!parse_lifetime(field(request, tag::TimeInForce), &lifetime)) {
        reject_new(client, request, kRejectUnsupported, "TimeInForce (59): only 0, 1, 3 and 4 are traded here");
        return DeskOutcome::kRejected;
    }

    const OrderNumber number = ++last_order_;
    Order &order = orders_[number];
    order.number = number;
    order.client = &client;
    order.cl_ord_id = field(request, tag::ClOrdID);
    order.account = field(request, tag::Account);
    order.symbol = field(request, tag::Symbol);
    order.side_code = field(request, tag::Side);
    order.side = order.side_code == "1" ? Side::kBuy : Side::kSell;
    order.price_e8 = terms.price_e8;
    order.quantity_e8 = terms.quantity_e8;
    order.filled_e8 = 0;
    order.filled_value = 0;
    order.status = '0';
    client.orders[order.cl_ord_id] = number;
    FIX::Message acknowledgement = execution_report(order, '0');
    answer_(client.session, acknowledgement);

    apply_fills(books_[order.symbol].enter(number, order.side, order.price_e8, order.quantity_e8, lifetime));
    if (order.is_live() && lifetime != Lifetime::kRests) {
        finish(order, '4');
        FIX::Message report = execution_report(order, '4');
        report.setField(tag::Text, "Not filled at once");
        answer_(client.session, report);
    }
    return DeskOutcome::kDone;
}

DeskOutcome OrderDesk::cancel(Client &client, const FIX::Message &request) {
    const std::string original = field(request, tag::OrigClOrdID);
    Order *order = find(client, original);
    if (!order || !order->is_live()) {
        reject_cancel(client, request, order ? kCancelTooLate : kCancelUnknownOrder,
            order ? "Too late to cancel" : "OrigClOrdID (41) names no order");
        return DeskOutcome::kRejected;
    }
    books_[order->symbol].cancel(order->number);
    finish(*order, '4');
    FIX::Message report = execution_report(*order, '4');
    report.setField(tag::ClOrdID, field(request, tag::ClOrdID));
    report.setField(tag::OrigClOrdID, original);
    answer_(client.session, report);
    return DeskOutcome::kDone;
}

DeskOutcome OrderDesk::replace(Client &client, const FIX::Message &request) {
    const std::string original = field(request, tag::OrigClOrdID);
    Order *order = find(client, original);
    if (!order || !order->is_live()) {
        reject_cancel(client, request, order ? kCancelTooLate : kCancelUnknownOrder,
            order ? "Too late to replace" : "OrigClOrdID (41) names no order");
        return DeskOutcome::kRejected;
    }
    const Terms terms = parse_terms(request);
    if (terms.reject_text) {
        reject_cancel(client, request, kReasonOther, terms.reject_text);
        return DeskOutcome::kRejected;
    }
    if (terms.quantity_e8 <= order->filled_e8) {
        reject_cancel(client, request, kCancelTooLate, "OrderQty (38) must be above what is filled already");
        return DeskOutcome::kRejected;
    }
    if (field(request, tag::Symbol) != order->symbol ||
        (field(request, tag::Side) == "1") != (order->side == Side::kBuy)) {
        reject_cancel(client, request, kReasonOther, "Symbol (55) and Side (54) of an order cannot be replaced");
        return DeskOutcome::kRejected;
    }

    rename(*order, field(request, tag::ClOrdID));
    order->price_e8 = terms.price_e8;
    order->quantity_e8 = terms.quantity_e8;
    FIX::Message report = execution_report(*order, '5');
    report.setField(tag::OrigClOrdID, original);
    answer_(client.session, report);
    apply_fills(books_[order->symbol].amend(order->number, order->price_e8, order->left_e8()));
    return DeskOutcome::kDone;
}

DeskOutcome OrderDesk::report_status(Client &client, const FIX::Message &request) {
    Order *order = find(client, field(request, tag::ClOrdID));
    if (order) {
        FIX::Message report = execution_report(*order, 'I');
        copy_fields(request, report, {tag::OrdStatusReqID});
        answer_(client.session, report);
        return DeskOutcome::kDone;
    }
    FIX::Message report = answer_of_type("8");
    copy_fields(request, report, {tag::ClOrdID, tag::Symbol, tag::Side, tag::Account, tag::OrdStatusReqID});
    report.setField(tag::OrderID, kNoOrder);
    report.setField(tag::ExecID, "E" + std::to_string(++last_execution_));
    set_char(report, tag::ExecType, 'I');
    set_char(report, tag::OrdStatus, '8');
    report.setField(tag::OrdRejReason, std::to_string(kRejectUnknownOrder));
    report.setField(tag::LeavesQty, "0");
    report.setField(tag::CumQty, "0");
    report.setField(tag::AvgPx, "0");
    report.setField(tag::Text, "ClOrdID (11) names no order");
    answer_(client.session, report);
    return DeskOutcome::kRejected;
}

DeskOutcome OrderDesk::mass_cancel(Client &client, const FIX::Message &request) {
    const std::string type = field(request, tag::MassCancelRequestType);
    const std::string symbol = field(request, tag::Symbol);
    if (type != "7" && type != "1") {
        reject_mass_cancel(
            client, request, kMassCancelUnsupported, "MassCancelRequestType (530): only 1 and 7 are known here");
        return DeskOutcome::kRejected;
    }
    if (type == "1" && symbol.empty()) {
        reject_mass_cancel(client, request, kReasonOther, "Symbol (55) is missing: name it, or send 530=7 for all");
        return DeskOutcome::kRejected;
    }

    const std::string account = field(request, tag::Account);
    const std::string side = field(request, tag::Side);
    std::vector<Order *> meant;
    for (const auto &entry : client.orders) {
        Order &order = orders_.at(entry.second);
        if (!order.is_live()) continue;
        if (type == "1" && order.symbol != symbol) continue;
        if (!account.empty() && order.account != account) continue;
        if (!side.empty() && (side == "1") != (order.side == Side::kBuy)) continue;
        meant.push_back(&order);
    }
    // Oldest first: the table's own order would differ from run to run.
    std::sort(
        meant.begin(), meant.end(), [](const Order *one, const Order *other) { return one->number < other->number; });

    FIX::Message report = answer_of_type("r");
    copy_fields(request, report, {tag::ClOrdID, tag::MassCancelRequestType, tag::Symbol, tag::Account, tag::Side});
    report.setField(tag::OrderID, "M" + std::to_string(++last_execution_));
    report.setField(tag::MassCancelResponse, type);
    report.setField(tag::TotalAffectedOrders, std::to_string(meant.size()));
    set_now(report, tag::TransactTime);
    answer_(client.session, report);

    for (Order *order : meant) {
        books_[order->symbol].cancel(order->number);
        order->status = '4';
        FIX::Message cancelled = execution_report(*order, '4');
        answer_(client.session, cancelled);
    }
    // Apart, because finishing an order may forget an old one that is not in the list, and changes client.orders.
    for (Order *order : meant)
        finish(*order, '4');
    return DeskOutcome::kDone;
}

OrderDesk::Order *OrderDesk::find(Client &client, const std::string &cl_ord_id) {
    const auto found = client.orders.find(cl_ord_id);
    return found == client.orders.end() ? nullptr : &orders_.at(found->second);
}

bool OrderDesk::use_cl_ord_id(Client &client, const FIX::Message &request, DeskOutcome *outcome) {
    if (client.used_cl_ord_ids.insert(field(request, tag::ClOrdID)).second) return true;
    // A message that says itself that it may be a repeat is no fault of the sender; it is dropped as FIX asks.
    if (is_flagged_as_repeat(request)) {
        *outcome = DeskOutcome::kIgnoredDuplicate;
        return false;
    }
    *outcome = DeskOutcome::kDuplicate;
    const std::string type = type_of(request);
    const char text[] = "ClOrdID (11) was used before";
    ++(type == "D" ? client.counts->duplicate_orders : client.counts->duplicate_requests);
    if (type == "D") {
        reject_new(client, request, kRejectDuplicate, text);
    } else if (type == "q") {
        reject_mass_cancel(client, request, kReasonOther, text);
    } else {
        reject_cancel(client, request, kCancelDuplicate, text);
    }
    return false;
}

void OrderDesk::apply_fills(const Matching &matching) {
    for (const Fill &each : matching.fills) {
        fill(each.resting, each);
        fill(each.incoming, each);
    }
}

void OrderDesk::fill(OrderNumber number, const Fill &fill) {
    Order &order = orders_.at(number);
    order.filled_e8 += fill.quantity_e8;
    order.filled_value += Wide(fill.price_e8) * fill.quantity_e8;
    order.status = order.filled_e8 == order.quantity_e8 ? '2' : '1';
    ++order.client->counts->fills;

    FIX::Message report = execution_report(order, 'F');
    set_decimal(report, tag::LastPx, fill.price_e8);
    set_decimal(report, tag::LastQty, fill.quantity_e8);
    answer_(order.client->session, report);
    if (order.status == '2') finish(order, '2');
}

// The order stays known for a while: its owner may ask for it, or cancel it too late.
void OrderDesk::finish(Order &order, char status) {
    order.status = status;
    finished_.push_back(order.number);
    if (finished_.size() <= kFinishedOrdersKept) return;
    const auto oldest = orders_.find(finished_.front());
    finished_.pop_front();
    oldest->second.client->orders.erase(oldest->second.cl_ord_id);
    orders_.erase(oldest);
}

void OrderDesk::rename(Order &order, const std::string &cl_ord_id) {
    order.client->orders.erase(order.cl_ord_id);
    order.cl_ord_id = cl_ord_id;
    order.client->orders[cl_ord_id] = order.number;
}

FIX::Message OrderDesk::execution_report(const Order &order, char exec_type) {
    FIX::Message report = answer_of_type("8");
    report.setField(tag::OrderID, "V" + std::to_string(order.number));
    report.setField(tag::ExecID, "E" + std::to_string(++last_execution_));
    set_char(report, tag::ExecType, exec_type);
    set_char(report, tag::OrdStatus, order.status);
    report.setField(tag::ClOrdID, order.cl_ord_id);
    if (!order.account.empty()) report.setField(tag::Account, order.account);
    report.setField(tag::Symbol, order.symbol);
    report.setField(tag::Side, order.side_code);
    report.setField(tag::OrdType, "2");
    set_decimal(report, tag::OrderQty, order.quantity_e8);
    set_decimal(report, tag::Price, order.price_e8);
    set_decimal(report, tag::LeavesQty, order.left_e8());
    set_decimal(report, tag::CumQty, order.filled_e8);
    set_decimal(
        report, tag::AvgPx, order.filled_e8 == 0 ? 0 : static_cast<std::int64_t>(order.filled_value / order.filled_e8));
    set_now(report, tag::TransactTime);
    return report;
}

void OrderDesk::reject_new(Client &client, const FIX::Message &request, int reason, const std::string &text) {
    FIX::Message report = answer_of_type("8");
    copy_fields(request, report,
        {tag::ClOrdID, tag::Account, tag::Symbol, tag::Side, tag::OrdType, tag::OrderQty, tag::Price,
            tag::TimeInForce});
    report.setField(tag::OrderID, kNoOrder);
    report.setField(tag::ExecID, "E" + std::to_string(++last_execution_));
    set_char(report, tag::ExecType, '8');
    set_char(report, tag::OrdStatus, '8');
    report.setField(tag::OrdRejReason, std::to_string(reason));
    report.setField(tag::LeavesQty, "0");
    report.setField(tag::CumQty, "0");
    report.setField(tag::AvgPx, "0");
    set_now(report, tag::TransactTime);
    report.setField(tag::Text, text);
    answer_(client.session, report);
}

void OrderDesk::reject_cancel(Client &client, const FIX::Message &request, int reason, const std::string &text) {
    const Order *order = find(client, field(request, tag::OrigClOrdID));
    FIX::Message report = answer_of_type("9");
    copy_fields(request, report, {tag::ClOrdID, tag::OrigClOrdID, tag::Account});
    report.setField(tag::OrderID, order ? "V" + std::to_string(order->number) : kNoOrder);
    set_char(report, tag::OrdStatus, order ? order->status : '8');
    set_char(report, tag::CxlRejResponseTo, type_of(request) == "F" ? '1' : '2');
    report.setField(tag::CxlRejReason, std::to_string(reason));
    set_now(report, tag::TransactTime);
    report.setField(tag::Text, text);
    answer_(client.session, report);
}

void OrderDesk::reject_mass_cancel(Client &client, const FIX::Message &request, int reason, const std::string &text) {
    FIX::Message report = answer_of_type("r");
    copy_fields(request, report, {tag::ClOrdID, tag::MassCancelRequestType, tag::Symbol, tag::Account, tag::Side});
    report.setField(tag::OrderID, kNoOrder);
    report.setField(tag::MassCancelResponse, "0");
    report.setField(tag::MassCancelRejectReason, std::to_string(reason));
    set_now(report, tag::TransactTime);
    report.setField(tag::Text, text);
    answer_(client.session, report);
}

}  // namespace venue_simulator
