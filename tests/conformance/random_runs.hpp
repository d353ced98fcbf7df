// Runs with everything at random, drawn by RapidCheck so that a failure shrinks to a small one: bursts of every kind of
// message, clocks that drift, slow and jittery ways, answers that are lost or overtake each other, hosts that stall,
// connections that break, processes that start anew. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "naive_gate.hpp"
#include "scenario.hpp"

namespace conformance {

struct RandomResult {
    Counts counts;
    uint64_t runs = 0;
    std::array<uint64_t, kNaiveKinds> naive{};  // overflows, on the bursts of the runs
    std::string failure;                        // the shrunk example and its seed; empty: none
};

// overrides: on top of the operator's numbers; a run that is to fail does not shrink.
RandomResult random_runs(const Scenario &scenario, const Profile &profile, const std::string &plugin_path,
    uint64_t seed, uint64_t messages, const Overrides &overrides, bool is_to_fail);

}  // namespace conformance
