#include "trial.hpp"

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "random_runs.hpp"
#include "saturation.hpp"
#include "sluice_gate.hpp"

namespace conformance {

namespace {

constexpr uint64_t kRandomMessages = 60'000;
constexpr uint64_t kFlowDemandPercent = 250;  // of what the first target's rule allows
constexpr uint64_t kEdgeWorlds = 3;
constexpr double kSaturatedLeast = 0.9;

std::string percent_text(double share) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.2f %%", share * 100);
    return text;
}

void count(TrialResult &result, const Counts &counts, const std::string &where) {
    result.events += counts.events();
    result.overflows += counts.overflows;
    result.hard_overflows += counts.hard_overflows;
    if (counts.overflows != 0) {
        result.failures.push_back(
            where + ": " + std::to_string(counts.overflows) + " overflows, the first: " + counts.first_overflow);
    }
}

void try_target(const Scenario &scenario, const Target &target, const Profile &profile, const Options &options,
    TrialResult &result) {
    const std::string where = "saturated " + target.rule;
    Saturation saturation(scenario, target, profile, options.seed);
    const SaturationResult run = saturation.run_plugin(options.plugin_path, {}, false);
    count(result, run.counts, where + " (" + run.story + ")");
    const double asked = static_cast<double>(target.percent) / 100;
    const double worst = result.utilised.empty() ? 1e9 : result.utilisation - result.percent / 100.0;
    if (run.utilisation() - asked < worst) {
        result.utilisation = run.utilisation();
        result.utilised = target.rule;
        result.percent = target.percent;
    }
    if (target.why[0] != '\0') {
        result.notes.push_back(target.rule + ": " + percent_text(run.utilisation()) + ", at least " +
                               std::to_string(target.percent) + " % asked, because " + target.why);
    }
    if (run.utilisation() < asked) {
        result.failures.push_back(where + ": only " + percent_text(run.utilisation()) + " used (" + run.story + ")");
    }
    if (run.saturated < kSaturatedLeast) {
        result.failures.push_back(where + ": the demand waited in " + percent_text(run.saturated) + " of the samples");
    }
    for (uint32_t kind = 0; kind < kNaiveKinds; ++kind)
        result.naive[kind] += saturation.run_naive(static_cast<NaiveKind>(kind)).counts.overflows;
    for (uint64_t world = 0; world < kEdgeWorlds; ++world) {
        Saturation edges(scenario, target, profile, options.seed + world);
        edges.set_variant(static_cast<uint32_t>(world));
        count(result, edges.run_edges(options.plugin_path, {}, false), "edges of " + target.rule);
        if (world != 0) continue;
        for (uint32_t kind = 0; kind < kNaiveKinds; ++kind)
            result.naive[kind] += edges.run_edges_naive(static_cast<NaiveKind>(kind)).overflows;
    }
}

// Recorded flow, so fast that it asks for more than the first target's rule allows.
void try_flow(const Scenario &scenario, const Profile &profile, const Options &options,
    const std::vector<FlowRow> &flow, TrialResult &result) {
    const std::unique_ptr<Judge> judge = scenario.judge(0);
    const Target &target = scenario.in_a_burst();
    const Rule &rule = judge->rules()[judge->rule(target.rule)];
    const uint64_t keys = target.key_of == KeyOf::venue                ? 1
                          : target.key_of == KeyOf::lane               ? scenario.layout.lanes
                          : target.key_of == KeyOf::account_instrument ? scenario.layout.accounts * 2
                                                                       : scenario.layout.accounts;
    const Span memory = memory_of(rule, scenario.block_ns);
    const double messages = static_cast<double>(rule.limit) / static_cast<double>(cost_in(*judge, target));
    const double allowed_per_second = messages * static_cast<double>(keys) / seconds_of(memory);
    const double recorded_per_second =
        static_cast<double>(flow.size()) * 1e6 / static_cast<double>(flow.back().time_us);
    const double stretch = recorded_per_second / allowed_per_second * 100 / kFlowDemandPercent;
    const auto stretch_per_mille = static_cast<uint64_t>(std::max(1.0, stretch * 1000));
    const uint64_t start_ns = Simulation::kStartNs + warm_up_ns(*judge, scenario.block_ns);
    const uint64_t end_ns = start_ns + flow.back().time_us * stretch_per_mille + 10 * kHostSecond;
    const World world = mild_world(scenario, profile, options.seed + 1);
    {
        const std::unique_ptr<Judge> plugin_judge = scenario.judge(world.variant);
        Simulation simulation(world, scenario.layout, *plugin_judge);
        SluiceGate gate(options.plugin_path, scenario.layout,
            setup_of(profile, scenario.layout, scenario.operator_numbers, scenario.told), simulation.sink(),
            simulation.clock());
        FlowDemand demand(flow, stretch_per_mille, start_ns);
        simulation.run(gate, demand, end_ns, {}, scenario.told);
        count(result, simulation.counts(), "recorded flow (" + gate.story(simulation.now_ns()) + ")");
    }
    for (uint32_t kind = 0; kind < kNaiveKinds; ++kind) {
        const std::unique_ptr<Judge> naive_judge = scenario.judge(world.variant);
        Simulation simulation(world, scenario.layout, *naive_judge);
        NaiveGate gate(static_cast<NaiveKind>(kind), *naive_judge, world.block_ns, simulation.sink());
        FlowDemand demand(flow, stretch_per_mille, start_ns);
        simulation.run(gate, demand, end_ns);
        result.naive[kind] += simulation.counts().overflows;
    }
}

}  // namespace

