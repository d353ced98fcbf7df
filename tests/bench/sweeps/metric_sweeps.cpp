// Counters and histograms: the library's own, which the venue's lock protects, against those of prometheus-cpp, which
// any thread may write.

#include <prometheus/counter.h>
#include <prometheus/histogram.h>

#include "sweeps/sweeps.hpp"
#include "telemetry/counter.hpp"
#include "telemetry/histogram.hpp"

namespace sluice_bench {

namespace {

template <typename Add>
void add_metric(const char *name, Add add) {
    benchmark::RegisterBenchmark((std::string("metric/") + name).c_str(), [add](benchmark::State &state) {
        std::uint64_t value_ns = 1;
        for (auto _ : state) {
            value_ns = value_ns * 3 % 1'000'003;
            add(value_ns);
            benchmark::ClobberMemory();
        }
        state.SetItemsProcessed(state.iterations());
    });
}

}  // namespace

void add_metric_sweeps() {
    static sluice::Counter counter;
    static sluice::Histogram histogram;
    static prometheus::Counter prometheus_counter;
    static prometheus::Histogram prometheus_histogram(
        {25, 50, 75, 100, 150, 200, 300, 500, 1e3, 2e3, 5e3, 1e4, 5e4, 1e5, 1e6, 1e7});
    add_metric("sluice_counter", [](std::uint64_t) { counter.add(); });
    add_metric("prometheus_counter", [](std::uint64_t) { prometheus_counter.Increment(); });
    add_metric("sluice_histogram", [](std::uint64_t value_ns) { histogram.record(value_ns); });
    add_metric("prometheus_histogram",
        [](std::uint64_t value_ns) { prometheus_histogram.Observe(static_cast<double>(value_ns)); });
}

}  // namespace sluice_bench
