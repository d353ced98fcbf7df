// The life of every order between its client and its venue. Three kinds of thread come in: the acceptor's with requests
// of clients, the venues' with their answers, the gate's with what it dropped. One mutex guards the table; it is held
// for a look-up and a few assignments, and never while the gate, a QuickFIX session or the report sink's sending side
// is called. That makes it safe to take it inside QuickFIX's toApp and onLogout, which run under the session's own
// lock.
//
// Invariants:
//   * Every request of a client gets exactly one final answer: the state kAnswered is entered once, under the mutex, by
//     the function that appends the answer to the client's reports.
//   * Reports of one client leave in the order in which they were decided: they are appended under the mutex.
//   * An answer to a request carries that request's ClOrdID; a report that nobody asked for (a fill, an unsolicited
//     cancel) carries the ClOrdID under which the client last had the order accepted.
//   * OrigClOrdID towards the venue is decided when the message goes on the wire, not when it was offered: only then is
//   it
//     known which requests before it were sent, folded or dropped.
//
// Three files: client_requests.cpp (what clients ask), gate_outcomes.cpp (what the gate decides and the wire takes),
// venue_answers.cpp (what venues say).
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "counters.hpp"
#include "gates/outbound_gate.hpp"
#include "orders/client_report.hpp"
#include "orders/client_request.hpp"
#include "orders/order_table.hpp"
#include "orders/routing.hpp"
#include "orders/venue_id.hpp"
#include "orders/venue_report.hpp"

namespace fix_gateway {

// Where reports go. append() is called under the flow's mutex and must only store; flush() outside of it sends.
class ReportSink {
public:
    virtual void append(std::uint32_t client, ClientReport report) = 0;
    virtual void flush(std::uint32_t client) = 0;

protected:
    ~ReportSink() = default;
};

// Which session of a venue an order should use.
class VenueDirectory {
public:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    // A logged-on session of the venue, the same one for the same client while it stays up; if all are down, that
    // client's own. kNone: no such venue.
    virtual std::uint32_t choose_session(const std::string &venue, std::uint32_t client) const = 0;
    virtual const std::string &venue_name(std::uint32_t venue_session) const = 0;

protected:
    ~VenueDirectory() = default;
};

struct OrderFlowOptions {
    std::uint64_t held_deadline_ns = 0;  // 0: never
    std::uint32_t orders_max = 200000;
    std::uint64_t final_keep_ns = 60000000000;
    std::uint64_t start_seconds = 0;
    std::uint64_t (*now_ns)() = nullptr;  // CLOCK_MONOTONIC
};

class OrderFlow : public GateListener {
public:
    OrderFlow(const OrderFlowOptions &options, std::vector<std::string> client_names, const Routing &routing,
        const VenueDirectory &venues, ReportSink &sink, Counters &counters);

    // Before any traffic; the gate needs the flow as its listener, so it comes second.
    void set_gate(OutboundGate *gate) { gate_ = gate; }

    void on_client_request(const ClientRequest &request);

    // Cancels the live orders of a client that has left, up to the order that was the last one at that moment.
    void cancel_orders_of(std::uint32_t client, std::uint64_t last_order_id);
    // New orders and replaces are refused from now on.
    void begin_stop();
    void cancel_all_orders();
    std::uint64_t open_request_count();
    std::uint64_t last_order_id();

    // GateListener.
    void on_dropped(const GateDrop &drop) override;

    // A message is about to be written to the venue, under its session's lock: stamps what only now is known. Returns
    // the request that it is, 0 for none of ours.
    std::uint64_t on_wire(FIX::Message &message);

    void on_venue_report(const VenueReport &report);
    // A venue session went down: what was under way on it has an unknown outcome. May run under the session's lock.
    void on_venue_down(std::uint32_t venue_session);
    // It is back: asks the venue for the state of every order with a request of unknown outcome. Everything else the
    // venue says by itself, in the messages that it sends again.
    void on_venue_back(std::uint32_t venue_session);
    // Asks the next of those questions, and again where the venue refused one (over its limit, say). To be called about
    // once a second.
    void ask_open_questions();

