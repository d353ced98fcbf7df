// How much memory an engine takes when there is one more of something, found from two engines that differ in nothing
// else: what is resident. An engine takes its tables in huge pages, so the two differ by many of that something.
// README.md states the same numbers.

#include <malloc.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <utility>

#include "cases/cases.hpp"
#include "harness/gateway_engine.hpp"

namespace sluice_bench {

namespace {

double resident_bytes() {
    malloc_trim(0);
    std::ifstream state("/proc/self/statm");
    double all_pages = 0, resident_pages = 0;
    state >> all_pages >> resident_pages;
    return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::string limit_text(const char *shape, const char *scope, std::uint32_t limit) {
    const std::string number = std::to_string(limit);
    const std::string span = std::string(shape) == "token_bucket"
                                 ? R"("refill_interval_ms":1000,"refill_amount":)" + number
                                 : std::string(R"("window_ms":1000)");
    return R"({"name":")" + std::string(scope) + R"(","shape":")" + shape + R"(","scope":")" + scope + R"(","limit":)" +
           number + "," + span + "}";
}

std::string one_limit(const char *shape, const char *scope, std::uint32_t limit) {
    return "[" + limit_text(shape, scope, limit) + "]";
}

// A destroyed engine's memory may be kept until the next one is made: here that is always the same small one.
void make_small_engine(const RunOptions &options) {
    EngineShape small;
    small.limits = one_limit("token_bucket", "venue", 100);
    small.held_max = small.orders_max = small.grants_max = 1;
    const GatewayEngine last(options.plugin_path, small, quiet_host());
}

double engine_bytes(const RunOptions &options, const EngineShape &shape) {
    make_small_engine(options);
    const double before = resident_bytes();
    const GatewayEngine gateway(options.plugin_path, shape, quiet_host());
    return resident_bytes() - before;
}

// As those of the submit benchmark, but with windows of an ordinary size.
std::string four_limits_of_1000() {
    std::string limits;
    for (const auto &[shape, scope] : {std::pair{"token_bucket", "venue"}, std::pair{"sliding_window", "account"},
             std::pair{"sliding_window", "instrument"}, std::pair{"token_bucket", "lane"}}) {
        limits += (limits.empty() ? "[" : ",") + limit_text(shape, scope, 1000);
    }
    return limits + "]";
}

// An engine that has seen a message of each instrument: large tables take memory only then.
double engine_in_use_bytes(const RunOptions &options, const EngineShape &shape) {
    make_small_engine(options);
    const double before = resident_bytes();
    const GatewayEngine gateway(options.plugin_path, shape, quiet_host());
    for (std::uint32_t instrument = 0; instrument < shape.instruments; ++instrument) {
        sluice_request request = plain_order();
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        request.ticket = request.order_id = instrument + 1;
        request.instrument_id = gateway.instrument(instrument);
        gateway.api().submit(gateway.lane(), &request, 0, &verdict);
        if (verdict.action != SLUICE_ACTION_SEND) throw std::runtime_error("submit did not say SEND");
        gateway.finish_order(0, verdict.grant, request.order_id, 0);
    }
    return resident_bytes() - before;
}

double one_more_instrument_bytes(const RunOptions &options, EngineShape shape, std::uint32_t more) {
    const double fewer = engine_in_use_bytes(options, shape);
    shape.instruments += more;
    return (engine_in_use_bytes(options, shape) - fewer) / more;
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
    EngineShape base;
    base.limits = four_limits_of_1000();

    const std::uint32_t few_venues = options.is_smoke ? 4 : 32, many_venues = options.is_smoke ? 16 : 512;
    const auto more_venues = [](EngineShape &shape, std::uint32_t more) { shape.venues += more; };
    figures.add("venue_bytes", one_more_bytes(options, base, few_venues, more_venues));
    EngineShape bare = base;
    bare.held_max = bare.orders_max = bare.grants_max = 1;
    figures.add("venue_without_room_bytes", one_more_bytes(options, bare, many_venues, more_venues));

    // From one power of two to the next: some tables grow in no smaller steps.
    const std::uint32_t many = options.is_smoke ? 1024 : 262'144;
    EngineShape roomy;
    roomy.limits = one_limit("token_bucket", "venue", 100);
    roomy.held_max = roomy.orders_max = roomy.grants_max = many;
    figures.add("held_request_bytes",
        one_more_bytes(options, roomy, many, [](EngineShape &shape, std::uint32_t more) { shape.held_max += more; }));
    figures.add("order_bytes",
        one_more_bytes(options, roomy, many, [](EngineShape &shape, std::uint32_t more) { shape.orders_max += more; }));
    figures.add("grant_bytes",
        one_more_bytes(options, roomy, many, [](EngineShape &shape, std::uint32_t more) { shape.grants_max += more; }));
    const std::uint32_t instruments = options.is_smoke ? 1024 : 65'536;
    EngineShape traded;
    traded.held_max = traded.orders_max = traded.grants_max = 64;
    traded.instruments = instruments;
    traded.limits = one_limit("token_bucket", "venue", 1'000'000);
    figures.add("instrument_bytes", one_more_instrument_bytes(options, traded, instruments));
    traded.limits = one_limit("token_bucket", "instrument", 100);
    figures.add("instrument_with_bucket_bytes", one_more_instrument_bytes(options, traded, instruments));
    traded.limits = one_limit("sliding_window", "instrument", 100);
    figures.add("instrument_with_window_of_100_bytes", one_more_instrument_bytes(options, traded, instruments));
}

}  // namespace sluice_bench
