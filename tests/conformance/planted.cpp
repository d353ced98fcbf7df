// The kit has to be able to fail. The gate is given a profile whose margins are gone and one of whose numbers is wrong:
// a limit that is one too high, or a guard that covers no jitter. The judge, which knows nothing of it, has to see an
// overflow. The same profile without margins but with the right number has to stay clean, so that it is the number that
// was noticed.
#include <algorithm>

#include "saturation.hpp"
#include "trial.hpp"

namespace conformance {

namespace {

using Members = std::map<std::string, std::string>;

Members without_margin(const ProfileLimit &limit, uint64_t number) {
    Members members;
    members["limit"] = std::to_string(number);
    members["margin"] = "0";
    if (limit.hard_limit != 0) {
        members["hard_limit"] = std::to_string(std::max(limit.hard_limit, number));
        members["hard_margin"] = "0";
    }
    if (limit.has_order_reserve) members["order_reserve"] = "{\"floor\": 0, \"cap\": 0}";
    if (limit.cancel_reserve != 0) members["cancel_reserve"] = "0";
    return members;
}

}  // namespace

TrialResult try_planted(const Scenario &scenario, const Options &options) {
    TrialResult result;
    result.profile = scenario.profile;
    const Profile profile = read_profile(options.profiles_directory, scenario.profile, scenario.operator_numbers);
    for (const Target &target : scenario.targets) {
        const ProfileLimit &limit = profile.limit(target.limit);
        const auto run = [&](const Members &members) {
            Saturation saturation(scenario, target, profile, options.seed);
            Overrides overrides;
            overrides[target.limit] = members;
            const SaturationResult ran = saturation.run_plugin(options.plugin_path, overrides, true);
            result.events += ran.counts.events();
            return ran.counts.overflows != 0;
        };
        const std::string where = scenario.profile + " " + target.limit;
        if (run(without_margin(limit, limit.limit))) {
            result.failures.push_back(where + ": overflows without margins, so a planted number proves nothing");
        }
        ++result.overflows;
        if (!run(without_margin(limit, limit.limit + 1))) {
            result.failures.push_back(where + ": limit " + std::to_string(limit.limit + 1) + " instead of " +
                                      std::to_string(limit.limit) + " was not noticed");
        }
        const bool has_guard = limit.guard_us != 0 && limit.shape != "aligned_window";
        if (!has_guard) continue;
        Members members = without_margin(limit, limit.limit);
        members["guard_us"] = "0";
        ++result.overflows;
        if (!run(members)) result.failures.push_back(where + ": a guard of 0 was not noticed");
    }
    return result;
}

}  // namespace conformance
