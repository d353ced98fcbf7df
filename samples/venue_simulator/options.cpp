#include "options.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <sstream>

namespace venue_simulator {

namespace {

constexpr std::uint64_t kPortMax = 65535;
constexpr std::uint64_t kLimitMax = 1000000;
constexpr std::uint64_t kMillisecondsMax = 86400000;

// The values that were given, by option; each may be given once.
class GivenOptions {
public:
    GivenOptions(const std::vector<std::string> &arguments, std::vector<std::string> *errors) : errors_(errors) {
        static const char *const kKnown[] = {"--port", "--sender", "--targets", "--limit", "--window-ms",
            "--logout-threshold", "--script", "--ack-delay-ms", "--report", "--arrivals", "--dictionaries"};
        for (std::size_t at = 0; at < arguments.size(); ++at) {
            const std::string &name = arguments[at];
            if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown)) {
                errors_->push_back(name + ": no such option; --help lists them");
            } else if (at + 1 == arguments.size() || arguments[at + 1].compare(0, 2, "--") == 0) {
                errors_->push_back(name + ": its value is missing");
                // Else it would be reported a second time, as an option that was not given.
                values_[name];
                unreadable_.push_back(name);
            } else if (!values_.emplace(name, arguments[++at]).second) {
                errors_->push_back(name + ": was given twice; give it once");
            }
        }
    }

    std::string text(const std::string &name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? std::string() : found->second;
    }

    std::string required_text(const std::string &name, const std::string &example) {
        if (!require(name, example)) return std::string();
        const std::string value = text(name);
        if (value.empty()) errors_->push_back(name + ": is empty; give for example " + example);
        return value;
    }

    std::uint64_t required_number(
        const std::string &name, std::uint64_t least, std::uint64_t most, const std::string &example) {
        return require(name, example) ? number(name, least, most, 0) : 0;
    }

    std::uint64_t number(const std::string &name, std::uint64_t least, std::uint64_t most, std::uint64_t if_not_given) {
        const auto found = values_.find(name);
        if (found == values_.end() || is_unreadable(name)) return if_not_given;
        const std::string &value = found->second;
        const bool is_number =
            !value.empty() && value.size() <= 18 &&
            std::all_of(value.begin(), value.end(), [](unsigned char character) { return std::isdigit(character); });
        const std::uint64_t number = is_number ? std::stoull(value) : 0;
        if (!is_number || number < least || number > most) {
            errors_->push_back(name + ": \"" + value + "\" is no whole number from " + std::to_string(least) + " to " +
                               std::to_string(most));
        }
        return number;
    }

private:
    bool is_unreadable(const std::string &name) const {
        return std::find(unreadable_.begin(), unreadable_.end(), name) != unreadable_.end();
    }

    bool require(const std::string &name, const std::string &example) {
        if (is_unreadable(name)) return false;
        if (values_.count(name)) return true;
        errors_->push_back(name + ": is required; give for example " + name + " " + example);
        return false;
    }

    std::vector<std::string> *const errors_;
    std::map<std::string, std::string> values_;
    std::vector<std::string> unreadable_;
};

std::vector<std::string> split_names(const std::string &text, std::vector<std::string> *errors) {
    std::vector<std::string> names;
    std::istringstream stream(text);
    std::string name;
    while (std::getline(stream, name, ',')) {
        if (name.empty()) {
            errors->push_back("--targets: \"" + text +
                              "\" has an empty name; write names with one comma between, as GATEWAY,GATEWAY2");
        } else if (std::find(names.begin(), names.end(), name) != names.end()) {
            errors->push_back("--targets: \"" + name + "\" is named twice; name each counterparty once");
        } else {
            names.push_back(name);
        }
    }
    return names;
}

}  // namespace

Options parse_options(const std::vector<std::string> &arguments, const std::string &default_dictionaries_path,
    std::vector<std::string> *errors) {
    Options options;
    options.wants_help = std::find(arguments.begin(), arguments.end(), "--help") != arguments.end();
    if (options.wants_help) return options;

    GivenOptions given(arguments, errors);
    options.port = static_cast<std::uint16_t>(given.required_number("--port", 0, kPortMax, "0"));
    options.sender = given.required_text("--sender", "VENUE");
    options.targets = split_names(given.required_text("--targets", "GATEWAY"), errors);
    options.limit = given.required_number("--limit", 1, kLimitMax, "250");
    options.window_ms = static_cast<std::int64_t>(given.required_number("--window-ms", 1, kMillisecondsMax, "1000"));
    options.logout_threshold = given.required_number("--logout-threshold", 0, kLimitMax, "500");
    options.script_path = given.text("--script");
    options.ack_delay_ms = static_cast<std::int64_t>(given.number("--ack-delay-ms", 0, kMillisecondsMax, 0));
    options.report_path = given.required_text("--report", "venue.json");
    options.arrivals_path = given.text("--arrivals");
    options.dictionaries_path = given.text("--dictionaries");
    if (options.dictionaries_path.empty()) options.dictionaries_path = default_dictionaries_path;
    if (options.logout_threshold != 0 && options.logout_threshold < options.limit) {
        errors->push_back("--logout-threshold: " + std::to_string(options.logout_threshold) + " is below --limit " +
                          std::to_string(options.limit) + "; give at least the limit, or 0 for never");
    }
    return options;
}

const char *usage_text() {
    return "sluice_venue_simulator: a FIX 4.4 venue with an order book and a message rate limit\n"
           "\n"
           "  --port N               TCP port to listen on; 0: any free one, which the ready line names\n"
           "  --sender NAME          the venue's CompID\n"
           "  --targets NAME[,NAME]  the CompIDs that may log on\n"
           "  --limit N              messages in any window that are accepted; more are rejected\n"
           "  --window-ms N          length of the sliding window\n"
           "  --logout-threshold N   messages in any window beyond which the session is logged out; 0: never\n"
           "  --report FILE          JSON report, written at SIGTERM or SIGINT\n"
           "  --script FILE          faults to show, one a line (optional)\n"
           "  --ack-delay-ms N       every answer leaves this much later (optional)\n"
           "  --arrivals FILE        CSV with one line a message (optional)\n"
           "  --dictionaries DIR     folder with FIX44.xml (optional)\n";
}

}  // namespace venue_simulator