TrialResult try_profile(const Scenario &scenario, const Options &options) {
    TrialResult result;
    result.profile = scenario.profile;
    const Profile profile = read_profile(options.profiles_directory, scenario.profile, scenario.operator_numbers);
    for (const Target &target : scenario.targets)
        try_target(scenario, target, profile, options, result);
    for (const std::vector<FlowRow> &flow : options.flows)
        try_flow(scenario, profile, options, flow, result);
    const uint64_t messages = kRandomMessages * scenario.random_weight * options.scale;
    const RandomResult random = random_runs(scenario, profile, options.plugin_path, options.seed, messages, {}, false);
    result.events += random.counts.events();
    result.overflows += random.counts.overflows;
    result.hard_overflows += random.counts.hard_overflows;
    for (uint32_t kind = 0; kind < kNaiveKinds; ++kind)
        result.naive[kind] += random.naive[kind];
    if (!random.failure.empty()) result.failures.push_back("random runs: " + random.failure);
    return result;
}

std::string TrialResult::to_text() const {
    std::ostringstream text;
    text.precision(17);
    text << profile << '\n'
         << events << ' ' << overflows << ' ' << hard_overflows << ' ' << utilisation << ' ' << percent;
    for (const uint64_t overflows_of_one : naive)
        text << ' ' << overflows_of_one;
    text << '\n' << utilised << '\n' << notes.size() << '\n';
    for (const std::string &note : notes)
        text << note << '\n';
    for (const std::string &failure : failures)
        text << failure << '\x1e';
    return text.str();
}

TrialResult TrialResult::from_text(const std::string &text) {
    std::istringstream in(text);
    TrialResult result;
    std::string line;
    std::getline(in, result.profile);
    in >> result.events >> result.overflows >> result.hard_overflows >> result.utilisation >> result.percent;
    for (uint64_t &overflows_of_one : result.naive)
        in >> overflows_of_one;
    std::getline(in, line);
    std::getline(in, result.utilised);
    std::size_t notes = 0;
    in >> notes;
    std::getline(in, line);
    for (std::size_t note = 0; note < notes; ++note) {
        std::getline(in, line);
        result.notes.push_back(line);
    }
    while (std::getline(in, line, '\x1e'))
        result.failures.push_back(line);
    return result;
}

}  // namespace conformance
