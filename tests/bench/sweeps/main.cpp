// sluice_bench_sweeps: the library over its sizes, and peers of each of its parts, as Google Benchmark measures them.
// No figure here has a target; sluice_bench and tests/bench/run judge. Takes --plugin=FILE besides the options of
// Google Benchmark.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <string>

#include "harness/pinning.hpp"
#include "harness/second_thread.hpp"
#include "sweeps/sweeps.hpp"

int main(int count, char **words) {
    std::string plugin_path;
    constexpr const char *kPlugin = "--plugin=";
    int kept = 1;
    for (int at = 1; at < count; ++at) {
        if (std::strncmp(words[at], kPlugin, std::strlen(kPlugin)) == 0) {
            plugin_path = words[at] + std::strlen(kPlugin);
        } else {
            words[kept++] = words[at];
        }
    }
    if (plugin_path.empty()) {
        std::fprintf(stderr, "sluice_bench_sweeps: --plugin=FILE is missing: give the libsluice.so.1 to measure\n");
        return 2;
    }
    benchmark::Initialize(&kept, words);
    if (benchmark::ReportUnrecognizedArguments(kept, words)) return 2;
    const sluice_bench::SecondThread second_thread;
    sluice_bench::add_submit_sweeps(plugin_path);
    sluice_bench::add_held_sweeps(plugin_path);
    sluice_bench::add_limit_sweeps();
    sluice_bench::add_bucket_sweeps();
    sluice_bench::add_queue_sweeps();
    sluice_bench::add_metric_sweeps();
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
