// The way of a message from the gateway to the wire, to the queue, or back.
#include <utility>

#include "decimal.hpp"
#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

namespace {

constexpr std::int64_t kOneE8 = 100000000;

std::uint32_t side_of(const FIX::Message &message) {
    const std::string side = field_or_empty(message, FIX::FIELD::Side);
    if (side == "1" || side == "3") return SLUICE_SIDE_BUY;                                 // buy, buy minus
    if (side == "2" || side == "4" || side == "5" || side == "6") return SLUICE_SIDE_SELL;  // sell plus, short
    return SLUICE_SIDE_NONE;
}

bool needs_order(std::uint32_t kind) {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_CANCEL;
}

}  // namespace

Outcome Gate::Core::submit(
    const FIX::Message &message, const FIX::SessionID &session, const SubmitOptions &options) noexcept {
    try {
        const std::string msg_type = field_or_empty(message.getHeader(), FIX::FIELD::MsgType);
        if (msg_type.empty()) {
            return refused(SLUICE_REASON_BAD_KIND, "MsgType(35) is missing: set it in the header of the message");
        }
        LaneState *lane = find_lane(session);
        const MessageKind &kind = kind_of(msg_type);
        if (!lane || kind.kind == SLUICE_KIND_ADMIN) return send_ungated(message, session);
        return submit_gated(*lane, kind, message, options);
    } catch (const std::exception &fault) {
        // Lack of memory, or a message that its own class cannot copy.
        try {
            log(SLUICE_LOG_ERROR, std::string("submit: ") + fault.what());
            return refused(SLUICE_REASON_FAULT, std::string("the adapter failed: ") + fault.what());
        } catch (...) {
        }
    } catch (...) {
    }
    counters_.refused.fetch_add(1, std::memory_order_relaxed);
    Outcome outcome;
    outcome.reason = SLUICE_REASON_FAULT;
    return outcome;
}

Outcome Gate::Core::submit_gated(
    LaneState &lane, const MessageKind &kind, const FIX::Message &message, const SubmitOptions &options) {
    // A logon or logout that the hooks saw comes before this request, as it did in the world.
    lane.hand_over_notes();
    const Outcome outcome = offer(lane, kind, message, options);
    const bool is_lost_cancel =
        outcome.fate == Fate::kRefused && outcome.reason == SLUICE_REASON_LANE_DOWN && is_cancel(kind.kind);
    if (!is_lost_cancel) return outcome;
    // The session went between the verdict and the wire. Sluice knows by now, and holds cancels until it is back.
    lane.hand_over_notes();
    return offer(lane, kind, message, options);
}

Outcome Gate::Core::offer(
    LaneState &lane, const MessageKind &kind, const FIX::Message &message, const SubmitOptions &options) {
    HeldMessage *held = store_.reserve(is_cancel(kind.kind));
    if (!held) {
        if (is_cancel(kind.kind)) return send_unstored_cancel(lane, kind, message);
        return refused(SLUICE_REASON_QUEUE_FULL,
            "the gateway's message store is full (" + std::to_string(store_.size()) + " messages are held)");
    }
    sluice_request request = SLUICE_REQUEST_INIT;
    try {
        held->tag = options.tag;
        held->lane = &lane;
        held->kind = &kind;
        held->order_id = 0;
        held->message = message;
        held->id = kind.id_tag ? field_or_empty(message, kind.id_tag) : std::string();
        held->original = kind.original_tag ? field_or_empty(message, kind.original_tag) : std::string();
        held->answer = answer_reference(message, kind);
        Outcome fault;
        if (!fill_request(*held, options, request, fault)) return refuse(*held, fault.reason, fault.text);
    } catch (...) {
        store_.free(held->ticket);
        throw;
    }
    // From the submit on the message may be released, and its place reused, before we look again: only the verdict says
    // whether it is still ours. So its ticket is read before.
    const std::uint64_t ticket = held->ticket;
    return settle(*held, ticket, lane.lane.submit(request));
}

Outcome Gate::Core::settle(HeldMessage &held, std::uint64_t ticket, const sluice_verdict &verdict) {
    switch (verdict.action) {
        case SLUICE_ACTION_SEND:
            return send_now(held, verdict);
        case SLUICE_ACTION_ABSORBED:
            return absorb(held, ticket, verdict);
        case SLUICE_ACTION_REFUSED:
            return refuse(held, verdict.reason, sentence(verdict.reason));
        default:
            break;
    }
    counters_.held.fetch_add(1, std::memory_order_relaxed);
    Outcome outcome;
    outcome.fate = Fate::kHeld;
    outcome.reason = verdict.reason;
    outcome.ticket = ticket;
    outcome.not_before_ns = verdict.not_before_ns;
    return outcome;
}

