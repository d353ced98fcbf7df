// submit() to SEND over the number of venues, instruments, held requests, owners and limits, with random access.

#include <memory>

#include "harness/sized_gateway.hpp"
#include "sweeps/sweeps.hpp"

namespace sluice_bench {

namespace {

void add_size(const std::string &plugin_path, const std::string &what, std::uint32_t count, EngineSize size) {
    // Made at the first run and kept: a repetition measures the engine and not its start.
    auto gateway = std::make_shared<std::unique_ptr<SizedGateway>>();
    benchmark::RegisterBenchmark(("submit/" + what + "/" + std::to_string(count)).c_str(),
        [gateway, plugin_path, size](benchmark::State &state) {
            if (!*gateway) *gateway = std::make_unique<SizedGateway>(plugin_path, size);
            for (auto _ : state) {
                BatchTimer timer;
                (*gateway)->run_batch(timer);
                state.SetIterationTime(timer.median_ns() * SizedGateway::kBatch / 1e9);
            }
            state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(SizedGateway::kBatch));
        })
        ->UseManualTime();
}

}  // namespace

void add_submit_sweeps(const std::string &plugin_path) {
    for (const std::uint32_t count : {1u, 10u, 100u, 1000u})
        add_size(plugin_path, "venues", count, {.venues = count});
    for (const std::uint32_t count : {1u, 100u, 10'000u, 100'000u})
        add_size(plugin_path, "instruments", count, {.instruments = count});
    for (const std::uint32_t count : {0u, 64u, 4096u, 65'536u})
        add_size(plugin_path, "held", count, {.held = count});
    for (const std::uint32_t count : {1u, 8u, 64u})
        add_size(plugin_path, "owners", count, {.owners = count});
    for (const std::uint32_t count : {1u, 2u, 4u, 8u, 16u})
        add_size(plugin_path, "limits", count, {.limits = count});
}

}  // namespace sluice_bench
