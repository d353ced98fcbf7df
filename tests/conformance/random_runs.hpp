// Runs with everything at random, drawn by RapidCheck so that a failure shrinks to a small one: bursts of every kind of
// message, clocks that drift, slow and jittery ways, answers that are lost or overtake each other, hosts that stall,
// connections that break, processes that start anew. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "scenario.hpp"

namespace conformance {

struct RandomResult {
    Counts counts;
    uint64_t runs = 0;
    std::string failure;  // the shrunk example and its seed; empty: none
};

RandomResult random_runs(
    const Scenario &scenario, const Profile &profile, const std::string &plugin_path, uint64_t seed, uint64_t messages);

}  // namespace conformance