Outcome Gate::Core::send_now(HeldMessage &held, const sluice_verdict &verdict) {
    LaneState &lane = *held.lane;
    std::uint32_t reason = SLUICE_REASON_TRANSPORT;
    std::string text = "too many messages wait for the venue's answer";
    if (!is_too_much_unanswered(lane, held.kind->kind)) {
        const WireResult result = send_granted(held, verdict.grant);
        if (result == WireResult::kWritten) {
            Outcome outcome;
            outcome.fate = Fate::kSent;
            outcome.reason = verdict.reason;
            outcome.ticket = held.ticket;
            store_.free(held.ticket);
            return outcome;
        }
        text = sentence_of(result);
        if (result == WireResult::kLoggedOff) reason = SLUICE_REASON_LANE_DOWN;
    }
    if (verdict.grant != 0) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_NOT_WRITTEN;
        event.grant = verdict.grant;
        event.order_id = held.order_id;
        lane.lane.report(event);
    }
    return refuse(held, reason, text);
}

Outcome Gate::Core::absorb(HeldMessage &held, std::uint64_t ticket, const sluice_verdict &verdict) {
    counters_.absorbed.fetch_add(1, std::memory_order_relaxed);
    Outcome outcome;
    outcome.fate = Fate::kAbsorbed;
    outcome.reason = verdict.reason;
    outcome.ticket = ticket;
    outcome.other_ticket = verdict.other_ticket;
    if (verdict.reason != SLUICE_REASON_FOLDED) {
        // Only a folded amend lives on; this message is done.
        if (!held.id.empty()) held.lane->chains.remove(held.id);
        store_.free(ticket);
        return outcome;
    }
    if (verdict.superseded_ticket != 0) store_.free(verdict.superseded_ticket);
    std::uint64_t before = 0;
    if (store_.fold(verdict.other_ticket, ticket, before)) {
        if (before != 0) store_.free(before);
        return outcome;
    }
    // The held message was released before we came here. If it was sent, this amend went with it and its place is free
    // again; if it was dropped, the amend is dropped with it and this is the only moment to say so.
    if (!store_.find(ticket)) return outcome;
    counters_.absorbed.fetch_sub(1, std::memory_order_relaxed);
    return refuse(held, SLUICE_REASON_SUPERSEDED, "its order was dropped at the same moment");
}

bool Gate::Core::fill_request(
    HeldMessage &held, const SubmitOptions &options, sluice_request &request, Outcome &fault) {
    const FIX::Message &message = held.message;
    const bool must_pass = is_cancel(held.kind->kind);
    request.kind = held.kind->kind;
    request.ticket = held.ticket;
    request.deadline_ns = options.deadline_ns;
    request.side = side_of(message);
    request.message_count = options.message_count;
    if (options.reduces_risk && (request.kind == SLUICE_KIND_NEW || request.kind == SLUICE_KIND_REPLACE)) {
        request.flags |= SLUICE_FLAG_REDUCES_RISK;
    }
    if (held.answer.empty()) request.flags |= SLUICE_FLAG_NO_ANSWER;

    std::string account = options.account;
    if (account.empty()) account = field_or_empty(message, FIX::FIELD::Account);
    if (account.empty()) account = held.lane->keys.account;
    const struct {
        std::uint32_t name_kind;
        const std::string name;
        std::uint32_t &id;
        std::uint32_t reason;
    } names[] = {
        {SLUICE_NAME_ACCOUNT, account, request.account_id, SLUICE_REASON_UNKNOWN_ACCOUNT},
        {SLUICE_NAME_INSTRUMENT, field_or_empty(message, FIX::FIELD::Symbol), request.instrument_id,
            SLUICE_REASON_UNKNOWN_INSTRUMENT},
        {SLUICE_NAME_OWNER, options.owner, request.owner_id, SLUICE_REASON_UNKNOWN_OWNER},
    };
    for (const auto &name : names) {
        std::string why;
        if (names_.find(name.name_kind, name.name, name.id, why) || must_pass) continue;
        fault.reason = name.reason;
        fault.text = why;
        return false;
    }
    return fill_order(held, options, request, fault) || must_pass;
}

