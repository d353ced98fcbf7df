#include "simulate_command.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>

#include "config/parse_profile.hpp"
#include "flow_file.hpp"
#include "number_words.hpp"
#include "page.hpp"
#include "simulated_gateway.hpp"
#include "sluice/cpp/failure.hpp"
#include "usage_picture.hpp"

namespace sluice::profile_tool {
namespace {

constexpr uint32_t kColumns = 80;
constexpr uint64_t kNsPerMs = 1'000'000;
constexpr double kSpeedMax = 10'000;
constexpr double kRoundTripMaxMs = 60'000;

struct Options {
    std::string profile;
    std::string flow;
    double speed = 1;
    double round_trip_ms = 20;
    std::map<std::string, std::map<std::string, uint64_t>> numbers;  // limit, member, number
    std::string problem;
};

bool read_number(const std::string &text, double least, double most, double &number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= least && number <= most;
}

// LIMIT.MEMBER=NUMBER
bool read_setting(const std::string &text, Options &options) {
    const std::size_t dot = text.find('.');
    const std::size_t equals = text.find('=', dot == std::string::npos ? 0 : dot);
    if (dot == std::string::npos || equals == std::string::npos) return false;
    uint64_t number = 0;
    const char *const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + equals + 1, last, number);
    if (error != std::errc() || end != last) return false;
    options.numbers[text.substr(0, dot)][text.substr(dot + 1, equals - dot - 1)] = number;
    return true;
}

Options read_options(const std::vector<std::string> &arguments) {
    Options options;
    for (std::size_t index = 0; index < arguments.size() && options.problem.empty(); ++index) {
        const std::string &argument = arguments[index];
        if (argument.rfind("--", 0) != 0) {
            if (options.profile.empty()) {
                options.profile = argument;
            } else {
                options.problem = "simulate takes one profile, not also '" + argument + "'";
            }
            continue;
        }
        if (index + 1 == arguments.size()) {
            options.problem = argument + " needs a value";
            break;
        }
        const std::string &value = arguments[++index];
        if (argument == "--flow") {
            options.flow = value;
        } else if (argument == "--speed") {
            if (!read_number(value, 0.001, kSpeedMax, options.speed))
                options.problem = "--speed: expected a number from 0.001 to 10000, found '" + value + "'";
        } else if (argument == "--round-trip-ms") {
            if (!read_number(value, 0, kRoundTripMaxMs, options.round_trip_ms))
                options.problem = "--round-trip-ms: expected a number from 0 to 60000, found '" + value + "'";
        } else if (argument == "--set") {
            if (!read_setting(value, options))
                options.problem = "--set: expected LIMIT.MEMBER=NUMBER, found '" + value + "'";
        } else {
            options.problem = "'" + argument + "' is no option of simulate";
        }
    }
    if (options.problem.empty() && options.profile.empty()) options.problem = "simulate takes the name of a profile";
    if (options.problem.empty() && options.flow.empty()) options.problem = "simulate needs --flow FILE";
    return options;
}

// The counters begin rested, whatever the profile says: nobody has sent anything before.
std::string config_of(const Options &options, const Profile &profile, const Flow &flow) {
    std::string limits;
    for (const ProfileLimit &limit : profile.limits) {
        limits +=
            std::string(limits.empty() ? "" : ",") + "{\"name\":\"" + limit.limit.name + "\",\"at_start\":\"unused\"";
        const auto numbers = options.numbers.find(limit.limit.name);
        if (numbers != options.numbers.end()) {
            for (const auto &[member, number] : numbers->second)
                limits += ",\"" + member + "\":" + std::to_string(number);
        }
        limits += "}";
    }
    const std::size_t room = flow.messages.size();
    return "{\"version\":1,\"capacity\":{\"accounts\":1,\"instruments\":" + std::to_string(flow.instruments.size()) +
           ",\"owners\":" + std::to_string(flow.owners.size()) +
           "},\"venues\":[{\"name\":\"venue\",\"lanes_max\":1,\"held_max\":" +
           std::to_string(std::clamp<std::size_t>(room, 1, 1'000'000)) + ",\"profile\":\"" + profile.name +
           "\",\"limits\":[" + limits + "]}]}";
}

std::string percent_text(uint64_t part, uint64_t whole) {
    return whole == 0 ? "0 %" : std::to_string(part * 100 / whole) + " %";
}

std::string wait_words(const char *what, std::vector<uint64_t> waits_ns) {
    if (waits_ns.empty()) return std::string(what) + ": none waited.";
    std::sort(waits_ns.begin(), waits_ns.end());
    const auto at = [&](std::size_t percent) {
        return time_text(waits_ns[(waits_ns.size() - 1) * percent / 100] / kNsPerMs * kNsPerMs);
    };
    return std::string(what) + ": " + grouped(waits_ns.size()) + " waited, half of them up to " + at(50) +
           ", 99 of 100 up to " + at(99) + ", the longest " + at(100) + ".";
}

void write_result(const Options &options, const Profile &profile, const SimulationResult &result) {
    Page page;
    page.heading(profile.title + " (" + profile.name + ")");
    char speed[32];
    std::snprintf(speed, sizeof speed, "%g", options.speed);
    page.labelled("Flow", options.flow + ", " + grouped(result.offered) + " messages in " +
                              time_text(result.length_ns / kNsPerMs * kNsPerMs) + ", speed " + speed);
    page.labelled("Sent", grouped(result.sent_at_once) + " at once, " + grouped(result.sent_later) + " later");
    page.labelled(
        "Not sent", grouped(result.settled) + " settled among themselves (a cancel met its own held order), " +
                        grouped(result.refused) + " refused, " + grouped(result.still_held) + " still held at the end");
    page.labelled("Waits", wait_words("orders", result.order_waits_ns));
    page.labelled("", wait_words("cancels", result.cancel_waits_ns));
    for (const LimitTrace &limit : result.limits) {
        const uint64_t peak = limit.used.empty() ? 0 : *std::max_element(limit.used.begin(), limit.used.end());
        page.blank();
        page.line(limit.name + ": at most " + grouped(peak) + " of " + grouped(limit.limit) + " used (" +
                  percent_text(peak, limit.limit) + "); " + counted(limit.bindings, "message", "messages") +
                  " waited for it first");
        if (peak == 0) continue;
        // A long tail of held messages makes more spans than fit: then each column shows the highest of several.
        const std::size_t step = limit.used.size() / kColumns + 1;
        std::vector<uint64_t> shown;
        for (std::size_t index = 0; index < limit.used.size(); index += step) {
            const auto begin = limit.used.begin() + static_cast<std::ptrdiff_t>(index);
            const std::size_t count = std::min(step, limit.used.size() - index);
            shown.push_back(*std::max_element(begin, begin + static_cast<std::ptrdiff_t>(count)));
        }
        for (const std::string &line : usage_picture(shown, limit.limit, result.length_ns))
            page.line(line);
    }
    std::fputs(page.text().c_str(), stdout);
}

}  // namespace

