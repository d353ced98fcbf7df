// What the plugin adds to a real gateway: the round trip of an order, client socket to venue socket and back, through
// samples/fix_gateway with and without it, and what mimalloc gives against the C library's allocator. All gateways run
// at the same time and are used in short turns, so that they share the machine's good and bad moments.

#include <memory>
#include <vector>

#include "cases/cases.hpp"
#include "gateway/round_trips.hpp"
#include "harness/pinning.hpp"
#include "harness/undisturbed.hpp"

namespace sluice_bench {

namespace {

constexpr int kTurns = 10;  // of each gateway in a repeat
constexpr int kOutstanding = 64;
constexpr double kNsInUs = 1000;

struct Load {
    const char *name;
    double orders_per_second;  // 0: saturation
    int orders_a_turn;
};

struct Side {
    std::unique_ptr<GatewayProcess> gateway;
    std::unique_ptr<RoundTrips> trips;
};

void add_figures(const std::string &name, std::vector<double> trips_ns, Figures &figures) {
    figures.add(name + "_p50_us", percentile_of(trips_ns, 0.5) / kNsInUs);
    figures.add(name + "_p99_us", percentile_of(trips_ns, 0.99) / kNsInUs);
    figures.add(name + "_max_us", percentile_of(trips_ns, 1) / kNsInUs);
}

void run_repeat(std::vector<Side> &sides, const Load &load, int turns, int orders, Figures &figures) {
    std::vector<double> rates(sides.size(), 0);
    std::vector<std::uint64_t> processor_times_ns(sides.size(), 0);
    for (int turn = 0; turn < turns; ++turn) {
        for (std::size_t i = 0; i < sides.size(); ++i) {
            const std::size_t at = (i + static_cast<std::size_t>(turn)) % sides.size();
            RoundTrips &trips = *sides[at].trips;
            const std::uint64_t used_ns = sides[at].gateway->processor_time_ns();
            if (load.orders_per_second == 0) {
                trips.run_saturated(kOutstanding, orders);
            } else {
                trips.run_at_rate(load.orders_per_second, orders);
            }
            rates[at] += trips.orders_per_second() / turns;
            processor_times_ns[at] += sides[at].gateway->processor_time_ns() - used_ns;
        }
    }
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const std::string name = sides[i].gateway->name() + "_" + load.name;
        add_figures(name, sides[i].trips->take_round_trips(), figures);
        figures.add(name + "_per_second", rates[i]);
        // What other programs do to a round trip hardly shows in it.
        figures.add(name + "_cpu_us_per_order", static_cast<double>(processor_times_ns[i]) / kNsInUs / turns / orders);
    }
}

}  // namespace

void gateway_cost(const RunOptions &options, Figures &figures) {
    const GatewayFiles files{options.gateway_path, options.plugin_path, options.dictionaries_path};
    if (files.gateway.empty() || files.dictionaries.empty()) {
        throw std::runtime_error("the case gateway needs --gateway and --dictionaries");
    }
    unpin();
    const Undisturbed undisturbed;  // the gateways inherit it
    std::vector<Side> sides;
    for (const GatewayVariant &variant : {GatewayVariant{"without_plugin", false, false},
             GatewayVariant{"with_plugin", true, false}, GatewayVariant{"with_plugin_c_library", true, true}}) {
        auto gateway = std::make_unique<GatewayProcess>(files, variant);
        auto trips = std::make_unique<RoundTrips>(*gateway);
        sides.push_back({std::move(gateway), std::move(trips)});
    }
    for (int repeat = 0; repeat < options.repeats; ++repeat) {
        for (const Load &load : {Load{"1000", 1000, 100}, Load{"10000", 10'000, 1000}, Load{"saturated", 0, 1000}}) {
            run_repeat(sides, load, options.is_smoke ? 1 : kTurns, options.rounds(load.orders_a_turn), figures);
        }
    }
    for (const Side &side : sides)
        side.gateway->ask_to_stop();
}

}  // namespace sluice_bench
