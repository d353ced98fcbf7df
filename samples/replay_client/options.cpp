#include "options.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace replay {
namespace {

constexpr const char *kUsage =
    "Replays recorded order flow over FIX, with its recorded timing, and measures the answers.\n"
    "\n"
    "Usage: sluice_replay_client --flow FILE --port PORT --report FILE [options]\n"
    "\n"
    "  --flow FILE           recorded flow; the format is in samples/flow/README.md\n"
    "  --host ADDRESS        where the gateway listens (default 127.0.0.1)\n"
    "  --port PORT           the gateway's port for clients\n"
    "  --sessions N          FIX sessions CLIENT1..CLIENTn, the first half FIX.4.2, the rest FIX.4.4 (default 8)\n"
    "  --seconds S           how long to send; a shorter flow is looped (default 20)\n"
    "  --speed X             replay X times as fast as recorded (default 1)\n"
    "  --overload N          send every new order N times, as N orders; cancels stay as recorded (default 1)\n"
    "  --drain-seconds S     wait at most this long for the last answers (default 30)\n"
    "  --report FILE         where to write the JSON report\n"
    "  --requests FILE       also write one CSV line for each request\n"
    "  --progress            print a line every second\n"
    "  --help                print this and stop\n";

[[noreturn]] void refuse(const std::string &option, const std::string &value, const std::string &remedy) {
    throw OptionError(option + " is \"" + value + "\": " + remedy);
}

double parse_number(const std::string &option, const std::string &value, double least, double most) {
    char *end = nullptr;
    const double number = std::strtod(value.c_str(), &end);
    const bool is_number = !value.empty() && *end == '\0' && std::isfinite(number);
    if (!is_number || number < least || number > most) {
        char remedy[100];
        std::snprintf(remedy, sizeof remedy, "give a number from %g to %g", least, most);
        refuse(option, value, remedy);
    }
    return number;
}

std::uint32_t parse_count(const std::string &option, const std::string &value, double least, double most) {
    const double number = parse_number(option, value, least, most);
    if (number != std::floor(number)) refuse(option, value, "give a whole number");
    return static_cast<std::uint32_t>(number);
}

}  // namespace

Options parse_options(int argument_count, const char *const *arguments) {
    Options options;
    for (int i = 1; i < argument_count; ++i) {
        const std::string option = arguments[i];
        if (option == "--help") {
            options.shows_help = true;
            return options;
        }
        if (option == "--progress") {
            options.shows_progress = true;
            continue;
        }
        if (option.rfind("--", 0) != 0) refuse("argument", option, "options begin with --; see --help");
        const bool has_value = i + 1 < argument_count;
        const std::string value = has_value ? arguments[i + 1] : "";
        if (option == "--flow") {
            options.flow_path = value;
        } else if (option == "--host") {
            options.host = value;
        } else if (option == "--port") {
            options.port = static_cast<std::uint16_t>(parse_count(option, value, 1, 65535));
        } else if (option == "--sessions") {
            options.sessions = parse_count(option, value, 1, 500);
        } else if (option == "--seconds") {
            options.seconds = parse_number(option, value, 0.1, 1e6);
        } else if (option == "--speed") {
            options.speed = parse_number(option, value, 0.001, 1000);
        } else if (option == "--overload") {
            options.overload = parse_count(option, value, 1, 1000);
        } else if (option == "--drain-seconds") {
            options.drain_seconds = parse_number(option, value, 0, 1e6);
        } else if (option == "--report") {
            options.report_path = value;
        } else if (option == "--requests") {
            options.requests_path = value;
        } else {
            refuse("option", option, "there is no such option; see --help");
        }
        if (!has_value) refuse(option, "", "it needs a value; see --help");
        ++i;
    }
    if (options.flow_path.empty())
        refuse("--flow", "", "give the file to replay, for instance samples/flow/dydx_v4.csv");
    if (options.port == 0) refuse("--port", "", "give the port that the gateway printed in its ready line");
    if (options.report_path.empty()) refuse("--report", "", "give a file to write the report to");
    return options;
}

const char *usage_text() {
    return kUsage;
}

}  // namespace replay
