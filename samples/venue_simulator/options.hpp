// The command line of the simulator. Every fault is reported at once, with the option, its value and a remedy.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace venue_simulator {

struct Options {
    std::uint16_t port = 0;            // --port; 0: any free one
    std::string sender;                // --sender, our CompID
    std::vector<std::string> targets;  // --targets, the CompIDs that may log on
    std::size_t limit = 0;             // --limit, messages per window
    std::int64_t window_ms = 0;        // --window-ms
    std::size_t logout_threshold = 0;  // --logout-threshold, messages per window; 0: never
    std::string script_path;           // --script, or empty
    std::int64_t ack_delay_ms = 0;     // --ack-delay-ms
    std::string report_path;           // --report
    std::string arrivals_path;         // --arrivals, or empty
    std::string dictionaries_path;     // --dictionaries, the folder with FIX44.xml
    bool wants_help = false;           // --help
};

// `default_dictionaries_path` is used when the option is not given. The result is to be used only when `errors` stays
// empty.
Options parse_options(const std::vector<std::string> &arguments, const std::string &default_dictionaries_path,
    std::vector<std::string> *errors);

// What --help prints.
const char *usage_text();

}  // namespace venue_simulator
