// What a gateway hears about its held messages after submit() has returned. Implemented by the gateway; every call
// comes on the pump thread of the venue, with no lock of Sluice, of the adapter or of QuickFIX held, so it may send on
// any session. It must not call Gate::stop() and should be quick: the venue's next release waits for it.
//
// Each held ticket gets exactly one of on_sent() and on_dropped(). It may come before submit() has returned HELD to the
// thread that submitted: the gateway writes down what it needs before it calls submit().
#ifndef SLUICE_QUICKFIX_GATE_LISTENER_HPP
#define SLUICE_QUICKFIX_GATE_LISTENER_HPP

#include <cstdint>
#include <string>

#include "sluice/quickfix/quickfix_headers.hpp"

namespace sluice {
namespace quickfix {

// What happened to a held message. Borrowed for the call.
struct News {
    std::uint64_t ticket = 0;  // as in the Outcome of its submit()
    std::uint64_t tag = 0;     // SubmitOptions::tag of the message
    const FIX::SessionID *session = nullptr;
    // The message. After on_sent() it is as it went out: header filled in, TransactTime(60) refreshed, price and
    // quantity of a folded amend applied.
    const FIX::Message *message = nullptr;
    // The amend that was folded into it, or null. Sent: its Price(44) and OrderQty(38) went out in `message`, under the
    // ClOrdID(11) of `message`: the venue never hears of the amend's own ClOrdID, and its reports never name it.
    // Dropped: the amend is dropped with its order.
    const FIX::Message *folded = nullptr;
    std::uint64_t folded_tag = 0;    // SubmitOptions::tag of the folded amend
    std::uint32_t reason = 0;        // dropped: SLUICE_REASON_*; sent: 0
    std::string text;                // dropped: one sentence for the client's reject; sent: empty
    std::uint64_t other_ticket = 0;  // dropped: the ticket that annihilated, superseded or evicted it; 0: none
    std::uint64_t held_ns = 0;
};

class GateListener {
public:
    virtual ~GateListener() {}

    // A held message went out.
    virtual void on_sent(const News &news) = 0;

    // A held message will never go out. Reason ANNIHILATED: a cancel met it, the client asked for that. Reason
    // LANE_DOWN: the session was lost. Whoever asked for the message must be told, except where the reason says that
    // somebody else's request took its place (SUPERSEDED, DUPLICATE).
    virtual void on_dropped(const News &news) = 0;

    // A line for the gateway's log, from Sluice or the adapter. Any thread; level SLUICE_LOG_*.
    virtual void on_log(int level, const std::string &text) = 0;
};

}  // namespace quickfix
}  // namespace sluice

#endif
