#include "sluice/quickfix/gate.hpp"

#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

Gate::Gate(const Plugin &plugin, const std::string &sluice_config, const FIX::SessionSettings &settings,
    GateListener &listener, const GateOptions &options)
    : core_(new Core(plugin, sluice_config, settings, listener, options)) {}

Gate::~Gate() = default;

void Gate::start() {
    core_->start();
}

Outcome Gate::submit(const FIX::Message &message, const FIX::SessionID &session, const SubmitOptions &options) {
    return core_->submit(message, nullptr, session, options);
}

Outcome Gate::submit(FIX::Message &message, const FIX::SessionID &session, const SubmitOptions &options) {
    return core_->submit(message, &message, session, options);
}

bool Gate::stop(std::uint32_t mode, std::chrono::milliseconds timeout) {
    return core_->stop(mode, timeout);
}

bool Gate::is_gated(const FIX::SessionID &session) const noexcept {
    return core_->find_lane(session) != nullptr;
}

bool Gate::is_logged_on(const FIX::SessionID &session) const noexcept {
    const LaneState *lane = core_->find_lane(session);
    return lane && lane->is_logged_on();
}

const Engine &Gate::engine() const noexcept {
    return core_->engine();
}

std::uint32_t Gate::venue_id(const std::string &venue) const {
    return core_->venue_id(venue);
}

sluice_lane *Gate::lane(const FIX::SessionID &session) const noexcept {
    const LaneState *lane = core_->find_lane(session);
    return lane ? lane->lane.get() : nullptr;
}

GateNumbers Gate::numbers() const {
    return core_->numbers();
}

}  // namespace quickfix
}  // namespace sluice
