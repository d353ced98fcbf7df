// Runs one case in a process of its own and says how it went: what it reported, which signal ended it, or that it did
// not come to an end. Nothing that a plugin does there reaches this process. One thread.
#pragma once

#include <string>
#include <vector>

#include "case.hpp"

namespace sluice::validate {

enum class Ending { passed, failed, skipped };

struct Outcome {
    Ending ending = Ending::failed;
    std::vector<std::string> lines;  // faults, or why it was skipped
    double seconds = 0;
};

// Starts this program again with `--in-this-process`; ends it after `limit_seconds`.
Outcome run_in_own_process(const Case &one, const Target &target, double limit_seconds);

// The other side: runs the case here, prints what it found, and returns the exit code for the parent.
int run_in_this_process(const Case &one, const Target &target);

}  // namespace sluice::validate
