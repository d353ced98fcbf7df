// Puts a message on the wire of a venue session now. Any thread; with QuickFIX's SocketInitiator it does not block.
#pragma once

#include <string>

#include "fix/quickfix_headers.hpp"
#include "sessions/venue_sessions.hpp"

namespace fix_gateway {

// Empty when it went out, else the sentence for the client.
std::string send_to_venue(FIX::Message &message, const VenueSessions &sessions, std::uint32_t venue_session);

}  // namespace fix_gateway
