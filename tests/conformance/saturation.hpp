// One run with a demand that always wants more than one of the venue's rules allows, and how much of the rule was used.
// README.md says exactly what is divided by what. One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "naive_gate.hpp"
#include "scenario.hpp"
#include "simulation.hpp"

namespace conformance {

struct SaturationResult {
    Counts counts;
    double used = 0;     // cost that the venue counted in the measured span
    double allowed = 0;  // what the rule allows in it, less guard and unspent reserve
    double utilisation() const { return allowed > 0 ? used / allowed : 0; }
    // The part of the samples in which something waited at the gate: the demand did exceed the rule.
    double saturated = 0;
    std::string story;  // of a failure
};

class Saturation {
public:
    Saturation(const Scenario &scenario, const Target &target, const Profile &profile, uint64_t seed);

    // variant: the reading that the venue follows.
    void set_variant(uint32_t variant) { world_.variant = variant; }
    // No order is filled and no usage is told, so that neither stands between a limit and what was sent.
    void leave_out_news();
    SaturationResult run_plugin(const std::string &plugin_path, const Overrides &overrides, bool stops_at_overflow);
    SaturationResult run_naive(NaiveKind kind);
    // Instead of a demand without end, bursts at the edges of windows.
    Counts run_edges(const std::string &plugin_path, const Overrides &overrides, bool stops_at_overflow);
    Counts run_edges_naive(NaiveKind kind);

private:
    struct Samples;
    void choose_times(const Rule &rule);
    std::vector<Stream> streams(Judge &judge) const;
    std::vector<Edge> edges(Judge &judge) const;
    uint32_t edge_burst(Judge &judge) const;
    EdgeDemand edge_demand(Judge &judge) const;
    void measure(Simulation &simulation, Samples &samples) const;
    SaturationResult result_of(Simulation &simulation, const Samples &samples) const;

    const Scenario &scenario_;
    const Target &target_;
    const Profile &profile_;
    const ProfileLimit &limit_;
    World world_;
    Layout layout_;
    uint64_t start_ns_ = 0;  // of the demand, on the host's clock
    uint64_t begin_ns_ = 0;  // of the measured span
    uint64_t end_ns_ = 0;
};

// The clocks and the network of a run, from a seed: mild (what a measurement needs) or wild.
World mild_world(const Scenario &scenario, const Profile &profile, uint64_t seed);

// How long a rule takes to forget what came before: its window, or the time in which its burst comes back.
Span memory_of(const Rule &rule, uint64_t block_ns);

// What one message of the target's demand costs in its rule; at least 1.
uint64_t cost_in(Judge &judge, const Target &target);

// The longest such time but for days and hours: a fresh engine that begins as if all were used waits so long.
uint64_t warm_up_ns(const Judge &judge, uint64_t block_ns);

}  // namespace conformance
