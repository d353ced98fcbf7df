// The way of a held message out of the queue: to the wire or back to the gateway. Runs on the pump threads, inside
// poll(), with no lock of Sluice held.
#include <cstdlib>
#include <string>

#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

sluice_status Gate::Core::release(const sluice_release &release) noexcept {
    try {
        HeldMessage *held = store_.find(release.ticket);
        if (!held) {
            log(SLUICE_LOG_ERROR, "released ticket " + std::to_string(release.ticket) + " is not in the store");
            return SLUICE_E_UNKNOWN;
        }
        if (held->is_lost) {
            // Its submit() has told the gateway so. What answers a grant here gives the cost back.
            store_.give_back(release.ticket);
            return release.action == SLUICE_RELEASE_SEND ? SLUICE_E_STATE : SLUICE_OK;
        }
        if (release.action == SLUICE_RELEASE_SEND) return release_to_wire(*held, release);
        drop(*held, release, release.reason, sentence(release.reason));
        return SLUICE_OK;
    } catch (...) {
        // Lack of memory before anything was sent. The message stays in the store, the plugin takes the ticket back and
        // tries again.
        return SLUICE_E_BUSY;
    }
}

sluice_status Gate::Core::release_to_wire(HeldMessage &held, const sluice_release &release) {
    LaneState &lane = *held.lane;
    // So that BUSY below finds a lane that is down: the plugin then keeps a cancel until the session is back instead of
    // trying again and again.
    lane.hand_over_notes();
    if (is_too_much_unanswered(lane, held.kind->kind)) return SLUICE_E_BUSY;

    const HeldMessage *folded = release.folded_ticket ? store_.find(release.folded_ticket) : nullptr;
    if (folded) {
        // The message keeps its own ClOrdID: the venue's reports name the order as the gateway first did.
        for (const int tag : {FIX::FIELD::Price, FIX::FIELD::OrderQty}) {
            if (folded->message.isSetField(tag)) held.message.setField(tag, folded->message.getField(tag));
        }
    }
    refresh_transact_time(held.message);

    const WireResult result = send_granted(held, held.message, names_of(held.message, *held.kind), release.grant);
    if (result == WireResult::kWritten) {
        News news;
        news.ticket = held.ticket;
        news.tag = held.tag;
        news.session = &lane.keys.session;
        news.message = &held.message;
        news.folded = folded ? &folded->message : nullptr;
        news.folded_tag = folded ? folded->tag : 0;
        news.held_ns = release.held_ns;
        tell("on_sent", [&] { listener_.on_sent(news); });
        if (release.folded_ticket) store_.free(release.folded_ticket);
        store_.free(held.ticket);
        return SLUICE_OK;
    }
    // A cancel waits for the session; all else has lost its sense. A failure answered here gives the cost back, so
    // NOT_WRITTEN is not reported as well.
    if (result == WireResult::kLoggedOff && is_cancel(held.kind->kind)) {
        lane.hand_over_notes();
        if (!is_abandoned_.load()) return SLUICE_E_BUSY;
    }
    drop(held, release, result == WireResult::kLoggedOff ? SLUICE_REASON_LANE_DOWN : SLUICE_REASON_TRANSPORT,
        sentence_of(result));
    return SLUICE_E_STATE;
}