bool Gate::Core::fill_order(HeldMessage &held, const SubmitOptions &options, sluice_request &request, Outcome &fault) {
    OrderChains &chains = held.lane->chains;
    const FIX::Message &message = held.message;
    held.order_id = options.order_id;
    if (needs_order(request.kind)) {
        const bool is_new = request.kind == SLUICE_KIND_NEW;
        if (held.id.empty() || (request.kind == SLUICE_KIND_REPLACE && held.original.empty())) {
            fault.reason = SLUICE_REASON_BAD_ORDER_ID;
            const int tag = held.id.empty() ? held.kind->id_tag : held.kind->original_tag;
            fault.text = "field " + std::to_string(tag) + " is missing: it names the order of this message";
            // A cancel without a ClOrdID still goes to the venue, under a key that meets no other order.
            if (held.order_id == 0) held.order_id = next_order_id_.fetch_add(1);
            request.order_id = held.order_id;
            return false;
        }
        held.order_id = is_new
                            ? chains.open(held.id, options.order_id)
                            : chains.follow(held.id, held.original.empty() ? held.id : held.original, options.order_id);
    }
    request.order_id = held.order_id;

    if (request.message_count == 0 && held.kind->id_tag == FIX::FIELD::ListID) {
        std::int64_t orders_e8 = 0;
        if (parse_decimal_e8(field_or_empty(message, FIX::FIELD::NoOrders), orders_e8) && orders_e8 > 0) {
            request.message_count = static_cast<std::uint32_t>(orders_e8 / kOneE8);
        }
    }
    const struct {
        int tag;
        const char *name;
        std::int64_t &value;
        std::uint32_t reason;
    } numbers[] = {
        {FIX::FIELD::Price, "Price", request.price_e8, SLUICE_REASON_BAD_NOTIONAL},
        {FIX::FIELD::OrderQty, "OrderQty", request.quantity_e8, SLUICE_REASON_BAD_QUANTITY},
    };
    for (const auto &number : numbers) {
        const std::string text = field_or_empty(message, number.tag);
        if (text.empty() || parse_decimal_e8(text, number.value)) continue;
        fault.reason = number.reason;
        fault.text = std::string(number.name) + "(" + std::to_string(number.tag) + ") is '" + text +
                     "': it must be a decimal number whose value fits 64 bits with 8 decimals";
        number.value = 0;
        return false;
    }
    return true;
}

Outcome Gate::Core::send_ungated(const FIX::Message &message, const FIX::SessionID &session) {
    FIX::Message copy(message);
    bool is_taken = false;
    try {
        is_taken = FIX::Session::sendToTarget(copy, session);
    } catch (const FIX::SessionNotFound &) {
        return refused(SLUICE_REASON_LANE_DOWN, "there is no session " + session.toString());
    }
    if (LaneState *lane = find_lane(session)) lane->hand_over_notes();
    if (!is_taken) return refused(SLUICE_REASON_TRANSPORT, "the FIX engine did not take it");
    counters_.sent.fetch_add(1, std::memory_order_relaxed);
    Outcome outcome;
    outcome.fate = Fate::kSent;
    return outcome;
}

// A cancel that cannot be kept cannot be held, so Sluice cannot be asked; trapping it would be worse than one message
// over the limit, which is counted.
Outcome Gate::Core::send_unstored_cancel(LaneState &lane, const MessageKind &kind, const FIX::Message &message) {
    FIX::Message copy(message);
    if (kind.original_tag && copy.isSetField(kind.original_tag)) {
        copy.setField(kind.original_tag, lane.chains.name_on_wire(copy.getField(kind.original_tag)));
    }
    const WireResult result = transmit(lane, copy);
    if (result != WireResult::kWritten) return refused(SLUICE_REASON_QUEUE_FULL, sentence_of(result));
    lane.notebook.note_ungated(kind.kind, clock_ns());
    lane.hand_over_notes();
    counters_.sent.fetch_add(1, std::memory_order_relaxed);
    counters_.unstored_cancels.fetch_add(1, std::memory_order_relaxed);
    Outcome outcome;
    outcome.fate = Fate::kSent;
    return outcome;
}

Outcome Gate::Core::refuse(HeldMessage &held, std::uint32_t reason, const std::string &text) {
    // Nobody may name an order or amend that never was.
    if (!held.id.empty()) {
        if (held.kind->kind == SLUICE_KIND_NEW) {
            held.lane->chains.close(held.id);
        } else {
            held.lane->chains.remove(held.id);
        }
    }
    const std::uint64_t ticket = held.ticket;
    store_.free(ticket);
    Outcome outcome = refused(reason, text);
    outcome.ticket = ticket;
    return outcome;
}

Outcome Gate::Core::refused(std::uint32_t reason, const std::string &text) {
    counters_.refused.fetch_add(1, std::memory_order_relaxed);
    Outcome outcome;
    outcome.reason = reason;
    outcome.text = text;
    return outcome;
}

}  // namespace quickfix
}  // namespace sluice
