// Random setups and commands, weighted towards what gateways do: mostly requests, reports and polls, now and then a
// fault. Both are drawn from small integers, so that they shrink.
//
// A quick run draws the same every time: it judges a change, and does not accuse it of a fault that was there before.
// The environment looks further: SLUICE_PROPERTY_SCALE multiplies the number of runs and draws anew each time,
// RC_PARAMS repeats a failure with the line that RapidCheck printed for it ("reproduce=..." or "seed=...").
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "command.hpp"
#include "setup.hpp"

namespace property {

rc::Gen<EngineSetup> any_setup(uint32_t venues, bool with_firm_limits);
rc::Gen<std::vector<Command>> any_commands();

inline constexpr uint64_t kQuickSeed = 20'261'120;

// Tries a property so many times in the quick run. A failure prints seed and shrunk example.
template <typename Property>
void check(const char *sentence, int quick_runs, Property &&property) {
    const char *scale = std::getenv("SLUICE_PROPERTY_SCALE");
    rc::detail::TestMetadata metadata;
    metadata.id = sentence;
    metadata.description = sentence;
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    if (scale == nullptr && std::getenv("RC_PARAMS") == nullptr) params.seed = kQuickSeed;
    params.maxSuccess = quick_runs * (scale == nullptr ? 1 : std::max(1, std::atoi(scale)));
    params.maxSize = 200;
    const rc::detail::TestResult result = rc::detail::checkTestable(std::forward<Property>(property), metadata, params);
    if (!result.template is<rc::detail::SuccessResult>()) {
        rc::detail::printResultMessage(result, std::cerr);
        std::cerr << "\nseed=" << params.seed << "\n";
        ADD_FAILURE() << sentence << " (RC_PARAMS=\"seed=" << params.seed << "\" repeats it)";
    }
}

}  // namespace property
