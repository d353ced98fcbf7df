// Reports on their way to the clients: one queue for each client session, filled under the order flow's mutex and
// emptied outside of it. So reports leave in the order in which they were decided, and no lock of the gateway is held
// while QuickFIX sends. Whichever thread finds the queue unattended empties it; a thread that finds another one at it
// leaves its report there. A client that is logged off costs nothing special: QuickFIX stores the message
// (PersistMessages=Y) and sends it after the next logon.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "counters.hpp"
#include "fix/quickfix_headers.hpp"
#include "fix/write_client_report.hpp"
#include "orders/order_flow.hpp"

namespace fix_gateway {

class ClientOutboxes : public ReportSink {
public:
    ClientOutboxes(const std::vector<FIX::SessionID> &clients, Counters &counters);

    void append(std::uint32_t client, ClientReport report) override;
    void flush(std::uint32_t client) override;

private:
    struct Outbox {
        FIX::SessionID session;
        FixVersion version = FixVersion::kFix44;
        std::mutex mutex;
        // Guarded by mutex.
        std::deque<ClientReport> reports;
        bool is_attended = false;
    };

    void send(const Outbox &outbox, const ClientReport &report);

    std::vector<std::unique_ptr<Outbox>> outboxes_;
    Counters &counters_;
};

}  // namespace fix_gateway
