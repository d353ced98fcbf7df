// Judges a build of the plugin from outside, through the public C ABI alone: for whoever ships a build, patches one, or
// has to decide whether a gateway may load it.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "case.hpp"
#include "run_case.hpp"

namespace sluice::validate {
namespace {

constexpr const char *kUsage =
    "usage: sluice-validate [--seed N] [--only CASE] [--time-limit SECONDS] PLUGIN.so\n"
    "       sluice-validate --list\n"
    "  --seed N         of everything random (default 1); the same seed gives the same run\n"
    "  --only CASE      one case, or all whose name begins so (\"struct.\")\n"
    "  --time-limit N   for each case (default 20 seconds)\n"
    "  --list           the cases and the promise that each one judges\n"
    "\n"
    "Each case runs in a process of its own: one that crashes or hangs fails, and the others go on.\n"
    "The last line is `N passed, N failed`. Exit status: 0, 1 when a case failed, 2 when the call is mistaken.\n";

struct Options {
    Target target;
    std::string only;
    std::string in_this_process;
    double limit_seconds = 20;
    bool is_list = false;
};

int mistaken(const std::string &why) {
    std::fprintf(stderr, "sluice-validate: %s\n%s", why.c_str(), kUsage);
    return 2;
}

bool read_number(const char *text, uint64_t &number) {
    char *end = nullptr;
    errno = 0;
    number = std::strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && text[0] != '-';
}

// Empty when the arguments make sense; otherwise what is wrong.
std::string read_options(int count, char **arguments, Options &options) {
    for (int index = 1; index < count; ++index) {
        const std::string argument = arguments[index];
        if (argument == "--list") {
            options.is_list = true;
        } else if (argument == "--seed" || argument == "--only" || argument == "--time-limit" ||
                   argument == "--in-this-process") {
            if (++index == count) return argument + " needs a value";
            uint64_t number = 0;
            if (argument == "--only") {
                options.only = arguments[index];
            } else if (argument == "--in-this-process") {
                options.in_this_process = arguments[index];
            } else if (!read_number(arguments[index], number)) {
                return argument + ": '" + arguments[index] + "' is no number";
            } else if (argument == "--seed") {
                options.target.seed = number;
            } else if (number == 0 || number > 3600) {
                return "--time-limit: give 1 to 3600 seconds";
            } else {
                options.limit_seconds = static_cast<double>(number);
            }
        } else if (argument.size() > 1 && argument[0] == '-') {
            return "'" + argument + "' is no option";
        } else if (!options.target.path.empty()) {
            return "one plugin at a time";
        } else {
            options.target.path = argument;
        }
    }
    if (options.target.path.empty() && !options.is_list) return "name the plugin to judge";
    return "";
}

void tell(const Case &one, const Outcome &outcome) {
    static constexpr const char *kWords[] = {"pass", "FAIL", "skip"};
    std::printf(
        "%s  %-34s %5.2f s  %s\n", kWords[static_cast<int>(outcome.ending)], one.name, outcome.seconds, one.promise);
    for (const std::string &line : outcome.lines)
        std::printf("        %s\n", line.c_str());
    std::fflush(stdout);
}

int run_all(const Options &options) {
    int counts[3] = {};
    for (const Case &one : all_cases()) {
        if (std::strncmp(one.name, options.only.c_str(), options.only.size()) != 0) continue;
        const Outcome outcome = run_in_own_process(one, options.target, options.limit_seconds);
        ++counts[static_cast<int>(outcome.ending)];
        tell(one, outcome);
    }
    const auto [passed, failed, skipped] = counts;
    if (passed + failed + skipped == 0) return mistaken("no case is called '" + options.only + "', see --list");
    if (failed != 0) std::printf("seed %llu\n", static_cast<unsigned long long>(options.target.seed));
    std::printf("%d passed, %d failed", passed, failed);
    std::printf(skipped == 0 ? "\n" : ", %d skipped\n", skipped);
    return failed == 0 ? 0 : 1;
}

int run(int count, char **arguments) {
    if (count == 2 && (std::strcmp(arguments[1], "--help") == 0 || std::strcmp(arguments[1], "-h") == 0)) {
        std::fputs(kUsage, stdout);
        return 0;
    }
    Options options;
    const std::string fault = read_options(count, arguments, options);
    if (!fault.empty()) return mistaken(fault);
    if (options.is_list) {
        for (const Case &one : all_cases())
            std::printf("%-34s %s\n", one.name, one.promise);
        return 0;
    }
    if (options.in_this_process.empty()) return run_all(options);
    for (const Case &one : all_cases()) {
        if (options.in_this_process == one.name) return run_in_this_process(one, options.target);
    }
    return mistaken("no case is called '" + options.in_this_process + "'");
}

}  // namespace
}  // namespace sluice::validate

int main(int argument_count, char **arguments) {
    return sluice::validate::run(argument_count, arguments);
}
