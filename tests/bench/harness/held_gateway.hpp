// An engine whose venue is always at its limit: whole rounds of requests are held and released one window later. Time
// is simulated, so no clock is read. Used by one thread.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "harness/batch_timer.hpp"
#include "harness/gateway_engine.hpp"

namespace sluice_bench {

class HeldGateway {
public:
    // The window takes `depth` messages: each round finds it full, holds `depth`, and sends them in the next window.
    HeldGateway(const std::string &plugin_path, std::uint32_t depth, std::uint32_t owners);

    // Times submit() to HELD and poll() to the release, each for the whole depth.
    void run_round(BatchTimer &hold, BatchTimer &release);

private:
    struct Released {
        std::uint64_t grant;
        std::uint64_t order_id;
    };

    static sluice_status on_release(void *context, const sluice_release *release);
    void prepare();
    void submit_all();
    void fill_window();
    void finish_released();

    const std::size_t depth_;
    std::uint64_t now_ns_ = 1'000'000'000'000;
    std::unique_ptr<GatewayEngine> gateway_;
    std::vector<sluice_request> requests_;
    std::vector<sluice_verdict> verdicts_;
    std::vector<Released> released_;
    std::uint64_t ticket_ = 0;
};

}  // namespace sluice_bench
