// SluiceApplication: stands between QuickFIX and the gateway's own FIX::Application. It passes every callback on, and
// for gated sessions it hears the answers of the venue and keeps old orders off the wire.
//
//   toApp      vetoes (DoNotSend) order messages that are a resend (PossDupFlag(43)=Y): D E F G R q s t u i K Z AB AC S
//   are
//              always gap-filled, for nobody wants yesterday's order; and any application message while the session
//              is not logged on, which QuickFIX would store and send after the next logon.
//   fromApp    ExecutionReport(8), OrderCancelReject(9), OrderMassCancelReport(r), BusinessMessageReject(j), quote and
//              status answers: acknowledged, rejected, rate-rejected, banned, failed, filled, done.
//   fromAdmin  Reject(3), Logout(5).
//   both       SendingTime(52): the venue's clock. A few times a second from messages that nobody asked for.
//   onLogon, onLogout: the lane is up, the lane is down.
//
// Threads: those of QuickFIX. Every override has the exception specification of its base; what goes wrong inside the
// adapter is logged and never reaches QuickFIX, what the gateway's own application throws passes through unchanged.
#ifndef SLUICE_QUICKFIX_APPLICATION_HPP
#define SLUICE_QUICKFIX_APPLICATION_HPP

#include "sluice/quickfix/quickfix_headers.hpp"

// QuickFIX 1.15 leaves no choice but the specifications that C++11 deprecates.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated"

namespace sluice {
namespace quickfix {

class Gate;

class SluiceApplication : public FIX::Application {
public:
    // Both must outlive the initiator.
    SluiceApplication(FIX::Application &inner, Gate &gate) : inner_(inner), gate_(gate) {}

    void onCreate(const FIX::SessionID &session) override;
    void onLogon(const FIX::SessionID &session) override;
    void onLogout(const FIX::SessionID &session) override;
    void toAdmin(FIX::Message &message, const FIX::SessionID &session) override;
    void toApp(FIX::Message &message, const FIX::SessionID &session) SLUICE_QUICKFIX_THROWS(FIX::DoNotSend) override;
    void fromAdmin(const FIX::Message &message, const FIX::SessionID &session) SLUICE_QUICKFIX_THROWS(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::RejectLogon) override;
    void fromApp(const FIX::Message &message, const FIX::SessionID &session) SLUICE_QUICKFIX_THROWS(
        FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) override;

private:
    FIX::Application &inner_;
    Gate &gate_;
};

}  // namespace quickfix
}  // namespace sluice

#pragma GCC diagnostic pop

#endif
