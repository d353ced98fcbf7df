#include "gates/direct_gate.hpp"

#include "gates/send_to_venue.hpp"

namespace fix_gateway {

GateVerdict DirectGate::offer(OutboundItem item) {
    GateVerdict verdict;
    verdict.text = send_to_venue(item.message, sessions_, item.venue_session);
    verdict.action = verdict.text.empty() ? GateAction::kSent : GateAction::kRefused;
    return verdict;
}

}  // namespace fix_gateway
