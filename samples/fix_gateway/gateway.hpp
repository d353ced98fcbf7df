// The whole gateway: who is made of whom, and the order of start and stop.
//
// Threads
//   main            control loop: signals, cancels of clients that left, questions to venues that came back
//   acceptor        one, QuickFIX's SocketAcceptor: reads all clients
//   venue           one for each venue, a SocketInitiator of its own: reads that venue, connects and reconnects
//   gate            fifo: one; sluice: one pump for each venue, made by the adapter; none: no thread
//
// Why these. The reactor kind of QuickFIX connection never blocks a sender: what the socket does not take waits in the
// connection's own queue. The threaded kind writes with a blocking send() under the session's lock, so one peer that
// stops reading would stop whoever sends to it, and with it everybody else. The price is that the queue has no bound;
// the venue's answers bound it in practice (SluiceUnansweredMax makes that a rule). One initiator for each venue,
// instead of one for all, because a reactor resolves host names, and does TLS handshakes, in line: a venue whose name
// server is silent would stop the reading of the others. select() limits each process to 1024 descriptors.
//
// Stop: refuse new orders; cancel or drain; stop the gate; log out of the venues, then of the clients, so that these
// still get the last reports; write the report of the run. Each step is bounded in time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/gateway_config.hpp"
#include "config/session_files.hpp"
#include "counters.hpp"
#include "gates/outbound_gate.hpp"
#include "life/control_loop.hpp"
#include "orders/order_flow.hpp"
#include "orders/routing.hpp"
#include "sessions/client_outbox.hpp"
#include "sessions/client_side.hpp"
#include "sessions/event_log.hpp"
#include "sessions/venue_sessions.hpp"
#include "sessions/venue_side.hpp"

namespace fix_gateway {

class Gateway {
public:
    // Throws PluginFailure, PluginConfigFailure, FIX::ConfigError.
    Gateway(const GatewayConfig &config, const SessionFile &clients, const SessionFile &venues, ControlLoop &control);
    ~Gateway();

    // Logs on to the venues, then listens. False when a signal came before that was done.
    bool start();
    // The line for whoever started this process.
    std::string ready_line() const;
    // Returns when a signal says stop.
    void run();
    // True when nothing was left open.
    bool stop();

private:
    // One QuickFIX engine and the factories that must live as long as it does.
    struct Engines;

    void make_engines(const SessionFile &clients, const SessionFile &venues);
    void log_out();
    void ask_to_log_out(const std::vector<FIX::SessionID> &sessions);
    void on_client_left(std::uint32_t client, std::uint64_t last_order_id);

    const GatewayConfig config_;
    const std::uint32_t client_port_;
    ControlLoop &control_;
    Counters counters_;
    const Routing routing_;
    VenueSessions venue_sessions_;
    ClientOutboxes outboxes_;
    OrderFlow flow_;
    std::unique_ptr<OutboundGate> gate_;
    VenueSide venue_side_;
    ClientSide client_side_;
    EventLogFactory event_log_;
    std::unique_ptr<Engines> engines_;  // last: its threads use everything above
};

}  // namespace fix_gateway
