// The sweeps, one file each: they put their benchmarks on Google Benchmark's list. Items are calls, so the figure that
// counts is items a second, turned round.
#pragma once

#include <benchmark/benchmark.h>

#include <string>

#include "harness/batch_timer.hpp"

namespace sluice_bench {

void add_submit_sweeps(const std::string &plugin_path);
void add_held_sweeps(const std::string &plugin_path);
void add_limit_sweeps();
void add_bucket_sweeps();
void add_queue_sweeps();
void add_metric_sweeps();

}  // namespace sluice_bench
