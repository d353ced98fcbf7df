// The second kind of run against one rule: bursts at the edges of windows, where a clock that is known less well than
// it is believed, a way that takes longer than it is believed, or a window that is believed over, lets too much
// through.
#include <algorithm>

#include "saturation.hpp"
#include "sluice_gate.hpp"

namespace conformance {

namespace {

constexpr uint64_t kMessagesMax = 30'000;  // of all streams and edges together
constexpr uint64_t kEdgesMax = 150;
constexpr Span kLongMemory = 10 * kMinute;  // a day has too few edges

}  // namespace

std::vector<Edge> Saturation::edges(Judge &judge) const {
    const Rule &rule = judge.rules()[judge.rule(target_.rule)];
    const Span memory = memory_of(rule, world_.block_ns);
    const uint64_t wanted = edge_burst(judge) * streams(judge).size() * 2;
    const uint64_t count = memory > kLongMemory ? 1 : std::clamp<uint64_t>(kMessagesMax / wanted, 3, kEdgesMax);
    const VenueTime time(world_.venue_at_zero, world_.drift_per_billion);
    // Two spans of rest between edges, so that each burst meets an empty counter.
    std::vector<Edge> made;
    Instant at = time.of(start_ns_) + memory;
    at += rule.shape == Shape::clock_window ? memory - at % memory : 0;
    for (uint64_t number = 0; number < count; ++number, at += 3 * memory) {
        Edge edge;
        edge.at_ns = time.host_ns(at) - world_.path_ns;
        if (number % 2 == 1) edge.opener_ns = time.host_ns(at - memory) - world_.path_ns;
        made.push_back(edge);
    }
    return made;
}

uint32_t Saturation::edge_burst(Judge &judge) const {
    const Rule &rule = judge.rules()[judge.rule(target_.rule)];
    const auto messages = static_cast<uint64_t>(rule.limit) / cost_in(judge, target_) + 2;
    return static_cast<uint32_t>(std::min<uint64_t>(messages, kMessagesMax / 3));
}

EdgeDemand Saturation::edge_demand(Judge &judge) const {
    const uint64_t spread_ns = 2 * world_.jitter_ns + 2 * world_.path_ns;
    std::vector<Stream> wanted = streams(judge);
    for (Stream &stream : wanted)
        stream.request.stream = UINT32_MAX;
    return EdgeDemand(std::move(wanted), edges(judge), edge_burst(judge), spread_ns);
}

Counts Saturation::run_edges(const std::string &plugin_path, const Overrides &overrides, bool stops_at_overflow) {
    const std::unique_ptr<Judge> judge = scenario_.judge(world_.variant);
    Simulation simulation(world_, layout_, *judge);
    const GateSetup setup = setup_of(profile_, layout_, merged(scenario_.operator_numbers, overrides), scenario_.told);
    SluiceGate gate(plugin_path, layout_, setup, simulation.sink(), simulation.clock());
    EdgeDemand demand = edge_demand(*judge);
    if (stops_at_overflow) simulation.stop_at_overflow();
    simulation.run(gate, demand, edges(*judge).back().at_ns + 30 * kHostSecond, {}, scenario_.told);
    return simulation.counts();
}

Counts Saturation::run_edges_naive(NaiveKind kind) {
    const std::unique_ptr<Judge> judge = scenario_.judge(world_.variant);
    Simulation simulation(world_, layout_, *judge);
    NaiveGate gate(kind, *judge, world_.block_ns, simulation.sink());
    EdgeDemand demand = edge_demand(*judge);
    simulation.run(gate, demand, edges(*judge).back().at_ns + 30 * kHostSecond);
    return simulation.counts();
}

}  // namespace conformance
