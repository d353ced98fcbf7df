// Hears every message of the venue's sessions before QuickFIX parses it, through QuickFIX's own log interface: the
// earliest moment at which a message can be seen, and the only place that sees those which the session layer drops
// (a replayed order with an old sequence number never reaches the application).
//
// Threads: `on_incoming` and `on_connection` run on QuickFIX's reading thread; QuickFIX holds the session state's lock
// during `on_incoming` and none during `on_connection`. So `on_incoming` must not call QuickFIX.
#pragma once

#include <quickfix/Log.h>
#include <quickfix/SessionID.h>

#include <string>

namespace venue_simulator {

class WireListener {
public:
    virtual ~WireListener() = default;
    virtual void on_incoming(const FIX::SessionID &session, const std::string &message) = 0;
    // A connection was opened to the port, by whomever.
    virtual void on_connection() = 0;
};

class WireLogFactory : public FIX::LogFactory {
public:
    explicit WireLogFactory(WireListener &listener) : listener_(listener) {}

    FIX::Log *create() override;
    FIX::Log *create(const FIX::SessionID &session) override;
    void destroy(FIX::Log *log) override;

private:
    WireListener &listener_;
};

}  // namespace venue_simulator
