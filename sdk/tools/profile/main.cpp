// Says what a venue's profile means: for an operator who chooses one, and for the author of one.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "check_command.hpp"
#include "config/parse_profile.hpp"
#include "explain_command.hpp"
#include "simulate_command.hpp"

namespace sluice::profile_tool {
namespace {

constexpr const char *kUsage =
    "usage: sluice-profile list                   the profiles that are built in\n"
    "       sluice-profile explain NAME|FILE      the venue's rules in plain words, what Sluice does about\n"
    "                                             each, and how many orders and cancels that lets through\n"
    "       sluice-profile check FILE...          every fault of a profile, with its path\n"
    "       sluice-profile simulate NAME --flow FILE [--speed X] [--round-trip-ms X] [--set LIMIT.MEMBER=NUMBER]\n"
    "                                             how full each limit gets when a recorded flow is sent there\n"
    "\n"
    "Exit status: 0, or 1 when a profile has faults, 2 when one cannot be read or the call is mistaken.\n";

int list() {
    for (const std::string_view name : profile_names()) {
        const ProfileResult result = parse_profile(*find_profile(name));
        std::printf("%-26.*s %s\n", static_cast<int>(name.size()), name.data(), result.profile.title.c_str());
    }
    return 0;
}

int mistaken(const std::string &why) {
    std::fprintf(stderr, "sluice-profile: %s\n%s", why.c_str(), kUsage);
    return 2;
}

int run(const std::vector<std::string> &arguments) {
    if (arguments.empty()) return mistaken("say what to do");
    const std::string &command = arguments[0];
    const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    if (command == "--help" || command == "-h" || command == "help") {
        std::fputs(kUsage, stdout);
        return 0;
    }
    if (command == "list") return rest.empty() ? list() : mistaken("list takes nothing");
    if (command == "explain") return rest.size() == 1 ? explain(rest[0]) : mistaken("explain takes one name or file");
    if (command == "check") return rest.empty() ? mistaken("check takes files") : check(rest);
    if (command == "simulate") return simulate(rest);
    return mistaken("'" + command + "' is no command");
}

}  // namespace
}  // namespace sluice::profile_tool

int main(int argument_count, char **arguments) {
    try {
        return sluice::profile_tool::run({arguments + 1, arguments + argument_count});
    } catch (const std::exception &error) {
        std::fprintf(stderr, "sluice-profile: %s\n", error.what());
        return 2;
    }
}
