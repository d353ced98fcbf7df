#include "wire_log.hpp"

namespace venue_simulator {

namespace {

class SessionLog : public FIX::Log {
public:
    SessionLog(const FIX::SessionID &session, WireListener &listener) : session_(session), listener_(listener) {}

    void clear() override {}
    void backup() override {}
    void onIncoming(const std::string &message) override { listener_.on_incoming(session_, message); }
    void onOutgoing(const std::string &) override {}
    void onEvent(const std::string &) override {}

private:
    const FIX::SessionID session_;
    WireListener &listener_;
};

// The acceptor writes one event into its own log for each connection, and nothing else while it runs.
class AcceptorLog : public FIX::Log {
public:
    explicit AcceptorLog(WireListener &listener) : listener_(listener) {}

    void clear() override {}
    void backup() override {}
    void onIncoming(const std::string &) override {}
    void onOutgoing(const std::string &) override {}
    void onEvent(const std::string &) override { listener_.on_connection(); }

private:
    WireListener &listener_;
};

}  // namespace

FIX::Log *WireLogFactory::create() {
    return new AcceptorLog(listener_);
}

FIX::Log *WireLogFactory::create(const FIX::SessionID &session) {
    return new SessionLog(session, listener_);
}

void WireLogFactory::destroy(FIX::Log *log) {
    delete log;
}

}  // namespace venue_simulator
