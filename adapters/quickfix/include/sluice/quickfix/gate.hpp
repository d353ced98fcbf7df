// Gate: Sluice for a QuickFIX gateway. Its submit() takes the place of FIX::Session::sendToTarget() for every
// application message to a venue. It owns the engine, one lane for each gated session, one pump thread for each venue,
// and the held messages.
//
// How to attach it to a gateway:
//
//   FIX::SessionSettings settings("venues.cfg");                            // sessions with SluiceVenue=...
//   sluice::quickfix::Gate gate(sluice::Plugin::load(path), sluice_json, settings, listener);
//   sluice::quickfix::SluiceApplication application(your_application, gate);
//   sluice::quickfix::SluiceLogFactory logs(gate, &your_log_factory);       // your factory may be null
//   FIX::SocketInitiator initiator(application, stores, settings, logs);
//   gate.start();
//   initiator.start();
//   ...  gate.submit(message, session_id, options)  instead of  Session::sendToTarget(message, session_id)  ...
//   gate.stop(SLUICE_STOP_DRAIN, timeout);                                  // while the sessions are still logged on
//   initiator.stop();
//
// Threads: submit() from any thread, but not from inside toApp, toAdmin, onLogout or a log callback of a gated session
// (QuickFIX holds the session's lock there). start() and stop() from one control thread. The listener is called on the
// pump threads.
//
// Locks: no call into Sluice is made while QuickFIX holds a session's lock, and no call into QuickFIX while Sluice
// holds one of its own. What the hooks under the session's lock see (wire, logout) is written into the lane's notebook,
// whose own small lock calls nothing, and is reported by the next submit, send or poll. The adapter's own locks
// (message store, order table, open answers, names) are leaves: held for one look-up, never across a call.
#ifndef SLUICE_QUICKFIX_GATE_HPP
#define SLUICE_QUICKFIX_GATE_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "sluice/cpp/engine.hpp"
#include "sluice/cpp/loader.hpp"
#include "sluice/cpp/pump.hpp"
#include "sluice/quickfix/gate_listener.hpp"
#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

struct GateOptions {
    // Messages kept while held, folded amends included. Beyond it new orders, amends, quotes and the rest are refused;
    // as many cancels again fit above it. Set it no smaller than the queue capacities of the Sluice config together.
    std::size_t held_max = 8192;
    // Orders whose ClOrdID chain is remembered; the oldest is forgotten first, which only means that a later cancel of
    // it can no longer meet a held message of it.
    std::size_t orders_max = 131072;
    // How the pump threads wait. Their names are "sluice-<venue>".
    PumpWait pump_wait = PumpWait::kPark;
    int pump_cpu = -1;
};

// What the gateway knows about one message beyond its fields.
struct SubmitOptions {
    std::string owner;                // strategy, desk or client: unit of fairness; empty: none
    std::string account;              // empty: Account(1) of the message, then SluiceAccount of the session
    std::uint64_t deadline_ns = 0;    // CLOCK_MONOTONIC; dropped when still held then; 0: never. Ignored for cancels
    bool reduces_risk = false;        // goes before other new orders and amends
    std::uint32_t message_count = 0;  // how many the venue counts for it; 0: 1, or NoOrders(73) of an order list
    std::uint64_t order_id = 0;       // the gateway's own 64-bit key of the order, the same from new to cancel; 0: the
                                 // adapter follows ClOrdID(11) and OrigClOrdID(41). Do not mix the two on a session.
    std::uint64_t tag = 0;  // handed back in News
};

enum class Fate {
    kSent,      // it is on the wire
    kHeld,      // on_sent() or on_dropped() will tell
    kAbsorbed,  // settled without the wire; reason ANNIHILATED: the cancel met its held order (whose on_dropped()
                // comes), FOLDED: the amend lives on in held message other_ticket, DUPLICATE: one cancel is held
                // already
    kRefused    // not accepted, nothing was sent; text says why
};

