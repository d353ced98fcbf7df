// Mode `none`: every message goes straight to the venue, as in a gateway without protection. Stateless; any thread.
#pragma once

#include "gates/outbound_gate.hpp"
#include "sessions/venue_sessions.hpp"

namespace fix_gateway {

class DirectGate : public OutboundGate {
public:
    explicit DirectGate(const VenueSessions &sessions) : sessions_(sessions) {}

    GateVerdict offer(OutboundItem item) override;

private:
    const VenueSessions &sessions_;
};

}  // namespace fix_gateway
