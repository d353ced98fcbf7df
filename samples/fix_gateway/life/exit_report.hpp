// The JSON that says what the gateway did, written once at exit. Control thread.
#pragma once

#include <string>

#include "config/gateway_config.hpp"
#include "counters.hpp"
#include "gates/outbound_gate.hpp"
#include "orders/order_flow.hpp"

namespace fix_gateway {

// False, with a line in the log, when the file cannot be written.
bool write_exit_report(const std::string &path, ProtectionMode mode, const Counters &counters, OrderFlow &flow,
    OutboundGate &gate, bool was_clean);

}  // namespace fix_gateway