struct Outcome {
    Fate fate = Fate::kRefused;
    std::uint32_t reason = 0;         // SLUICE_REASON_*
    std::uint64_t ticket = 0;         // key of this message in News; 0 when it was refused before it got one
    std::uint64_t other_ticket = 0;   // absorbed: the held ticket that it met
    std::uint64_t not_before_ns = 0;  // held: the earliest moment at which the limits alone allow it
    std::string text;                 // refused: one sentence for the client's reject; else empty
};

// Counters since construction; each is read on its own.
struct GateNumbers {
    std::uint64_t sent = 0;
    std::uint64_t held = 0;
    std::uint64_t absorbed = 0;
    std::uint64_t refused = 0;
    std::uint64_t dropped = 0;             // held, then dropped
    std::uint64_t not_written = 0;         // granted, but the session did not take it
    std::uint64_t possdup_gap_filled = 0;  // old orders that a ResendRequest did not get
    std::uint64_t logged_off_vetoed = 0;   // stopped in toApp because the session had just gone
    std::uint64_t unstored_cancels = 0;    // cancels sent without asking because nothing could keep them
    std::uint64_t held_now = 0;            // messages in the store
    std::uint64_t orders_now = 0;          // orders in the ClOrdID table
};

class Gate {
public:
    // Creates the engine and opens a lane for every session of `settings` that has SluiceVenue. The listener must live
    // until this object is gone. Throws sluice::failure: faults of the Sluice config, of the session keys, unknown
    // venues or accounts.
    Gate(const Plugin &plugin, const std::string &sluice_config, const FIX::SessionSettings &settings,
        GateListener &listener, const GateOptions &options = GateOptions());
    // Stops with SLUICE_STOP_ABANDON if nobody has stopped it.
    ~Gate();
    Gate(const Gate &) = delete;
    Gate &operator=(const Gate &) = delete;

    // Starts the pump threads.
    void start();

    // Sends, holds, absorbs or refuses one message; see Outcome. Takes the place of Session::sendToTarget(). Messages
    // of a session that is not gated, and session-level (admin) messages, are sent at once. Any thread; never throws
    // for bad messages: they are refused with the field, its value and the remedy.
    //
    // This one sends the caller's own message, as Session::sendToTarget() does, and copies it only when it has to be
    // kept. When the fate is kSent, header and trailer are as they went out, and so is OrigClOrdID(41) where the venue
    // knows the order by another name. For any other fate the body is as it was given; the header may have been filled
    // in. What the gateway's own toApp changes stays changed.
    Outcome submit(
        FIX::Message &message, const FIX::SessionID &session, const SubmitOptions &options = SubmitOptions());

    // The same for a message that must stay as it is: the gate takes a copy of it first.
    Outcome submit(
        const FIX::Message &message, const FIX::SessionID &session, const SubmitOptions &options = SubmitOptions());

    // Ends: mode SLUICE_STOP_DRAIN lets held cancels and queries out first, for at most `timeout`, then drops what is
    // left; SLUICE_STOP_ABANDON drops at once. Every held ticket has had its news when it returns. True when it came to
    // rest in time. Call it while the sessions still exist. [control]
    bool stop(std::uint32_t mode, std::chrono::milliseconds timeout);

    // True when the session has SluiceVenue.
    bool is_gated(const FIX::SessionID &session) const noexcept;

    // True when the session is gated and logged on, as the decorators have seen it.
    bool is_logged_on(const FIX::SessionID &session) const noexcept;

    // The engine, for extensions: gate.engine().extension<sluice_ext_kill>().
    const Engine &engine() const noexcept;

    // The id of a venue by its name in the Sluice config; throws sluice::failure when no session uses it.
    std::uint32_t venue_id(const std::string &venue) const;

    // The lane of a session, for extensions that take one; null when it is not gated.
    sluice_lane *lane(const FIX::SessionID &session) const noexcept;

    GateNumbers numbers() const;

private:
    friend class SluiceApplication;
    friend class SluiceLogFactory;

    class Core;
    std::unique_ptr<Core> core_;
};

}  // namespace quickfix
}  // namespace sluice

#endif
