// What is tried with a profile: who sends, which of the venue's rules each saturating demand aims at, and how much of
// the rule has to be used. Plain data; the table is in scenarios.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "profile.hpp"
#include "simulation.hpp"

namespace conformance {

// A demand that wants more than one rule allows, for long enough to measure.
struct Target {
    std::string rule;   // of the judge
    std::string limit;  // of the profile
    uint32_t kind = SLUICE_KIND_NEW;
    uint32_t count = 1;
    KeyOf key_of = KeyOf::account;
    uint64_t spans = 100;           // how many windows (or refills of the whole burst, or blocks) are measured
    uint32_t percent = 97;          // of what the rule allows
    const char *why = "";           // why less than 97 is asked of it, or what else is subtracted
    bool is_of_old_orders = false;  // cancels and amends of orders that an earlier process placed
    bool is_margin_subtracted = false;
    uint64_t handling_ns = 0;  // the venue answers this late on average
    uint32_t restart_percent =
        0;                      // the process ends and starts anew after so much of the measured span; 0: it does not
    uint64_t ask_every_ns = 0;  // besides, a query so often: its answers tell the usage
    uint32_t instruments = 0;   // so many of the layout's take part; 0: all
    uint32_t accounts = 0;      // likewise
};

struct Scenario {
    std::string profile;
    std::unique_ptr<Judge> (*judge)(uint32_t variant) = nullptr;
    Layout layout;
    std::vector<Target> targets;
    // The first target that a burst can reach: no budget for life.
    const Target &in_a_burst() const;
    std::vector<ToldLimit> told;
    std::vector<uint32_t> kinds;  // that this venue knows, for random runs
    Overrides operator_numbers;
    Span stamp_resolution = kMillisecond;
    uint64_t block_ns = 0;
    bool has_heartbeats = false;  // sessions of this venue send some, and they count
    uint32_t random_weight = 1;   // of the random runs' messages
};

const std::vector<Scenario> &scenarios();
const Scenario &scenario_of(const std::string &profile);

}  // namespace conformance
