// The kit has to be able to fail. The gate is given a profile whose margins are gone and one of whose numbers is wrong:
// a limit that is one too high, or a guard that covers no jitter. The judge, which knows nothing of it, has to see an
// overflow. The same profile without margins but with the right number has to stay clean, so that it is the number that
// was noticed.
#include <algorithm>

#include "random_runs.hpp"
#include "saturation.hpp"
#include "trial.hpp"

namespace conformance {

namespace {

using Members = std::map<std::string, std::string>;

constexpr uint64_t kWorlds = 5;
constexpr uint64_t kLongWindowMs = 600'000;  // takes long enough once
constexpr uint64_t kRandomMessages = 200'000;

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

// A number that lets pass what the right one does not: one message more, or one more than a guard hides.
uint64_t wrong_number(const Scenario &scenario, const Target &target, const ProfileLimit &limit) {
    const uint64_t cost = cost_in(*scenario.judge(0), target);
    // What comes back in the guard is held back of a burst.
    const bool is_bucket = limit.shape == "token_bucket" || limit.shape == "decaying_counter";
    if (is_bucket) return limit.limit + cost * 2;
    return limit.limit + cost;
}

class Planted {
public:
    Planted(const Scenario &scenario, const Options &options)
        : scenario_(scenario),
          options_(options),
          profile_(read_profile(options.profiles_directory, scenario.profile, scenario.operator_numbers)) {
        result_.profile = scenario.profile;
    }

    TrialResult run() {
        for (const Target &target : scenario_.targets)
            plant(target);
        plant_at_random(scenario_.in_a_burst());
        return result_;
    }

private:
    bool overflows(const Target &target, const Members &members, uint64_t seed) {
        Saturation saturation(scenario_, target, profile_, seed);
        saturation.leave_out_news();
        Overrides overrides;
        overrides[target.limit] = members;
        const SaturationResult ran = saturation.run_plugin(options_.plugin_path, overrides, true);
        result_.events += ran.counts.events();
        if (ran.counts.overflows != 0) return true;
        const Counts edges = saturation.run_edges(options_.plugin_path, overrides, true);
        result_.events += edges.events();
        return edges.overflows != 0;
    }

    // A world in which the first message comes as early as it can shows nothing of the jitter after it.
    bool is_noticed(const Target &target, const Members &members) {
        ++result_.overflows;
        for (uint64_t world = 0; world < kWorlds; ++world) {
            if (overflows(target, members, options_.seed + world)) return true;
        }
        return false;
    }

    void say(const Target &target, const std::string &what) {
        result_.failures.push_back(scenario_.profile + " " + target.limit + ": " + what);
    }

    void plant(const Target &target) {
        const ProfileLimit &limit = profile_.limit(target.limit);
        const uint64_t worlds = limit.window_ms > kLongWindowMs ? 1 : kWorlds;
        for (uint64_t world = 0; world < worlds; ++world) {
            if (!overflows(target, without_margin(limit, limit.limit), options_.seed + world)) continue;
            say(target, "overflows without margins in world " + std::to_string(options_.seed + world));
            break;
        }
        if (limit.shape == "budget") {
            // A wrong limit is put right by what the venue says to remain; when that is nothing, time is what counts.
            Members members = without_margin(limit, limit.limit);
            members["trickle_interval_ms"] = "9000";
            if (!is_noticed(target, members)) say(target, "one in 9 s instead of 10 was not noticed");
            return;
        }
        const uint64_t wrong = wrong_number(scenario_, target, limit);
        if (!is_noticed(target, without_margin(limit, wrong))) {
            say(target,
                "limit " + std::to_string(wrong) + " instead of " + std::to_string(limit.limit) + " was not noticed");
        }
        // On long windows of the clock the allowance for drift hides the guard.
        const bool is_hidden = limit.shape == "aligned_window" && limit.window_ms > 10'000;
        if (limit.guard_us == 0 || is_hidden) return;
        Members members = without_margin(limit, limit.limit);
        members["guard_us"] = "0";
        if (!is_noticed(target, members)) say(target, "a guard of 0 was not noticed");
    }

    // Random runs reach the limit too.
    void plant_at_random(const Target &target) {
        const ProfileLimit &limit = profile_.limit(target.limit);
        Overrides overrides;
        overrides[target.limit] = without_margin(limit, limit.limit + std::max<uint64_t>(3, limit.limit / 5));
        ++result_.overflows;
        const RandomResult random =
            random_runs(scenario_, profile_, options_.plugin_path, options_.seed, kRandomMessages, overrides, true);
        result_.events += random.counts.events();
        if (random.failure.empty()) say(target, "a limit a fifth too high was not noticed by random runs");
    }

    const Scenario &scenario_;
    const Options &options_;
    const Profile profile_;
    TrialResult result_;
};

}  // namespace

TrialResult try_planted(const Scenario &scenario, const Options &options) {
    return Planted(scenario, options).run();
}

}  // namespace conformance
