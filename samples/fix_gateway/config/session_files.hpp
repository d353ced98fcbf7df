// The two QuickFIX settings files, read before QuickFIX sees them: relative paths become relative to the file, defaults
// that a gateway needs are put in, and everything that QuickFIX would report late, one at a time or not at all becomes
// a fault.
//
// Defaults put in where the file says nothing: UseDataDictionary=Y, SocketNodelay=Y, ReconnectInterval=2 (QuickFIX
// waits 30 s, far longer than an order book stays calm) and PersistMessages: Y for clients, so that reports sent while
// a client is away reach it after its next logon; N for venues, so that no old order is ever sent again after a
// reconnect.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config_fault.hpp"
#include "fix/quickfix_headers.hpp"

namespace fix_gateway {

struct VenueSessionConfig {
    FIX::SessionID session;
    std::string venue;    // SluiceVenue
    std::string account;  // SluiceAccount, may be empty
};

struct SessionFile {
    FIX::SessionSettings settings;
    std::vector<FIX::SessionID> sessions;  // in the order of their names
    bool uses_tls = false;
    bool uses_file_store = false;
    bool uses_file_log = false;
    std::uint32_t accept_port = 0;  // clients only
    std::vector<VenueSessionConfig> venue_sessions;
};

SessionFile load_client_sessions(const std::string &path, ConfigFaults *faults);
SessionFile load_venue_sessions(const std::string &path, ConfigFaults *faults);

// The part of `file` that belongs to one venue, for an initiator of its own.
FIX::SessionSettings settings_of_venue(const SessionFile &file, const std::string &venue);

}  // namespace fix_gateway
