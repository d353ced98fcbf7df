// Makes the gate that the configuration asks for. Control thread.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "config/gateway_config.hpp"
#include "config/session_files.hpp"
#include "gates/outbound_gate.hpp"
#include "sessions/venue_sessions.hpp"

namespace fix_gateway {

// The plugin could not be loaded: one sentence with path, both ABI versions and the remedy.
class PluginFailure : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The plugin is there and refuses its configuration.
class PluginConfigFailure : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::unique_ptr<OutboundGate> make_gate(const GatewayConfig &config, const FIX::SessionSettings &venue_settings,
    const VenueSessions &sessions, GateListener &listener);

}  // namespace fix_gateway