    std::uint64_t live_order_count();
    const VenueIds &venue_ids() const { return venue_ids_; }

private:
    using Lock = std::lock_guard<std::mutex>;

    // client_requests.cpp
    void place(const ClientRequest &asked);
    void amend(const ClientRequest &asked);
    void cancel(const ClientRequest &asked);
    void ask_status(const ClientRequest &asked);
    void cancel_many(const ClientRequest &asked);
    Order *find_asked_order(const ClientRequest &asked, std::string *fault, RejectCode *code);
    void reject_new(const ClientRequest &asked, RejectCode code, const std::string &text);
    void reject_change(const ClientRequest &asked, const Order *order, RejectCode code, const std::string &text);
    void offer_cancels(const std::vector<std::uint64_t> &orders, Origin origin, const std::string &client_id,
        const std::function<bool(const Order &)> &filter, Counter *counter);

    // gate_outcomes.cpp
    OutboundItem item_for(const Order &order, const Request &request);
    void offer(OutboundItem item);
    void apply(const GateVerdict &verdict, Request &request, Order &order);
    void tell_pending(Request &request, Order &order);
    void settle_annihilated(Order &order, Request *cancel, const std::string &text);
    void on_annihilated(Request &dropped, Order &order, const std::string &text);
    Request *find_cancel(const Order &order, RequestState state);
    void settle_folded(Request &amend, Order &order, const std::string &text);
    Request *held_replace_before(const Request &amend, const Order &order);
    void refuse(Request &request, Order &order, RejectCode code, int venue_code, const std::string &text);

    // venue_answers.cpp
    Request *answered_request(std::uint64_t request_id);
    Request *reported_request(const VenueReport &report);
    std::vector<OutboundItem> take_report(const VenueReport &report, Request &request, Order &order);
    void on_execution(const VenueReport &report, Request &request, Order &order);
    void on_new_acknowledged(const VenueReport &report, Order &order);
    void on_replaced(const VenueReport &report, Request &request, Order &order);
    void on_ended(const VenueReport &report, Request &request, Order &order);
    void on_rejected(const VenueReport &report, Request &request, Order &order);
    void on_trade(const VenueReport &report, Order &order);
    void on_status(const VenueReport &report, Request &status, Order &order);
    void forward(const VenueReport &report, const std::string &client_id, Order &order);
    void adopt(const VenueReport &report, Order &order);
    void answer_new_silently(Order &order);
    void ask_about(const std::vector<std::uint64_t> &orders);
    bool has_lost_requests(const Order &order);
    void close_lost_requests(Order &order);
    // Settles what a disconnect left open, by what the venue says the order is now. Returns the cancels that are to be
    // sent again.
    std::vector<OutboundItem> reconcile(const VenueReport &report, Order &order);
    Request *oldest_open_status(const Order &order);

    // All of them are called with the mutex held.
    void answer(Request &request, Order &order);
    void finish(Order &order, char status);
    ClientReport execution(const Order &order, char execution_type, const std::string &client_id);
    ClientReport change_reject(const Request &request, const Order &order);
    void append(std::uint32_t client, ClientReport report);
    std::string next_execution_id();

    const OrderFlowOptions options_;
    const std::vector<std::string> client_names_;
    const Routing &routing_;
    const VenueDirectory &venues_;
    const VenueIds venue_ids_;
    ReportSink &sink_;
    Counters &counters_;
    OutboundGate *gate_ = nullptr;

    std::mutex mutex_;
    // Guarded by mutex_.
    OrderTable table_;
    bool is_stopping_ = false;
    std::uint64_t open_requests_ = 0;  // of clients and of the gateway, without an answer
    std::uint64_t last_execution_id_ = 0;
    std::uint64_t last_mass_cancel_id_ = 0;
    std::set<std::uint64_t> unasked_orders_;  // the gateway has a question about them for the venue
};

}  // namespace fix_gateway
