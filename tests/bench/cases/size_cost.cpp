// What submit() to SEND costs when there is much of everything and no message comes to where the last one was: 1,000
// venues, 100,000 instruments, 65,536 held requests, each alone and all together, against one of each.

#include <cstdio>
#include <memory>

#include "cases/cases.hpp"
#include "harness/sized_gateway.hpp"

namespace sluice_bench {

namespace {

constexpr int kBatches = 500;  // a repeat

struct NamedSize {
    const char *name;
    EngineSize size;
};

}  // namespace

void size_cost(const RunOptions &options, Figures &figures) {
    std::vector<NamedSize> sizes{{"small", {}}, {"venues_1000", {.venues = 1000}},
        {"instruments_100000", {.instruments = 100'000}}, {"held_65536", {.held = 65'536}},
        {"all", {.venues = 1000, .instruments = 100'000, .held = 65'536}}};
    if (options.is_smoke) sizes = {{"small", {}}, {"all", {.venues = 4, .instruments = 100, .held = 64}}};
    std::vector<std::unique_ptr<SizedGateway>> gateways;
    std::vector<std::function<void()>> sides;
    const int batches = options.rounds(kBatches);
    for (const NamedSize &named : sizes) {
        try {
            gateways.push_back(std::make_unique<SizedGateway>(options.plugin_path, named.size));
        } catch (const sluice::failure &failure) {
            std::fprintf(stderr, "size %s is not measured: %s\n", named.name, failure.what());
            continue;
        }
        SizedGateway &gateway = *gateways.back();
        sides.emplace_back([&gateway, &figures, &named, batches] {
            BatchTimer timer;
            for (int batch = 0; batch < batches; ++batch)
                gateway.run_batch(timer);
            figures.add(std::string("submit_") + named.name + "_ns", timer.median_ns());
        });
    }
    run_interleaved(options.repeats, sides);
}

}  // namespace sluice_bench
