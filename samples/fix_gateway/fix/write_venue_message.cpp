#include "fix/write_venue_message.hpp"

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

std::string order_name(const Order &order, const VenueIds &ids) {
    return ids.text(order.venue_names.empty() ? order.new_request : order.venue_names.back());
}

void set_instrument(FIX::Message &message, const OutboundItem &item) {
    set(message, field::Account, item.account);
    message.setField(field::Symbol, item.symbol);
    message.setField(field::Side, std::string(1, item.side));
}

void set_terms(FIX::Message &message, const OutboundItem &item, char order_type, char time_in_force) {
    message.setField(field::HandlInst, "1");
    message.setField(field::OrderQty, decimal_text(item.quantity_e8));
    message.setField(field::OrdType, std::string(1, order_type));
    message.setField(field::Price, decimal_text(item.price_e8));
    message.setField(field::TimeInForce, std::string(1, time_in_force));
    message.setField(FIX::TransactTime(3));
}

}  // namespace

FIX::Message new_order_message(const OutboundItem &item, const std::string &venue_id, const ClientRequest &asked) {
    FIX::Message message = message_of_type("D");
    message.setField(field::ClOrdID, venue_id);
    set_instrument(message, item);
    set_terms(message, item, asked.order_type, asked.time_in_force);
    return message;
}

FIX::Message replace_message(const OutboundItem &item, const Order &order, const VenueIds &ids) {
    FIX::Message message = message_of_type("G");
    message.setField(field::ClOrdID, ids.text(item.request_id));
    message.setField(field::OrigClOrdID, order_name(order, ids));
    set(message, field::OrderID, order.venue_order_id);
    set_instrument(message, item);
    set_terms(message, item, order.order_type, order.time_in_force);
    return message;
}

FIX::Message cancel_message(const OutboundItem &item, const Order &order, const VenueIds &ids) {
    FIX::Message message = message_of_type("F");
    message.setField(field::ClOrdID, ids.text(item.request_id));
    message.setField(field::OrigClOrdID, order_name(order, ids));
    set(message, field::OrderID, order.venue_order_id);
    set_instrument(message, item);
    message.setField(field::OrderQty, decimal_text(order.quantity_e8));
    message.setField(FIX::TransactTime(3));
    return message;
}

FIX::Message status_message(const OutboundItem &item, const Order &order, const VenueIds &ids) {
    FIX::Message message = message_of_type("H");
    message.setField(field::ClOrdID, order_name(order, ids));
    set(message, field::OrderID, order.venue_order_id);
    message.setField(field::OrdStatusReqID, ids.text(item.request_id));
    set_instrument(message, item);
    return message;
}

std::uint64_t request_id_of(const FIX::Message &message, const VenueIds &ids) {
    const int tag = message.isSetField(field::OrdStatusReqID) ? field::OrdStatusReqID : field::ClOrdID;
    return message.isSetField(tag) ? ids.request_id(message.getField(tag)) : 0;
}

void stamp_order_name(
    FIX::Message &message, RequestKind kind, const std::string &name, const std::string &venue_order_id) {
    if (kind == RequestKind::kNew) return;
    message.setField(kind == RequestKind::kStatus ? field::ClOrdID : field::OrigClOrdID, name);
    set(message, field::OrderID, venue_order_id);
}

}  // namespace fix_gateway
