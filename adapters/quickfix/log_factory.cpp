#include "sluice/quickfix/log_factory.hpp"

#include <memory>

#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

namespace {

// Tells the gate about each outgoing message before the wrapped log writes it, which may take long.
template <class OnOutgoing>
class WatchingLog : public FIX::Log {
public:
    WatchingLog(FIX::Log *inner, OnOutgoing on_outgoing) : inner_(inner), on_outgoing_(on_outgoing) {}

    FIX::Log *inner() const { return inner_; }

    void clear() override {
        if (inner_) inner_->clear();
    }
    void backup() override {
        if (inner_) inner_->backup();
    }
    void onIncoming(const std::string &bytes) override {
        if (inner_) inner_->onIncoming(bytes);
    }
    void onOutgoing(const std::string &bytes) override {
        on_outgoing_(bytes);
        if (inner_) inner_->onOutgoing(bytes);
    }
    void onEvent(const std::string &text) override {
        if (inner_) inner_->onEvent(text);
    }

private:
    FIX::Log *inner_;
    OnOutgoing on_outgoing_;
};

using WireLog = WatchingLog<std::function<void(const std::string &)>>;

}  // namespace

FIX::Log *SluiceLogFactory::create() {
    return new WireLog(inner_ ? inner_->create() : nullptr, [](const std::string &) {});
}

FIX::Log *SluiceLogFactory::create(const FIX::SessionID &session) {
    FIX::Log *inner = inner_ ? inner_->create(session) : nullptr;
    Gate::Core *core = gate_.core_.get();
    LaneState *lane = core->find_lane(session);
    if (!lane) return new WireLog(inner, [](const std::string &) {});
    lane->has_wire_log.store(true);
    return new WireLog(inner, [core, lane](const std::string &bytes) { core->on_wire(*lane, bytes); });
}

void SluiceLogFactory::destroy(FIX::Log *log) {
    std::unique_ptr<WireLog> wire_log(static_cast<WireLog *>(log));
    if (wire_log && inner_ && wire_log->inner()) inner_->destroy(wire_log->inner());
}

}  // namespace quickfix
}  // namespace sluice
