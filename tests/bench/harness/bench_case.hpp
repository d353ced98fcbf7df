// One thing to be measured, with the peers that it is held against, and the list of them all. A case sets up once and
// then measures everything in turn, repeat by repeat, so that a machine that gets slower slows all of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/figures.hpp"

namespace sluice_bench {

struct RunOptions {
    std::string plugin_path;
    std::string gateway_path;       // samples/fix_gateway, for the case gateway
    std::string dictionaries_path;  // the folder with FIX44.xml, likewise
    int repeats = 9;
    bool is_smoke = false;  // only show that it works: smallest sizes, figures that mean nothing

    // How often to do something: as often as a figure needs it, or a few times.
    int rounds(int wanted) const { return is_smoke ? (wanted + 499) / 500 : wanted; }
};

struct BenchCase {
    std::string name;
    std::string what;  // one line for --list
    void (*run)(const RunOptions &options, Figures &figures);
    bool wants_quiet_neighbours = false;  // one thread measures, and what others do would show
};

// Every case, in the order in which they run.
const std::vector<BenchCase> &all_cases();

// Runs each side once a repeat; who begins changes from repeat to repeat.
void run_interleaved(int repeats, const std::vector<std::function<void()>> &sides);

}  // namespace sluice_bench
