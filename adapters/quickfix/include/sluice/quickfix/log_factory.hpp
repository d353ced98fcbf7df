// SluiceLogFactory: wraps the gateway's own FIX::LogFactory, or stands alone. QuickFIX's log is the only place that
// sees what really goes on the wire: sendToTarget() also returns true for a message that was only stored. The wrapped
// log gets everything unchanged.
//
// Threads: QuickFIX calls a log under the session's lock; the decorator therefore only makes a note for the gate.
// Without this factory the gate takes a message as written when QuickFIX accepted it while logged on, and logons,
// heartbeats and resends are counted by no limit; a warning says so at logon.
#ifndef SLUICE_QUICKFIX_LOG_FACTORY_HPP
#define SLUICE_QUICKFIX_LOG_FACTORY_HPP

#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

class Gate;

class SluiceLogFactory : public FIX::LogFactory {
public:
    // The gate must outlive the initiator; inner may be null: then nothing is logged.
    explicit SluiceLogFactory(Gate &gate, FIX::LogFactory *inner = nullptr) : gate_(gate), inner_(inner) {}

    FIX::Log *create() override;
    FIX::Log *create(const FIX::SessionID &session) override;
    void destroy(FIX::Log *log) override;

private:
    Gate &gate_;
    FIX::LogFactory *inner_;
};

}  // namespace quickfix
}  // namespace sluice

#endif
