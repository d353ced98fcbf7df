#include "ledger.hpp"

#include <algorithm>

namespace property {

bool Ledger::share_counter(const LimitSetup &limit, const GrantedMessage &left, const GrantedMessage &right) {
    if (limit.scope == Scope::firm) return true;
    if (left.venue != right.venue) return false;
    switch (limit.scope) {
        case Scope::account:
            return left.account == right.account;
        case Scope::lane:
            return left.lane == right.lane;
        case Scope::instrument:
            return left.instrument == right.instrument;
        case Scope::owner:
            return left.owner == right.owner;
        default:
            return true;
    }
}

const sluice_request *Ledger::request_of(uint64_t ticket) const {
    for (const sluice_request &request : requests_) {
        if (request.ticket == ticket) return &request;
    }
    return nullptr;
}

GrantedMessage *Ledger::find(uint32_t venue, uint64_t grant) {
    for (GrantedMessage &message : messages_) {
        if (grant != 0 && message.venue == venue && message.grant == grant) return &message;
    }
    return nullptr;
}

// A cancel never fails for a field that it does not need: what is wrong there counts as not given.
GrantedMessage Ledger::message_of(const Entry &entry, const sluice_request &request) const {
    GrantedMessage message;
    message.venue = entry.venue;
    message.lane = entry.lane;
    message.kind = request.kind;
    message.count = request.message_count == 0 || request.message_count > 1000 ? 1 : request.message_count;
    message.account = request.account_id <= kAccounts ? request.account_id : 0;
    message.instrument = request.instrument_id <= kInstruments ? request.instrument_id : 0;
    message.owner = request.owner_id <= kOwners ? request.owner_id : 0;
    message.ticket = request.ticket;
    message.order_id = request.order_id;
    message.granted_ns = message.left_ns = message.heard_ns = entry.at_ns;
    message.expects_answer = (request.flags & SLUICE_FLAG_NO_ANSWER) == 0;
    return message;
}

const GrantedMessage *Ledger::apply(const Entry &entry) {
    switch (entry.what) {
        case What::submit: {
            requests_.push_back(entry.request);
            if (entry.answer != SLUICE_OK || entry.verdict.action != SLUICE_ACTION_SEND) return nullptr;
            GrantedMessage message = message_of(entry, entry.request);
            message.grant = entry.verdict.grant;
            // A cancel that found no room to be remembered counts as written at once.
            message.stamp_ns = entry.at_ns;
            message.state = message.grant == 0 ? ChargeState::written : ChargeState::unconfirmed;
            messages_.push_back(message);
            return &messages_.back();
        }
        case What::release:
            return apply_release(entry);
        case What::report:
            apply_report(entry);
            return nullptr;
        case What::poll:
            time_out(entry);
            return nullptr;
        default:
            return nullptr;
    }
}

const GrantedMessage *Ledger::apply_release(const Entry &entry) {
    if (entry.release.action != SLUICE_RELEASE_SEND) return nullptr;
    const sluice_request *request = request_of(entry.release.ticket);
    if (request == nullptr) return nullptr;
    GrantedMessage message = message_of(entry, *request);
    message.grant = entry.release.grant;
    message.stamp_ns = entry.at_ns;
    if (message.grant == 0) message.state = ChargeState::written;
    // The host did not take it: the charge is given back when the callback returns. What the callback reports about it
    // follows in the history; nothing is granted in between, so it may count as given back from here.
    if (entry.answer != SLUICE_OK && !entry.was_written_inside) message.state = ChargeState::refunded;
    messages_.push_back(message);
    return &messages_.back();
}

void Ledger::apply_report(const Entry &entry) {
    if (entry.answer != SLUICE_OK) return;
    const sluice_event &event = entry.event;
    if (event.kind == SLUICE_EVENT_UNGATED) {
        GrantedMessage message;
        message.venue = entry.venue;
        message.lane = entry.lane;
        message.kind = event.message_kind;
        message.count = std::max(event.message_count, 1u);
        message.account = event.account_id <= kAccounts ? event.account_id : 0;
        message.instrument = event.instrument_id <= kInstruments ? event.instrument_id : 0;
        message.owner = event.owner_id <= kOwners ? event.owner_id : 0;
        message.granted_ns = message.stamp_ns = message.left_ns = message.heard_ns = entry.at_ns;
        message.is_ungated = true;
        message.state = ChargeState::written;
        messages_.push_back(message);
        return;
    }
    GrantedMessage *message = find(entry.venue, event.grant);
    if (message == nullptr || event.kind > SLUICE_EVENT_DONE) return;
    const bool is_answer = event.kind != SLUICE_EVENT_WRITTEN && event.kind != SLUICE_EVENT_NOT_WRITTEN &&
                           event.kind != SLUICE_EVENT_TIMED_OUT && event.kind != SLUICE_EVENT_LOST;
    message->is_answered = message->is_answered || is_answer;
    if (message->state != ChargeState::unconfirmed && !message->is_timed_out) return;
    if (event.kind == SLUICE_EVENT_NOT_WRITTEN) {
        message->state = ChargeState::refunded;
        return;
    }
    if (message->is_timed_out) return;
    message->state = ChargeState::written;
    message->heard_ns = std::max(message->heard_ns, entry.at_ns);
    const uint64_t said_ns = event.kind == SLUICE_EVENT_WRITTEN && event.time_ns != 0 ? event.time_ns : entry.at_ns;
    message->stamp_ns = std::clamp(said_ns, message->granted_ns, std::max(message->granted_ns, entry.at_ns));
    message->left_ns = std::clamp(
        entry.written_ns == 0 ? message->stamp_ns : entry.written_ns, message->granted_ns, message->stamp_ns);
}

void Ledger::time_out(const Entry &entry) {
    for (GrantedMessage &message : messages_) {
        if (message.state != ChargeState::unconfirmed) continue;
        if (entry.venue != 0 && entry.venue != message.venue) continue;
        const uint64_t timeout_ns = history_.setup.venues[message.venue - 1].grant_timeout_ms * kMs;
        if (message.granted_ns + timeout_ns > entry.at_ns) continue;
        message.state = ChargeState::written;
        message.is_timed_out = true;
        message.stamp_ns = message.granted_ns;
    }
}

}  // namespace property
