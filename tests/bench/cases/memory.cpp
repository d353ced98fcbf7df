// How much memory an engine takes: what the C library's allocator gave out more when there is one more of something,
// found from two engines that differ in nothing else. README.md states the same numbers.

#include <malloc.h>

#include <stdexcept>

#include "cases/cases.hpp"
#include "harness/gateway_engine.hpp"

namespace sluice_bench {

namespace {

double allocated_bytes() {
    const struct mallinfo2 state = mallinfo2();
    return static_cast<double>(state.uordblks + state.hblkhd);
}

double engine_bytes(const RunOptions &options, const EngineShape &shape) {
    const double before = allocated_bytes();
    const GatewayEngine gateway(options.plugin_path, shape, quiet_host());
    return allocated_bytes() - before;
}

// One limit of scope `scope`.
std::string one_limit(const char *shape, const char *scope, std::uint32_t limit) {
    const std::string number = std::to_string(limit);
    const std::string span = std::string(shape) == "token_bucket"
                                 ? R"("refill_interval_ms":1000,"refill_amount":)" + number
                                 : std::string(R"("window_ms":1000)");
    return R"([{"name":"one","shape":")" + std::string(shape) + R"(","scope":")" + scope + R"(","limit":)" + number +
           "," + span + "}]";
}

// What one more costs, of whatever `grow` gives the shape more of.
template <typename Grow>
double one_more_bytes(const RunOptions &options, const EngineShape &shape, std::uint32_t more, Grow &&grow) {
    EngineShape larger = shape;
    grow(larger, more);
    return (engine_bytes(options, larger) - engine_bytes(options, shape)) / more;
}

}  // namespace

void memory(const RunOptions &options, Figures &figures) {
    // Room for nothing, so that what grows is the only room there is; the default capacities are in venue_bytes.
    EngineShape base;
    base.limits = one_limit("token_bucket", "venue", 100);
    // The library keeps some of what the first engine of a process needed.
    engine_bytes(options, base);

    const std::uint32_t few = 16, many = options.is_smoke ? 1024 : 16384;
    figures.add("venue_bytes",
        one_more_bytes(options, base, few, [](EngineShape &shape, std::uint32_t more) { shape.venues += more; }));
    figures.add("held_request_bytes",
        one_more_bytes(options, base, many, [](EngineShape &shape, std::uint32_t more) { shape.held_max += more; }));
    figures.add("order_bytes",
        one_more_bytes(options, base, many, [](EngineShape &shape, std::uint32_t more) { shape.orders_max += more; }));
    figures.add("grant_bytes",
        one_more_bytes(options, base, many, [](EngineShape &shape, std::uint32_t more) { shape.grants_max += more; }));
    const auto more_instruments = [](EngineShape &shape, std::uint32_t more) { shape.instruments += more; };
    EngineShape single = base;
    single.limits = one_limit("token_bucket", "venue", 100);
    figures.add("instrument_bytes", one_more_bytes(options, single, many, more_instruments));
    single.limits = one_limit("token_bucket", "instrument", 100);
    figures.add("instrument_with_bucket_bytes", one_more_bytes(options, single, many, more_instruments));
    single.limits = one_limit("sliding_window", "instrument", 100);
    figures.add("instrument_with_window_of_100_bytes", one_more_bytes(options, single, many, more_instruments));
}

}  // namespace sluice_bench