void Gate::Core::drop(HeldMessage &held, const sluice_release &release, std::uint32_t reason, const std::string &text) {
    counters_.dropped.fetch_add(1, std::memory_order_relaxed);
    LaneState &lane = *held.lane;
    if (held.kind->kind == SLUICE_KIND_NEW) lane.chains.close(held.link);
    // An amend or cancel keeps its ClOrdID: a later cancel may name it already, and goes out under the name before it.

    const std::uint64_t ticket = held.ticket;
    const std::uint64_t folded_ticket = release.folded_ticket ? release.folded_ticket : store_.folded_into(ticket);
    const HeldMessage *folded = folded_ticket ? store_.find(folded_ticket) : nullptr;
    News news;
    news.ticket = ticket;
    news.tag = held.tag;
    news.session = &lane.keys.session;
    news.message = &held.message;
    news.folded = folded ? &folded->message : nullptr;
    news.folded_tag = folded ? folded->tag : 0;
    news.reason = reason;
    news.text = text;
    news.other_ticket = release.other_ticket;
    news.held_ns = release.held_ns;
    tell("on_dropped", [&] { listener_.on_dropped(news); });
    if (folded_ticket) store_.free(folded_ticket);
    store_.free(ticket);
}

WireResult Gate::Core::send_granted(
    const HeldMessage &held, FIX::Message &message, const MessageNames &names, std::uint64_t grant) {
    LaneState &lane = *held.lane;
    const bool has_order_name = !names.id.empty() && !is_cancel(held.kind->kind);
    const bool awaits_answer = grant != 0 && names.answer.is_known();
    // It goes out under the name that the venue knows its order by.
    std::string original;
    if (!names.original.empty()) {
        const std::string name = lane.chains.name_on_wire(names.original);
        if (names.original != name) {
            original = names.original.str();
            message.setField(held.kind->original_tag, name);
        }
    }
    // Both before the send: the venue's answer may be here before the send returns.
    OpenAnswers::Sending sending = 0;
    if (awaits_answer) {
        OpenAnswer answer;
        answer.grant = grant;
        answer.order_id = held.order_id;
        answer.kind = held.kind->kind;
        sending = lane.answers.add(names.answer, !names.id.empty(), answer);
    }
    if (has_order_name) lane.chains.set_on_wire(held.link, true);

    // The names lie in the message, which the gateway's toApp may change: they are not looked at after this.
    const WireResult result = transmit(lane, message);
    const std::uint64_t now_ns = clock_ns();
    if (result != WireResult::kWritten) {
        counters_.not_written.fetch_add(1, std::memory_order_relaxed);
        if (has_order_name) lane.chains.set_on_wire(held.link, false);
        if (awaits_answer) lane.answers.remove(sending);
        if (!original.empty()) message.setField(held.kind->original_tag, original);
        return result;
    }
    confirm_written(held, message, awaits_answer ? &sending : nullptr, grant, now_ns);
    return result;
}

// Must not throw: the message is out, and a caller that did not hear it would send it again.
void Gate::Core::confirm_written(const HeldMessage &held, const FIX::Message &message,
    const OpenAnswers::Sending *sending, std::uint64_t grant, std::uint64_t now_ns) noexcept {
    LaneState &lane = *held.lane;
    counters_.sent.fetch_add(1, std::memory_order_relaxed);
    if (grant != 0) {
        const std::string &number = field_or_empty(message.getHeader(), FIX::FIELD::MsgSeqNum);
        const OpenAnswers::Written written =
            sending ? lane.answers.set_written(*sending, std::atoi(number.c_str()), now_ns) : OpenAnswers::Written();
        if (written.is_first()) {
            sluice_event event = SLUICE_EVENT_INIT;
            event.kind = SLUICE_EVENT_WRITTEN;
            event.grant = grant;
            event.order_id = held.order_id;
            // After the send has returned, never before: limits count it from then.
            event.time_ns = now_ns;
            lane.lane.report(event);
        }
    }
    if (sending && lane.keys.answer_timeout_ns) lane.pump->wake(now_ns + lane.keys.answer_timeout_ns);
    lane.hand_over_notes();
}

bool Gate::Core::is_too_much_unanswered(const LaneState &lane, std::uint32_t kind) const {
    if (lane.keys.unanswered_max == 0) return false;
    const bool is_bounded = kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_QUOTE;
    return is_bounded && lane.answers.size() >= lane.keys.unanswered_max;
}

}  // namespace quickfix
}  // namespace sluice
