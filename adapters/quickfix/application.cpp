#include "sluice/quickfix/application.hpp"

#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

void SluiceApplication::onCreate(const FIX::SessionID &session) {
    if (LaneState *lane = gate_.core_->find_lane(session)) gate_.core_->on_create(*lane);
    inner_.onCreate(session);
}

void SluiceApplication::onLogon(const FIX::SessionID &session) {
    // First Sluice: the gateway may send from its own onLogon.
    if (LaneState *lane = gate_.core_->find_lane(session)) gate_.core_->on_logon(*lane);
    inner_.onLogon(session);
}

void SluiceApplication::onLogout(const FIX::SessionID &session) {
    if (LaneState *lane = gate_.core_->find_lane(session)) gate_.core_->on_logout(*lane);
    inner_.onLogout(session);
}

void SluiceApplication::toAdmin(FIX::Message &message, const FIX::SessionID &session) {
    inner_.toAdmin(message, session);
    LaneState *lane = gate_.core_->find_lane(session);
    if (lane && field_or_empty(message.getHeader(), FIX::FIELD::MsgType) == "5") gate_.core_->on_logout_sent(*lane);
}

void SluiceApplication::toApp(FIX::Message &message, const FIX::SessionID &session)
    SLUICE_QUICKFIX_THROWS(FIX::DoNotSend) {
    LaneState *lane = gate_.core_->find_lane(session);
    if (lane && !gate_.core_->may_pass(*lane, message)) throw FIX::DoNotSend();
    WireWatch *watch = lane ? WireWatch::find(*lane) : nullptr;
    try {
        inner_.toApp(message, session);
    } catch (const FIX::DoNotSend &) {
        if (watch) watch->is_vetoed = true;
        throw;
    }
    if (watch) watch->is_accepted = true;
}

void SluiceApplication::fromAdmin(const FIX::Message &message, const FIX::SessionID &session)
    SLUICE_QUICKFIX_THROWS(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) {
    if (LaneState *lane = gate_.core_->find_lane(session)) gate_.core_->on_admin_answer(*lane, message);
    inner_.fromAdmin(message, session);
}

void SluiceApplication::fromApp(const FIX::Message &message, const FIX::SessionID &session) SLUICE_QUICKFIX_THROWS(
    FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    if (LaneState *lane = gate_.core_->find_lane(session)) gate_.core_->on_answer(*lane, message);
    inner_.fromApp(message, session);
}

}  // namespace quickfix
}  // namespace sluice
