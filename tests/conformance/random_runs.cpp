#include "random_runs.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <iostream>
#include <sstream>

#include "saturation.hpp"
#include "sluice_gate.hpp"

namespace conformance {

namespace {

// What a scenario's random runs are measured out by.
struct Measure {
    uint64_t memory_ns = 0;   // of the rule that is met first
    uint64_t burst = 0;       // messages that fill it
    uint64_t warm_up_ns = 0;  // until a fresh engine has forgotten what it assumed
};

struct Drawn {
    World world;
    std::vector<Burst> bursts;
    std::vector<Incident> incidents;
    uint64_t end_ns = 0;
};

constexpr uint32_t kBurstsMax = 24;
constexpr uint64_t kRunsForNaive = 4;  // one in so many is played to the naive limiters too
constexpr uint64_t kBurstMessagesMax = 2'500;

uint64_t up_to(uint64_t most) {
    return *rc::gen::resize(100, rc::gen::inRange<uint64_t>(0, most + 1));
}

Measure measure_of(const Scenario &scenario) {
    const std::unique_ptr<Judge> judge = scenario.judge(0);
    const Target &target = scenario.in_a_burst();
    const Rule &rule = judge->rules()[judge->rule(target.rule)];
    Measure measure;
    measure.memory_ns =
        std::min<uint64_t>(static_cast<uint64_t>(memory_of(rule, scenario.block_ns) / kNanosecond), 60 * kHostSecond);
    measure.burst =
        std::clamp<uint64_t>(static_cast<uint64_t>(rule.limit) / cost_in(*judge, target), 4, kBurstMessagesMax);
    measure.warm_up_ns = warm_up_ns(*judge, scenario.block_ns);
    return measure;
}

World draw_world(const Scenario &scenario, const Profile &profile) {
    World world = mild_world(scenario, profile, up_to(UINT32_MAX));
    world.drift_per_billion = static_cast<int64_t>(up_to(100'000)) - 50'000;
    world.path_ns = up_to(80'000) * kHostMicrosecond;
    world.jitter_ns = profile.smallest_guard_ns() * up_to(4) / 4;
    // Blocks are told by messages too: the way and the jitter stay below the time of a block.
    if (scenario.block_ns != 0) {
        world.path_ns %= scenario.block_ns / 4;
        world.jitter_ns %= scenario.block_ns / 4;
        world.block_ns = scenario.block_ns * (1 + up_to(6));
    }
    world.back_ns = up_to(100'000) * kHostMicrosecond;
    world.stall_ns = up_to(5'000) * kHostMicrosecond;
    world.rare_stall_ns = up_to(2'000) * kHostMillisecond;
    world.late_report_ns = up_to(300) * kHostMillisecond;
    world.late_poll_ns = up_to(2'000) * kHostMicrosecond;
    world.handling_ns = up_to(20'000) * kHostMicrosecond;
    world.lost_per_mille = static_cast<uint32_t>(up_to(150));
    world.unwritten_per_mille = static_cast<uint32_t>(up_to(100));
    world.refused_per_mille = static_cast<uint32_t>(up_to(300));
    world.filled_per_mille = static_cast<uint32_t>(up_to(1000));
    world.maker_per_mille = static_cast<uint32_t>(up_to(1000));
    world.fill_after_ns = up_to(10'000) * kHostMillisecond;
    world.cancel_after_ns = up_to(20'000) * kHostMillisecond;
    world.cancel_per_mille = static_cast<uint32_t>(up_to(1000));
    world.replace_per_mille = static_cast<uint32_t>(up_to(300));
    world.tells_usage = up_to(1) == 1;
    world.stale_per_mille = static_cast<uint32_t>(up_to(60));
    world.absurd_per_mille = static_cast<uint32_t>(up_to(3));
    if (scenario.has_heartbeats) world.heartbeat_ns = up_to(1) * 30 * kHostSecond;
    world.variant = static_cast<uint32_t>(up_to(1));
    return world;
}

Drawn draw(const Scenario &scenario, const Profile &profile, const Measure &measure) {
    Drawn drawn;
    drawn.world = draw_world(scenario, profile);
    // Half of the runs begin when the engine has forgotten what it assumed at its start.
    uint64_t last_ns = Simulation::kStartNs + (up_to(1) == 1 ? measure.warm_up_ns : 0);
    const uint64_t first_gap_ns = last_ns - Simulation::kStartNs;
    const uint64_t bursts = 1 + up_to(kBurstsMax - 1);
    for (uint64_t number = 0; number < bursts; ++number) {
        Burst burst;
        const uint64_t parts = measure.memory_ns / 1000;
        // Long pauses, short ones, and such as end close to a window.
        static constexpr uint64_t kGaps[] = {1, 10, 100, 700, 990, 1'000, 1'010, 1'500};
        burst.gap_ns = (number == 0 ? first_gap_ns : 0) + kGaps[up_to(7)] * parts + up_to(parts);
        burst.messages = static_cast<uint32_t>(1 + up_to(measure.burst + measure.burst / 4));
        burst.kind = scenario.kinds[up_to(scenario.kinds.size() - 1)];
        burst.who = static_cast<uint32_t>(up_to(23));
        const bool is_batch = burst.kind == SLUICE_KIND_NEW && up_to(4) == 0;
        burst.count = is_batch ? static_cast<uint32_t>(1 + up_to(4)) : 1;
        last_ns += burst.gap_ns;
        drawn.bursts.push_back(burst);
    }
    const uint64_t incidents = up_to(3);
    const uint64_t length_ns = last_ns - Simulation::kStartNs;
    for (uint64_t number = 0; number < incidents; ++number) {
        Incident incident;
        incident.at_ns = Simulation::kStartNs + length_ns / 1000 * up_to(1000);
        incident.trouble = static_cast<Trouble>(up_to(2));
        incident.lane = static_cast<uint32_t>(up_to(scenario.layout.lanes - 1));
        incident.for_ns = up_to(5'000) * kHostMillisecond;
        drawn.incidents.push_back(incident);
    }
    drawn.end_ns = last_ns + measure.memory_ns * 3 + 2 * kHostSecond;
    return drawn;
}

std::string story_of(const Drawn &drawn, const Simulation &simulation, const SluiceGate &gate) {
    std::ostringstream story;
    const World &world = drawn.world;
    story << simulation.counts().first_overflow << "\n  world: drift " << world.drift_per_billion << " ppb, path "
          << world.path_ns << ", jitter " << world.jitter_ns << ", back " << world.back_ns << ", stall "
          << world.stall_ns << ", rare stall " << world.rare_stall_ns << ", late report " << world.late_report_ns
          << ", late poll " << world.late_poll_ns << ", handling " << world.handling_ns << " ns; per mille lost "
          << world.lost_per_mille << ", unwritten " << world.unwritten_per_mille << ", refused "
          << world.refused_per_mille << ", filled " << world.filled_per_mille << ", stale " << world.stale_per_mille
          << ", absurd " << world.absurd_per_mille << "; heartbeat " << world.heartbeat_ns << " ns; usage told "
          << world.tells_usage << ", variant " << world.variant << ", block " << world.block_ns
          << " ns\n  gate: " << gate.story(simulation.now_ns());
    for (const Burst &burst : drawn.bursts) {
        story << "\n  after " << burst.gap_ns << " ns: " << burst.messages << " of kind " << burst.kind << ", who "
              << burst.who << ", " << burst.count << " orders each";
    }
    for (const Incident &incident : drawn.incidents) {
        story << "\n  at " << incident.at_ns - Simulation::kStartNs << " ns: "
              << (incident.trouble == Trouble::restart     ? "restart"
                     : incident.trouble == Trouble::reload ? "reload"
                                                           : "lane down")
              << ", number " << incident.lane << ", for " << incident.for_ns << " ns";
    }
    return story.str();
}

// The limiters that people write, on the same bursts and clocks; they are spared the troubles.
void try_naive(const Scenario &scenario, const Drawn &drawn, RandomResult &result) {
    for (uint32_t kind = 0; kind < kNaiveKinds; ++kind) {
        const std::unique_ptr<Judge> judge = scenario.judge(drawn.world.variant);
        Simulation simulation(drawn.world, scenario.layout, *judge);
        NaiveGate gate(static_cast<NaiveKind>(kind), *judge, drawn.world.block_ns, simulation.sink());
        BurstDemand demand(drawn.bursts);
        simulation.run(gate, demand, drawn.end_ns);
        result.naive[kind] += simulation.counts().overflows;
    }
}

void add(Counts &sum, const Counts &counts) {
    sum.requests += counts.requests;
    sum.sent += counts.sent;
    sum.arrivals += counts.arrivals;
    sum.reports += counts.reports;
    sum.overflows += counts.overflows;
    sum.hard_overflows += counts.hard_overflows;
    sum.dropped += counts.dropped;
}

}  // namespace

RandomResult random_runs(const Scenario &scenario, const Profile &profile, const std::string &plugin_path,
    uint64_t seed, uint64_t messages, const Overrides &overrides, bool is_to_fail) {
    const Measure measure = measure_of(scenario);
    const GateSetup setup =
        setup_of(profile, scenario.layout, merged(scenario.operator_numbers, overrides), scenario.told);
    RandomResult result;
    const auto property = [&] {
        const Drawn drawn = draw(scenario, profile, measure);
        const std::unique_ptr<Judge> judge = scenario.judge(drawn.world.variant);
        Simulation simulation(drawn.world, scenario.layout, *judge);
        SluiceGate gate(plugin_path, scenario.layout, setup, simulation.sink(), simulation.clock());
        BurstDemand demand(drawn.bursts);
        simulation.run(gate, demand, drawn.end_ns, drawn.incidents, scenario.told);
        const bool is_clean = simulation.counts().overflows == 0;
        if (is_clean || result.failure.empty()) {
            add(result.counts, simulation.counts());
            if (++result.runs % kRunsForNaive == 0 && !is_to_fail) try_naive(scenario, drawn, result);
        }
        if (is_clean) return;
        // RapidCheck goes on with smaller runs as long as they fail too: the last one is the story to tell.
        result.failure = story_of(drawn, simulation, gate);
        RC_FAIL(result.failure);
    };
    rc::detail::TestMetadata metadata;
    metadata.id = scenario.profile;
    metadata.description = "no burst, delay or fault makes " + scenario.profile + " overflow";
    rc::detail::TestParams params;
    params.seed = seed;
    params.maxSize = 100;
    params.disableShrinking = is_to_fail;
    params.maxSuccess =
        static_cast<int>(std::clamp<uint64_t>(messages / (kBurstsMax / 2 * measure.burst / 2), 12, 400));
    // RapidCheck tells its own configuration, which is not used here, on the first call.
    std::streambuf *const shown = std::cerr.rdbuf(nullptr);
    const rc::detail::TestResult tested = rc::detail::checkTestable(property, metadata, params);
    std::cerr.rdbuf(shown);
    if (!tested.is<rc::detail::SuccessResult>() && result.failure.empty()) {
        std::ostringstream text;
        rc::detail::printResultMessage(tested, text);
        result.failure = text.str();
    }
    return result;
}

}  // namespace conformance
