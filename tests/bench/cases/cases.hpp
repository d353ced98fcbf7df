// The cases of the ratio program, one file each. Each is called once, on a thread that is pinned to the first
// processor.
#pragma once

#include "harness/bench_case.hpp"

namespace sluice_bench {

void submit_cost(const RunOptions &options, Figures &figures);
void submit_tail(const RunOptions &options, Figures &figures);
void limit_check(const RunOptions &options, Figures &figures);
void held_release(const RunOptions &options, Figures &figures);
void two_threads(const RunOptions &options, Figures &figures);
void size_cost(const RunOptions &options, Figures &figures);
void memory(const RunOptions &options, Figures &figures);
void scrape(const RunOptions &options, Figures &figures);
void gateway_cost(const RunOptions &options, Figures &figures);

}  // namespace sluice_bench
