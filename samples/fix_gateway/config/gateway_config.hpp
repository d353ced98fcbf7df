// The gateway's own configuration file: JSON, read once at start, constant afterwards. Every key is described at its
// field. Keys that are not known are faults: a misspelt `on_stop` must not silently mean the default. Paths are
// relative to the folder of the file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config_fault.hpp"

namespace fix_gateway {

enum class ProtectionMode { kNone, kFifo, kSluice };
enum class OnStop { kCancel, kDrain };

struct FifoConfig {
    std::uint32_t limit = 250;       // messages a window; also the burst
    std::uint32_t window_ms = 1000;  // 1 or more
};

struct ProtectionConfig {
    ProtectionMode mode = ProtectionMode::kNone;
    std::string plugin;                            // libsluice.so.1; needed in mode sluice
    std::string config;                            // Sluice's own JSON; needed in mode sluice
    bool run_unprotected_if_plugin_fails = false;  // true: mode none and a loud warning instead of exit code 2
    FifoConfig fifo;
};

struct RouteConfig {
    std::string symbol = "*";  // "*": every symbol
    std::string client = "*";  // CompID; "*": every client
    std::string venue;         // SluiceVenue of one or more sessions
};

struct GatewayConfig {
    std::string clients;  // QuickFIX settings of the client sessions (acceptor)
    std::string venues;   // QuickFIX settings of the venue sessions (initiator)
    ProtectionConfig protection;
    std::vector<RouteConfig> routes;  // first match wins
    std::uint32_t held_deadline_ms = 2000;
    bool cancel_on_client_disconnect = true;
    OnStop on_stop = OnStop::kCancel;
    std::string report;  // written at exit; empty: none

    // Beyond the essentials.
    std::uint32_t orders_max = 200000;          // orders known at the same time, final ones included
    std::uint32_t final_order_keep_ms = 60000;  // how long a final order is remembered, for late answers and duplicates
    std::uint32_t venue_logon_wait_ms = 30000;  // clients are served after this even if a venue is not logged on
    std::uint32_t stop_wait_ms = 5000;          // for cancels or drain at SIGTERM; then the sessions log out
};

// Reads the file's text. `folder` is put before relative paths. Faults in the order of the document; with any fault the
// config must not be used.
GatewayConfig parse_gateway_config(const std::string &json, const std::string &folder, ConfigFaults *faults);

// As above, from a file; a file that cannot be read is one fault.
GatewayConfig load_gateway_config(const std::string &path, ConfigFaults *faults);

// `path` itself when it is absolute or empty, else below `folder`.
std::string path_below(const std::string &folder, const std::string &path);

// The folder part of a path, "." when it has none.
std::string folder_of(const std::string &path);

}  // namespace fix_gateway
