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
    if (limit.has_order_reserve) members["order_reserve"] = "{\"floor\": 0, \"cap\": 1}";
    if (limit.cancel_reserve != 0) members["cancel_reserve"] = "0";
    return members;
}

// What one message of the target's demand costs in its rule.
uint64_t cost_of(const Scenario &scenario, const Target &target) {
    const std::unique_ptr<Judge> judge = scenario.judge(0);
    Message message;
    message.kind = target.kind;
    message.count = target.count;
    std::vector<Charge> charges;
    judge->plain_charges(message, 0, charges);
    int64_t cost = 1;
    for (const Charge &charge : charges) {
        if (charge.rule == judge->rule(target.rule)) cost = std::max(cost, charge.cost);
    }
    return static_cast<uint64_t>(cost);
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
            saturation.leave_out_fills();
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
        // What comes back in the guard is held back of a burst: one message more than that hides.
        const bool is_bucket = limit.shape == "token_bucket" || limit.shape == "decaying_counter";
        const uint64_t wrong = limit.limit + cost_of(scenario, target) * (is_bucket ? 2 : 1);
        if (!run(without_margin(limit, wrong))) {
            result.failures.push_back(where + ": limit " + std::to_string(wrong) + " instead of " +
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
