// sluice_fix_gateway CONFIG.json: a complete FIX order gateway, protected by Sluice, by a FIFO limiter, or by nothing.
// Exit codes: 0 stopped as asked; 1 the configuration has faults or the gateway could not start; 2 the plugin could not
// be loaded.
#include <cstdio>
#include <exception>

#include "config/gateway_config.hpp"
#include "config/session_files.hpp"
#include "gates/make_gate.hpp"
#include "gateway.hpp"
#include "life/allocator.hpp"
#include "life/control_loop.hpp"
#include "log.hpp"

namespace fix_gateway {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitFailure = 1;
constexpr int kExitPlugin = 2;

std::vector<std::string> client_names(const SessionFile &clients) {
    std::vector<std::string> names;
    for (const FIX::SessionID &session : clients.sessions)
        names.push_back(session.getTargetCompID().getString());
    return names;
}

std::vector<std::string> venue_names(const SessionFile &venues) {
    std::vector<std::string> names;
    for (const VenueSessionConfig &session : venues.venue_sessions)
        names.push_back(session.venue);
    return names;
}

int run(const std::string &config_path) {
    ControlLoop control;
    ConfigFaults faults;
    const GatewayConfig config = load_gateway_config(config_path, &faults);
    SessionFile clients, venues;
    if (!config.clients.empty()) clients = load_client_sessions(config.clients, &faults);
    if (!config.venues.empty()) venues = load_venue_sessions(config.venues, &faults);
    if (!clients.sessions.empty() && !venues.sessions.empty()) {
        check_routes(config.routes, venue_names(venues), client_names(clients), &faults);
    }
    if (!faults.empty()) {
        log_error(config_path + ": " + std::to_string(faults.size()) + " faults");
        for (const ConfigFault &fault : faults)
            log_error(to_string(fault));
        return kExitFailure;
    }
    const AllocatorState allocator = allocator_state();
    log_line(allocator.is_mimalloc ? LogLevel::kInfo : LogLevel::kWarning, allocator.text);

    Gateway gateway(config, clients, venues, control);
    if (gateway.start()) {
        std::printf("%s\n", gateway.ready_line().c_str());
        std::fflush(stdout);
        gateway.run();
    }
    gateway.stop();
    return kExitOk;
}

int run_guarded(const std::string &config_path) {
    try {
        return run(config_path);
    } catch (const PluginFailure &failure) {
        log_error(failure.what());
        return kExitPlugin;
    } catch (const std::exception &error) {
        log_error(error.what());
        return kExitFailure;
    }
}

}  // namespace
}  // namespace fix_gateway

int main(int argument_count, char **arguments) {
    if (argument_count != 2 || arguments[1][0] == '-') {
        std::fprintf(stderr, "usage: sluice_fix_gateway CONFIG.json\n");
        return 1;
    }
    return fix_gateway::run_guarded(arguments[1]);
}