int simulate(const std::vector<std::string> &arguments) {
    const Options options = read_options(arguments);
    if (!options.problem.empty()) {
        std::fprintf(stderr, "sluice-profile: %s\n", options.problem.c_str());
        return 2;
    }
    const auto text = find_profile(options.profile);
    if (!text) {
        std::fprintf(stderr, "sluice-profile: no built-in profile is named '%s': see sluice-profile list\n",
            options.profile.c_str());
        return 2;
    }
    const ProfileResult result = parse_profile(*text);
    const Flow flow = read_flow(options.flow);
    if (!flow.problem.empty()) {
        std::fprintf(stderr, "sluice-profile: %s\n", flow.problem.c_str());
        return 2;
    }
    SimulationRequest request;
    request.profile = &result.profile;
    request.config = config_of(options, result.profile, flow);
    request.flow = &flow;
    request.speed = options.speed;
    request.round_trip_ns = static_cast<uint64_t>(options.round_trip_ms * static_cast<double>(kNsPerMs));
    request.columns = kColumns;
    try {
        write_result(options, result.profile, simulate_flow(request));
    } catch (const failure &error) {
        // Numbers that the operator must give, or that do not fit: the library says which.
        std::fprintf(stderr, "sluice-profile: %s\nGive a number with --set LIMIT.MEMBER=NUMBER.\n", error.what());
        return 2;
    }
    return 0;
}

}  // namespace sluice::profile_tool
