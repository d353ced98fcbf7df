// How much longer the slowest calls of submit() take than the usual one, at a fixed arrival rate. An empty call shows
// what the timer and the machine add by themselves, folly's bucket what they add to a very short call.

#include <stdexcept>

#include "cases/cases.hpp"
#include "harness/gateway_engine.hpp"
#include "harness/paced_latency.hpp"
#include "peers/folly_bucket.hpp"

namespace sluice_bench {

namespace {

constexpr double kPerSecond = 50'000;
constexpr int kCalls = 20'000;  // a repeat

void measure_submit(const GatewayEngine &gateway, std::size_t calls, Figures &figures) {
    PacedLatency latency(kPerSecond);
    sluice_request request = plain_order();
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    std::size_t sent = 0;
    latency.run(
        calls,
        [&](std::size_t i) {
            request.ticket = request.order_id = i + 1;
            request.account_id = gateway.account(i % 7);
            request.instrument_id = gateway.instrument(i % 61);
            request.owner_id = gateway.owner(i % 5);
            gateway.api().submit(gateway.lane(), &request, 0, &verdict);
        },
        [&](std::size_t) {
            sent += verdict.action == SLUICE_ACTION_SEND ? 1 : 0;
            gateway.finish_order(0, verdict.grant, request.order_id, 0);
        });
    if (sent != calls) throw std::runtime_error("submit did not say SEND");
    latency.add_to(figures, "submit");
}

}  // namespace

void submit_tail(const RunOptions &options, Figures &figures) {
    EngineShape shape{.limits = four_open_limits()};
    shape.accounts = 16;
    shape.instruments = 256;
    shape.owners = 16;
    const GatewayEngine gateway(options.plugin_path, shape, quiet_host());
    FollyBucket folly(1e9, 1e9);
    const auto calls = static_cast<std::size_t>(options.rounds(kCalls));
    const auto nothing = [](std::size_t) {};
    run_interleaved(options.repeats, {
                                         [&] { measure_submit(gateway, calls, figures); },
                                         [&] {
                                             PacedLatency latency(kPerSecond);
                                             latency.run(
                                                 calls, [&](std::size_t) { folly.consume(1); }, nothing);
                                             latency.add_to(figures, "folly");
                                         },
                                         [&] {
                                             PacedLatency latency(kPerSecond);
                                             latency.run(calls, nothing, nothing);
                                             latency.add_to(figures, "empty");
                                         },
                                     });
}

}  // namespace sluice_bench
