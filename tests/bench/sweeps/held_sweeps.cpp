// Hold and release over the depth of the queue and the number of owners between which it is fair.

#include <memory>

#include "harness/held_gateway.hpp"
#include "sweeps/sweeps.hpp"

namespace sluice_bench {

namespace {

void add_depth(const std::string &plugin_path, std::uint32_t depth, std::uint32_t owners) {
    auto gateway = std::make_shared<std::unique_ptr<HeldGateway>>();
    benchmark::RegisterBenchmark(
        ("held_and_release/depth/" + std::to_string(depth) + "/owners/" + std::to_string(owners)).c_str(),
        [gateway, plugin_path, depth, owners](benchmark::State &state) {
            if (!*gateway) *gateway = std::make_unique<HeldGateway>(plugin_path, depth, owners);
            for (auto _ : state) {
                BatchTimer hold, release;
                (*gateway)->run_round(hold, release);
                state.SetIterationTime((hold.median_ns() + release.median_ns()) * depth / 1e9);
            }
            state.SetItemsProcessed(state.iterations() * depth);
        })
        ->UseManualTime();
}

}  // namespace

void add_held_sweeps(const std::string &plugin_path) {
    for (const std::uint32_t depth : {64u, 1024u, 16'384u, 65'536u})
        add_depth(plugin_path, depth, 8);
    for (const std::uint32_t owners : {1u, 64u})
        add_depth(plugin_path, 1024, owners);
}

}  // namespace sluice_bench
