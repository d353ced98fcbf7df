// Everything that is tried with one profile, and the line that is printed of it. Results travel from the child process
// that tries a profile to the one that prints, as text. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "demand.hpp"
#include "naive_gate.hpp"
#include "scenario.hpp"

namespace conformance {

struct Options {
    std::string plugin_path;
    std::string profiles_directory;
    std::vector<std::vector<FlowRow>> flows;
    uint64_t seed = 1;
    uint64_t scale = 1;  // of the random runs
};

struct TrialResult {
    std::string profile;
    uint64_t events = 0;
    uint64_t overflows = 0;
    uint64_t hard_overflows = 0;
    double utilisation = 0;  // of the target that comes least above (or most below) what is asked of it
    std::string utilised;    // that target's rule
    uint32_t percent = 0;    // what is asked of it
    std::array<uint64_t, kNaiveKinds> naive{};
    std::vector<std::string> notes;     // targets of which less is asked, and why
    std::vector<std::string> failures;  // sentences

    std::string to_text() const;
    static TrialResult from_text(const std::string &text);
};

TrialResult try_profile(const Scenario &scenario, const Options &options);

// Gives the gate wrong numbers, one limit at a time, and says which of these the judge did not notice.
TrialResult try_planted(const Scenario &scenario, const Options &options);

}  // namespace conformance
