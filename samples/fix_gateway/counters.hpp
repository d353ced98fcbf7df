// What the gateway did since its start. Written by all threads with relaxed adds, read for the exit report. A counter
// is one line here and one line in exit_report.cpp.
#pragma once

#include <atomic>
#include <cstdint>

namespace fix_gateway {

class Counter {
public:
    void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

struct Counters {
    // Messages of clients.
    Counter client_new, client_replace, client_cancel, client_status, client_mass_cancel;
    Counter client_logons, client_logoffs, client_messages_unread;
    // Decisions of the gateway itself.
    Counter refused_by_gateway, duplicate_client_ids, unknown_orders, no_route;
    Counter disconnect_cancels, stop_cancels, mass_cancel_parts;
    // Decisions of the gate.
    Counter offered, held, absorbed, annihilated, folded, duplicate_cancels, refused_by_gate, expired, dropped;
    // Messages on the wire to venues, by the order that toApp saw.
    Counter sent, sent_new, sent_replace, sent_cancel, sent_status, vetoed;
    // Answers of venues.
    Counter venue_reports, venue_rejects, venue_rate_rejects, venue_cancel_rejects, venue_fills, unknown_reports,
        repeated_answers;
    Counter venue_logons, venue_logoffs, status_queries;
    // To clients.
    Counter client_reports, client_reports_failed;
};

}  // namespace fix_gateway
