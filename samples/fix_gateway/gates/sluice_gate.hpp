// Mode `sluice`: the QuickFIX adapter between this gateway and the plugin, spoken to in the gateway's own terms. Holds
// no state but the adapter's objects: every question is answered by the request id, which travels with the message as
// its tag.
#pragma once

#include <memory>
#include <string>

#include "config/gateway_config.hpp"
#include "gates/outbound_gate.hpp"
#include "sessions/venue_sessions.hpp"
#include "sluice/quickfix/application.hpp"
#include "sluice/quickfix/gate.hpp"
#include "sluice/quickfix/log_factory.hpp"

namespace fix_gateway {

class SluiceGate : public OutboundGate, private sluice::quickfix::GateListener {
public:
    // Throws sluice::failure when the engine refuses its config or the session keys.
    SluiceGate(const sluice::Plugin &plugin, const std::string &sluice_config, const FIX::SessionSettings &settings,
        std::uint32_t orders_max, const VenueSessions &sessions, fix_gateway::GateListener &listener);

    GateVerdict offer(OutboundItem item) override;
    FIX::Application &application(FIX::Application &inner) override;
    FIX::LogFactory &log_factory(FIX::LogFactory &inner) override;
    void start() override;
    void stop(std::uint64_t until_ns) override;
    std::size_t held_count() const override;
    std::uint32_t metrics_port() const override;
    void write_report(rapidjson::Value *object, rapidjson::Document::AllocatorType *allocator) override;

private:
    void on_sent(const sluice::quickfix::News &news) override;
    void on_dropped(const sluice::quickfix::News &news) override;
    void on_log(int level, const std::string &text) override;

    const VenueSessions &sessions_;
    fix_gateway::GateListener &listener_;
    sluice::quickfix::Gate gate_;
    std::unique_ptr<sluice::quickfix::SluiceApplication> application_;
    std::unique_ptr<sluice::quickfix::SluiceLogFactory> log_factory_;
};

}  // namespace fix_gateway
