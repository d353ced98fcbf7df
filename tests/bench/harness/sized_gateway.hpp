// An engine with as much of everything as is asked for, and new orders that come to a place of it at random. Used by
// one thread.
//
// An instrument is traded at one venue. The held requests wait for the limit of their account, which no other message
// meets, so they stay held while everything else flows past them.
#pragma once

#include <array>
#include <random>
#include <string>

#include "harness/batch_timer.hpp"
#include "harness/gateway_engine.hpp"

namespace sluice_bench {

struct EngineSize {
    std::uint32_t venues = 1;
    std::uint32_t instruments = 1;
    std::uint32_t held = 0;
    std::uint32_t owners = 64;
    std::uint32_t limits = 4;  // 1 to 16; the first four have four scopes, the account's is among them from 2 on
};

class SizedGateway {
public:
    static constexpr std::size_t kBatch = 64;

    // `held` needs at least two limits. Throws sluice::failure when there is not enough memory for such an engine.
    SizedGateway(const std::string &plugin_path, const EngineSize &size);

    // Times submit() of a batch that all get SEND, and finishes its orders.
    void run_batch(BatchTimer &timer);

private:
    sluice_request next_order(std::size_t account, std::size_t instrument);
    void use_up_account(std::size_t venue);
    void hold(std::size_t venue);
    void pass_first(std::size_t venue, std::size_t instrument);
    void prepare();

    const EngineSize size_;
    GatewayEngine gateway_;
    std::array<std::size_t, kBatch> venues_{};
    std::array<sluice_lane *, kBatch> lanes_{};
    std::array<sluice_request, kBatch> requests_{};
    std::array<sluice_verdict, kBatch> verdicts_{};
    std::uint64_t ticket_ = 0;
    std::mt19937 random_{1};  // always the same order
};

}  // namespace sluice_bench
