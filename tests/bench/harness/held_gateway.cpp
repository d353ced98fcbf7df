#include "harness/held_gateway.hpp"

#include <stdexcept>

namespace sluice_bench {

namespace {

constexpr std::uint64_t kWindowNs = 1'000'000;

}  // namespace

HeldGateway::HeldGateway(const std::string &plugin_path, std::uint32_t depth, std::uint32_t owners)
    : depth_(depth), requests_(depth), verdicts_(depth) {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = this;
    host.release = on_release;
    host.now_ns = [](void *context) { return static_cast<HeldGateway *>(context)->now_ns_; };
    EngineShape shape;
    shape.limits = R"([{"name":"messages","shape":"sliding_window","scope":"venue","window_ms":1,"limit":)" +
                   std::to_string(depth) + "}]";
    shape.accounts = 4;
    shape.instruments = 64;
    shape.owners = owners;
    shape.held_max = std::max(depth, 64u);
    shape.orders_max = shape.grants_max = std::max(2 * depth, 1024u);
    gateway_ = std::make_unique<GatewayEngine>(plugin_path, shape, host);
    released_.reserve(depth);
    fill_window();
}

void HeldGateway::run_round(BatchTimer &hold, BatchTimer &release) {
    prepare();
    now_ns_ += kWindowNs / 4;
    hold.time(depth_, [&] { submit_all(); });
    for (const sluice_verdict &verdict : verdicts_) {
        if (verdict.action != SLUICE_ACTION_HELD) throw std::runtime_error("submit did not say HELD");
    }
    now_ns_ += kWindowNs;
    int32_t done = 0;
    release.time(depth_, [&] {
        done = gateway_->api().poll(gateway_->engine(), gateway_->venue_id(), now_ns_, static_cast<int32_t>(depth_));
    });
    if (done != static_cast<int32_t>(depth_) || released_.size() != depth_) {
        throw std::runtime_error("poll released " + std::to_string(released_.size()));
    }
    finish_released();
}

sluice_status HeldGateway::on_release(void *context, const sluice_release *release) {
    static_cast<HeldGateway *>(context)->released_.push_back({release->grant, release->order_id});
    return SLUICE_OK;
}

void HeldGateway::prepare() {
    for (std::size_t i = 0; i < depth_; ++i) {
        sluice_request &request = requests_[i] = plain_order();
        request.ticket = request.order_id = ++ticket_;
        request.account_id = gateway_->account(ticket_ % 4);
        request.instrument_id = gateway_->instrument(ticket_ % 61);
        request.owner_id = gateway_->owner(ticket_);
        verdicts_[i] = SLUICE_VERDICT_INIT;
    }
}

void HeldGateway::submit_all() {
    const sluice_api_v1 &api = gateway_->api();
    for (std::size_t i = 0; i < depth_; ++i)
        api.submit(gateway_->lane(), &requests_[i], now_ns_, &verdicts_[i]);
}

void HeldGateway::fill_window() {
    prepare();
    submit_all();
    for (std::size_t i = 0; i < depth_; ++i) {
        if (verdicts_[i].action != SLUICE_ACTION_SEND) throw std::runtime_error("submit did not say SEND");
        gateway_->finish_order(0, verdicts_[i].grant, requests_[i].order_id, now_ns_);
    }
}

void HeldGateway::finish_released() {
    for (const Released &released : released_)
        gateway_->finish_order(0, released.grant, released.order_id, now_ns_);
    released_.clear();
}

}  // namespace sluice_bench
