#include "script.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace sluice::hostcheck {

namespace {

bool read_number(std::string_view text, uint64_t &number) {
    const std::string copy(text);
    char *end = nullptr;
    errno = 0;
    number = std::strtoull(copy.c_str(), &end, 10);
    return errno == 0 && !copy.empty() && *end == '\0' && copy[0] != '-';
}

// Calls `use` with each part of a text between separators; stops at the first that complains.
template <typename Use>
std::string each_part(std::string_view text, char separator, Use use) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        const std::string fault = end == 0 ? std::string() : use(text.substr(0, end));
        if (!fault.empty()) return fault;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return "";
}

}  // namespace

const std::vector<ScenarioName> &scenario_names() {
    static const auto *const names = new std::vector<ScenarioName>{
        {Scenario::hold, "hold", "requests are HELD and released some milliseconds later", true},
        {Scenario::long_hold, "long_hold", "requests are HELD for a second", true},
        {Scenario::release_before_return, "release_before_return",
            "release() comes on the polling thread before submit() has returned HELD", true},
        {Scenario::drop, "drop", "HELD requests are DROPPED, with each reason in turn", true},
        {Scenario::refuse, "refuse", "requests are REFUSED, with each reason in turn; of cancels only what may be",
            true},
        {Scenario::new_reasons, "new_reasons", "reasons that no header has yet", true},
        {Scenario::no_grant, "no_grant", "SEND with grant 0: there is nothing to confirm", true},
        {Scenario::faults, "faults", "submit() fails: REFUSED, but SEND for a cancel", true},
        {Scenario::busy_stop, "busy_stop", "engine_stop() is BUSY many times although nothing is left", true},
        {Scenario::wake_storm, "wake_storm", "wakes for nothing, many at a time, past and future", true},
        {Scenario::early_due, "early_due", "next_due_ns() says at once, and poll() then has nothing to do", true},
        {Scenario::partial_poll, "partial_poll", "poll() does less than it could", true},
        {Scenario::poll_errors, "poll_errors", "poll() fails now and then", true},
        {Scenario::no_extensions, "no_extensions", "no extension is there", false},
        {Scenario::newer_table, "newer_table", "a table of a later minor version, with more slots", true},
        {Scenario::newer_structs, "newer_structs", "releases that are longer than the host knows", true},
        {Scenario::full_names, "full_names", "intern() finds no room for owners, accounts and instruments", false},
        {Scenario::full_lanes, "full_lanes", "lane_open() finds no room", false},
        {Scenario::create_fails, "create_fails", "engine_create() refuses the config with a long text", false},
        {Scenario::log_storm, "log_storm", "many and long log lines", true},
    };
    return *names;
}

std::string Script::add_scenario(std::string_view name) {
    for (const ScenarioName &known : scenario_names()) {
        if (name == known.name || (name == "all" && known.is_in_all))
            enabled_ |= uint64_t{1} << static_cast<uint32_t>(known.scenario);
    }
    if (name == "all" || name == "none") return "";
    for (const ScenarioName &known : scenario_names()) {
        if (name == known.name) return "";
    }
    std::string fault = "hostcheck: '" + std::string(name) + "' is no scenario, there are: all, none";
    for (const ScenarioName &known : scenario_names())
        fault += std::string(", ") + known.name;
    return fault;
}

std::string Script::set_percent(uint64_t percent) {
    if (percent > 100) return "hostcheck: percent is " + std::to_string(percent) + ", give 0 to 100";
    percent_ = percent;
    return "";
}

std::string Script::read_words(std::string_view words) {
    return each_part(words, ';', [&](std::string_view word) -> std::string {
        const std::size_t equals = word.find('=');
        const std::string_view key = word.substr(0, equals);
        const std::string_view value = equals == std::string_view::npos ? "" : word.substr(equals + 1);
        if (key == "scenarios") {
            clear_scenarios();
            return each_part(value, ',', [&](std::string_view name) { return add_scenario(name); });
        }
        uint64_t number = 0;
        if ((key != "percent" && key != "seed") || !read_number(value, number))
            return "hostcheck: '" + std::string(word) + "' is neither scenarios=NAME,..., percent=N nor seed=N";
        if (key == "percent") return set_percent(number);
        set_seed(number);
        return "";
    });
}

std::string Script::text() const {
    std::string text;
    for (const ScenarioName &known : scenario_names()) {
        if (is_enabled(known.scenario)) text += (text.empty() ? "" : ", ") + std::string(known.name);
    }
    return (text.empty() ? "no scenario" : text) + " at " + std::to_string(percent_) + " percent, seed " +
           std::to_string(seed_);
}

}  // namespace sluice::hostcheck
