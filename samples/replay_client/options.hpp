// The command line of sluice_replay_client, parsed once at the start and never changed. Every number here is inside the
// range that its option allows, so nobody checks it again.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace replay {

struct Options {
    std::string flow_path;
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    std::uint32_t sessions = 8;
    double seconds = 20;
    double speed = 1;
    std::uint32_t overload = 1;
    double drain_seconds = 30;
    std::string report_path;
    std::string requests_path;  // empty: not written
    bool shows_progress = false;
    bool shows_help = false;
};

// Names the option, what was given and what to give instead.
class OptionError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

Options parse_options(int argument_count, const char *const *arguments);
const char *usage_text();

}  // namespace replay
