#include "gates/make_gate.hpp"

#include <fstream>
#include <sstream>

#include "gates/direct_gate.hpp"
#include "gates/fifo_gate.hpp"
#include "gates/sluice_gate.hpp"
#include "log.hpp"

namespace fix_gateway {
namespace {

sluice::Plugin load_plugin(const std::string &path) {
    try {
        return sluice::Plugin::load(path);
    } catch (const sluice::failure &failure) {
        throw PluginFailure(failure.what());
    }
}

std::unique_ptr<OutboundGate> make_sluice_gate(const GatewayConfig &config, const FIX::SessionSettings &venue_settings,
    const VenueSessions &sessions, GateListener &listener) {
    const sluice::Plugin plugin = load_plugin(config.protection.plugin);
    log_info("Sluice plugin " + config.protection.plugin + " " + plugin.build_id() + " loaded");
    std::ifstream file(config.protection.config);
    std::ostringstream text;
    text << file.rdbuf();
    try {
        return std::make_unique<SluiceGate>(plugin, text.str(), venue_settings, config.orders_max, sessions, listener);
    } catch (const sluice::failure &failure) {
        throw PluginConfigFailure(config.protection.config + ": " + failure.what());
    }
}

}  // namespace

std::unique_ptr<OutboundGate> make_gate(const GatewayConfig &config, const FIX::SessionSettings &venue_settings,
    const VenueSessions &sessions, GateListener &listener) {
    switch (config.protection.mode) {
        case ProtectionMode::kNone:
            break;
        case ProtectionMode::kFifo:
            return std::make_unique<FifoGate>(config.protection.fifo, sessions, listener);
        case ProtectionMode::kSluice:
            try {
                return make_sluice_gate(config, venue_settings, sessions, listener);
            } catch (const PluginFailure &failure) {
                if (!config.protection.run_unprotected_if_plugin_fails) throw;
                log_error(failure.what());
                log_error(
                    "RUNNING UNPROTECTED: no limit, no queue, no breaker and no kill switch, because the config "
                    "says run_unprotected_if_plugin_fails");
            }
            break;
    }
    return std::make_unique<DirectGate>(sessions);
}

}  // namespace fix_gateway
