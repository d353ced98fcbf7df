#include "gates/send_to_venue.hpp"

namespace fix_gateway {

// sendToTarget() alone would say "sent" for a session that is down and send the message after its next logon;
// VenueSide's toApp vetoes that, which makes the answer false.
std::string send_to_venue(FIX::Message &message, const VenueSessions &sessions, std::uint32_t venue_session) {
    bool is_sent = false;
    if (sessions.is_logged_on(venue_session)) {
        try {
            is_sent = FIX::Session::sendToTarget(message, sessions.session(venue_session));
        } catch (const FIX::SessionNotFound &) {
        }
    }
    if (is_sent) return {};
    return "Gateway: the session to venue " + sessions.venue_name(venue_session) + " is down";
}

}  // namespace fix_gateway
