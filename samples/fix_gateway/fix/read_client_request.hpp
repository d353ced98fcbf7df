// Reads a message of a client, FIX 4.2 or 4.4, into a ClientRequest. The data dictionary has seen it first, so fields
// have the right type and required ones are there; what is checked here is what the gateway and the venues need beyond
// that. The first thing that is wrong is said in `fault`, with the field, its value and the remedy. Pure functions.
#pragma once

#include <cstdint>

#include "fix/quickfix_headers.hpp"
#include "orders/client_request.hpp"

namespace fix_gateway {

// False: not a message type that clients may send.
bool read_client_request(const FIX::Message &message, std::uint32_t client, ClientRequest *request);

}  // namespace fix_gateway
