// The way of a message from the gateway to the wire, to the queue, or back.
#include <utility>

#include "decimal.hpp"
#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

namespace {

constexpr std::int64_t kOneE8 = 100000000;

std::uint32_t side_of(const std::string &side) {
    if (side.size() != 1) return SLUICE_SIDE_NONE;
    switch (side[0]) {
        case '1':
        case '3':  // buy minus
            return SLUICE_SIDE_BUY;
        case '2':
        case '4':  // sell plus
        case '5':  // sell short, and short exempt
        case '6':
            return SLUICE_SIDE_SELL;
        default:
            return SLUICE_SIDE_NONE;
    }
}

bool needs_order(std::uint32_t kind) {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_CANCEL;
}

// False: the text is no such number.
bool fill_number(
    const char *name, int tag, const std::string &text, std::uint32_t reason, std::int64_t &value_e8, Outcome &fault) {
    if (text.empty() || parse_decimal_e8(text, value_e8)) return true;
    value_e8 = 0;
    fault.reason = reason;
    fault.text = std::string(name) + "(" + std::to_string(tag) + ") is '" + text +
                 "': it must be a decimal number whose value fits 64 bits with 8 decimals";
    return false;
}

}  // namespace

Outcome Gate::Core::submit(const FIX::Message &message, FIX::Message *own, const FIX::SessionID &session,
    const SubmitOptions &options) noexcept {
    try {
        const std::string &msg_type = field_or_empty(message.getHeader(), FIX::FIELD::MsgType);
        if (msg_type.empty()) {
            return refused(SLUICE_REASON_BAD_KIND, "MsgType(35) is missing: set it in the header of the message");
        }
        LaneState *lane = find_lane(session);
        const MessageKind &kind = kind_of(msg_type);
        if (!lane || kind.kind == SLUICE_KIND_ADMIN) return send_ungated(message, own, session);
        return submit_gated(*lane, kind, message, own, options);
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

Outcome Gate::Core::submit_gated(LaneState &lane, const MessageKind &kind, const FIX::Message &message,
    FIX::Message *own, const SubmitOptions &options) {
    // A logon or logout that the hooks saw comes before this request, as it did in the world.
    lane.hand_over_notes();
    Outcome outcome = offer(lane, kind, message, own, options);
    const bool is_lost_cancel =
        outcome.fate == Fate::kRefused && outcome.reason == SLUICE_REASON_LANE_DOWN && is_cancel(kind.kind);
    if (!is_lost_cancel) return outcome;
    // The session went between the verdict and the wire. Sluice knows by now, and holds cancels until it is back.
    lane.hand_over_notes();
    return offer(lane, kind, message, own, options);
}

Outcome Gate::Core::offer(LaneState &lane, const MessageKind &kind, const FIX::Message &message, FIX::Message *own,
    const SubmitOptions &options) {
    HeldMessage *held = store_.reserve(is_cancel(kind.kind));
    if (!held) {
        if (is_cancel(kind.kind)) return send_unstored_cancel(lane, kind, message);
        return refused(SLUICE_REASON_QUEUE_FULL,
            "the gateway's message store is full (" + std::to_string(store_.size()) + " messages are held)");
    }
    const std::uint64_t ticket = held->ticket;
    try {
        held->tag = options.tag;
        held->lane = &lane;
        held->kind = &kind;
        held->order_id = 0;
        held->link = OrderChains::Link();
        if (!own) held->message = message;
    } catch (...) {
        store_.give_back(ticket);
        throw;
    }
    FIX::Message &outgoing = own ? *own : held->message;
    Offer item{*held, outgoing, names_of(outgoing, kind), ticket};
    sluice_request request = SLUICE_REQUEST_INIT;
    try {
        Outcome fault;
        if (!fill_request(item, options, request, fault)) return refuse(item, fault.reason, fault.text);
    } catch (...) {
        store_.give_back(ticket);
        throw;
    }
    // From the submit on Sluice may release the message, and its place may be reused before we look again: only the
    // verdict says whether it is still ours. A caller's own message is copied when the verdict asks for it; until then
    // its place has not arrived, and a release waits: see message_store.hpp.
    if (item.is_kept()) MessageStore::arrive(*held);
    return settle(item, lane.lane.submit(request));
}

Outcome Gate::Core::settle(const Offer &item, const sluice_verdict &verdict) {
    switch (verdict.action) {
        case SLUICE_ACTION_SEND:
            return send_now(item, verdict);
        case SLUICE_ACTION_ABSORBED:
            return absorb(item, verdict);
        case SLUICE_ACTION_REFUSED:
            return refuse(item, verdict.reason, sentence(verdict.reason));
        default:
            return hold(item, verdict);
    }
}

bool Gate::Core::keep(const Offer &item) noexcept {
    if (item.is_kept()) return true;
    try {
        item.held.message = item.message;
    } catch (...) {
        return false;
    }
    MessageStore::arrive(item.held);
    return true;
}

Outcome Gate::Core::hold(const Offer &item, const sluice_verdict &verdict) {
    if (!keep(item)) {
        // Sluice has the ticket and will release it: it ends then, without news, because its end is told here.
        forget_name(item);
        item.held.is_lost = true;
        MessageStore::arrive(item.held);
        Outcome outcome = refused(SLUICE_REASON_FAULT, "the adapter has no memory to hold it");
        outcome.ticket = item.ticket;
        return outcome;
    }
    counters_.held.fetch_add(1, std::memory_order_relaxed);
    Outcome outcome;
    outcome.fate = Fate::kHeld;
    outcome.reason = verdict.reason;
    outcome.ticket = item.ticket;
    outcome.not_before_ns = verdict.not_before_ns;
    return outcome;
}

Outcome Gate::Core::send_now(const Offer &item, const sluice_verdict &verdict) {
    const HeldMessage &held = item.held;
    std::uint32_t reason = SLUICE_REASON_TRANSPORT;
    const char *text = "too many messages wait for the venue's answer";
    if (!is_too_much_unanswered(*held.lane, held.kind->kind)) {
        const WireResult result = send_granted(held, item.message, item.names, verdict.grant);
        if (result == WireResult::kWritten) {
            store_.give_back(item.ticket);
            Outcome outcome;
            outcome.fate = Fate::kSent;
            outcome.reason = verdict.reason;
            outcome.ticket = item.ticket;
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
        held.lane->lane.report(event);
    }
    return refuse(item, reason, text);
}

Outcome Gate::Core::absorb(const Offer &item, const sluice_verdict &verdict) {
    Outcome outcome;
    outcome.fate = Fate::kAbsorbed;
    outcome.reason = verdict.reason;
    outcome.ticket = item.ticket;
    outcome.other_ticket = verdict.other_ticket;
    if (verdict.reason != SLUICE_REASON_FOLDED) {
        // Only a folded amend lives on; this message is done.
        item.held.lane->chains.remove(item.held.link);
        store_.give_back(item.ticket);
        counters_.absorbed.fetch_add(1, std::memory_order_relaxed);
        return outcome;
    }
    // Without memory for it the order goes out as it is, and the amend before this one keeps its place in it.
    if (!keep(item)) return refuse(item, SLUICE_REASON_FAULT, "the adapter has no memory to hold it");
    // From here on the amend belongs to the release of its order, which may free it at any time.
    if (verdict.superseded_ticket != 0) store_.free(verdict.superseded_ticket);
    const bool is_order_held = store_.fold(verdict.other_ticket, item.ticket);
    // The held message was released before we came here. If it was sent, this amend went with it and its place is free
    // again; if it was dropped, the amend is dropped with it and this is the only moment to say so.
    if (!is_order_held && store_.find(item.ticket)) {
        return refuse(item, SLUICE_REASON_SUPERSEDED, "its order was dropped at the same moment");
    }
    counters_.absorbed.fetch_add(1, std::memory_order_relaxed);
    return outcome;
}

bool Gate::Core::fill_request(
    const Offer &item, const SubmitOptions &options, sluice_request &request, Outcome &fault) {
    enum { kAccount, kSymbol, kSide, kPrice, kQuantity };
    static const int kTags[] = {
        FIX::FIELD::Account, FIX::FIELD::Symbol, FIX::FIELD::Side, FIX::FIELD::Price, FIX::FIELD::OrderQty};
    const FieldPick<5> fields(item.message, kTags);
    const HeldMessage &held = item.held;
    const bool must_pass = is_cancel(held.kind->kind);
    request.kind = held.kind->kind;
    request.ticket = item.ticket;
    request.deadline_ns = options.deadline_ns;
    request.side = side_of(fields[kSide]);
    request.message_count = options.message_count;
    if (options.reduces_risk && (request.kind == SLUICE_KIND_NEW || request.kind == SLUICE_KIND_REPLACE)) {
        request.flags |= SLUICE_FLAG_REDUCES_RISK;
    }
    if (!item.names.answer.is_known()) request.flags |= SLUICE_FLAG_NO_ANSWER;

    const std::string &account = !options.account.empty()    ? options.account
                                 : !fields[kAccount].empty() ? fields[kAccount]
                                                             : held.lane->keys.account;
    const struct {
        std::uint32_t name_kind;
        const std::string &name;
        std::uint32_t &id;
        std::uint32_t reason;
    } names[] = {
        {SLUICE_NAME_ACCOUNT, account, request.account_id, SLUICE_REASON_UNKNOWN_ACCOUNT},
        {SLUICE_NAME_INSTRUMENT, fields[kSymbol], request.instrument_id, SLUICE_REASON_UNKNOWN_INSTRUMENT},
        {SLUICE_NAME_OWNER, options.owner, request.owner_id, SLUICE_REASON_UNKNOWN_OWNER},
    };
    for (const auto &name : names) {
        std::string why;
        if (names_.find(name.name_kind, name.name, name.id, why) || must_pass) continue;
        fault.reason = name.reason;
        fault.text = why;
        return false;
    }
    const bool is_filled =
        fill_order(item, options, request, fault) &&
        fill_number("Price", FIX::FIELD::Price, fields[kPrice], SLUICE_REASON_BAD_NOTIONAL, request.price_e8, fault) &&
        fill_number("OrderQty", FIX::FIELD::OrderQty, fields[kQuantity], SLUICE_REASON_BAD_QUANTITY,
            request.quantity_e8, fault);
    return is_filled || must_pass;
}

bool Gate::Core::fill_order(const Offer &item, const SubmitOptions &options, sluice_request &request, Outcome &fault) {
    HeldMessage &held = item.held;
    OrderChains &chains = held.lane->chains;
    const MessageNames &names = item.names;
    held.order_id = options.order_id;
    if (needs_order(request.kind)) {
        if (names.id.empty() || (request.kind == SLUICE_KIND_REPLACE && names.original.empty())) {
            fault.reason = SLUICE_REASON_BAD_ORDER_ID;
            const int tag = names.id.empty() ? held.kind->id_tag : held.kind->original_tag;
            fault.text = "field " + std::to_string(tag) + " is missing: it names the order of this message";
            // A cancel without a ClOrdID still goes to the venue, under a key that meets no other order.
            if (held.order_id == 0) held.order_id = next_order_id_.fetch_add(1);
            request.order_id = held.order_id;
            return false;
        }
        const OrderChains::Named named =
            request.kind == SLUICE_KIND_NEW
                ? chains.open(names.id, options.order_id)
                : chains.follow(names.id, names.original.empty() ? names.id : names.original, options.order_id);
        held.order_id = named.key;
        held.link = named.link;
    }
    request.order_id = held.order_id;

    if (request.message_count == 0 && held.kind->id_tag == FIX::FIELD::ListID) {
        std::int64_t orders_e8 = 0;
        if (parse_decimal_e8(field_or_empty(item.message, FIX::FIELD::NoOrders), orders_e8) && orders_e8 > 0) {
            request.message_count = static_cast<std::uint32_t>(orders_e8 / kOneE8);
        }
    }
    return true;
}

Outcome Gate::Core::send_ungated(const FIX::Message &message, FIX::Message *own, const FIX::SessionID &session) {
    bool is_taken = false;
    try {
        if (own) {
            is_taken = FIX::Session::sendToTarget(*own, session);
        } else {
            FIX::Message copy(message);
            is_taken = FIX::Session::sendToTarget(copy, session);
        }
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

// Nobody may name an order or amend that never was.
void Gate::Core::forget_name(const Offer &item) {
    OrderChains &chains = item.held.lane->chains;
    if (item.held.kind->kind == SLUICE_KIND_NEW) {
        chains.close(item.held.link);
    } else {
        chains.remove(item.held.link);
    }
}

Outcome Gate::Core::refuse(const Offer &item, std::uint32_t reason, const std::string &text) {
    forget_name(item);
    store_.give_back(item.ticket);
    Outcome outcome = refused(reason, text);
    outcome.ticket = item.ticket;
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
