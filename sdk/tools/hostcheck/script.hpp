// Which kinds of trouble a run makes, how often, and from which seed. A gateway's author names them in the environment
// (SLUICE_HOSTCHECK="scenarios=hold,drop;percent=30;seed=7") or in the config that the gateway passes
// ({"hostcheck": {"scenarios": ["hold"], "percent": 30, "seed": 7}}). Everything that is made is within the contract.
// Constant after it was read, but for the random numbers, which the engine's lock protects.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::hostcheck {

enum class Scenario : uint32_t {
    hold,
    long_hold,
    release_before_return,
    drop,
    refuse,
    new_reasons,
    no_grant,
    faults,
    busy_stop,
    wake_storm,
    early_due,
    partial_poll,
    poll_errors,
    no_extensions,
    newer_table,
    newer_structs,
    full_names,
    full_lanes,
    create_fails,
    log_storm,
};

struct ScenarioName {
    Scenario scenario;
    const char *name;
    const char *what;
    bool is_in_all;  // "all" leaves out what keeps a gateway from starting
};

// In the order of the enum.
const std::vector<ScenarioName> &scenario_names();

class Script {
public:
    // Each returns what is wrong, or an empty text. Later words replace earlier ones.
    std::string read_words(std::string_view words);
    std::string add_scenario(std::string_view name);
    void clear_scenarios() { enabled_ = 0; }
    std::string set_percent(uint64_t percent);
    void set_seed(uint64_t seed) { random_.seed(seed_ = seed); }

    bool is_enabled(Scenario scenario) const { return (enabled_ >> static_cast<uint32_t>(scenario) & 1) != 0; }
    // Enabled, and its turn has come.
    bool happens(Scenario scenario) { return is_enabled(scenario) && random_() % 100 < percent_; }
    uint64_t pick(uint64_t count) { return random_() % count; }

    // "hold, drop at 30 percent, seed 7"
    std::string text() const;

private:
    uint64_t enabled_ = 0;
    uint64_t percent_ = 20;
    uint64_t seed_ = 1;
    std::mt19937_64 random_{1};
};

}  // namespace sluice::hostcheck
