#include "order_message.hpp"

#include <quickfix/FixFields.h>
#include <quickfix/FixValues.h>

namespace replay {
namespace {

const char *message_type(Action action) {
    switch (action) {
        case Action::kNew:
            return FIX::MsgType_NewOrderSingle;
        case Action::kReplace:
            return FIX::MsgType_OrderCancelReplaceRequest;
        case Action::kCancel:
            break;
    }
    return FIX::MsgType_OrderCancelRequest;
}

}  // namespace

FIX::Message make_order_message(const PlannedRequest &planned, const MessageIds &ids, const std::string &owner,
    const std::string &instrument, bool is_fix42) {
    const FlowEvent &event = *planned.event;
    FIX::Message message;
    message.getHeader().setField(FIX::MsgType(message_type(event.action)));
    message.getHeader().setField(FIX::SenderSubID(owner));
    message.setField(FIX::ClOrdID(ids.request));
    message.setField(FIX::Symbol(instrument));
    message.setField(FIX::Side(event.side == Side::kBuy ? FIX::Side_BUY : FIX::Side_SELL));
    message.setField(FIX::TransactTime(3));
    message.setField(FIX::FIELD::OrderQty, event.quantity);
    if (event.action != Action::kNew) message.setField(FIX::OrigClOrdID(ids.original));
    if (event.action != Action::kCancel) {
        message.setField(FIX::OrdType(FIX::OrdType_LIMIT));
        message.setField(FIX::FIELD::Price, event.price);
        message.setField(FIX::TimeInForce(FIX::TimeInForce_DAY));
        if (is_fix42) {
            message.setField(FIX::HandlInst(FIX::HandlInst_AUTOMATED_EXECUTION_ORDER_PRIVATE_NO_BROKER_INTERVENTION));
        }
    }
    return message;
}

}  // namespace replay
