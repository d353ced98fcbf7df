// What the venue's rules would count: every message that was allowed to go, whose it was, when it was allowed, when it
// really left, and when (if ever) the gateway learnt of it. Rebuilt from a history, step by step, without any of the
// plugin's shortcuts: a plain list that is searched from the front.
#pragma once

#include <cstdint>
#include <vector>

#include "history.hpp"

namespace property {

enum class ChargeState { unconfirmed, written, refunded };

struct GrantedMessage {
    uint32_t venue = 0;
    uint32_t lane = 0;
    uint32_t kind = 0;
    uint32_t count = 1;
    uint32_t account = 0;
    uint32_t instrument = 0;
    uint32_t owner = 0;
    uint64_t ticket = 0;
    uint64_t order_id = 0;
    uint64_t grant = 0;
    uint64_t granted_ns = 0;
    uint64_t heard_ns = 0;  // the last time at which anything was said of it
    uint64_t stamp_ns = 0;  // written: from when on it counts at the latest
    uint64_t left_ns = 0;   // when it really left
    bool is_ungated = false;
    bool is_timed_out = false;  // nothing was heard in time; only then may `stamp_ns` be earlier than the plugin's
    bool expects_answer = true;
    bool is_answered = false;  // by the venue itself: no time-out, no lost session
    ChargeState state = ChargeState::unconfirmed;
};

inline bool is_cancel(uint32_t kind) {
    return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL;
}
// Cancels, and what keeps a session alive.
inline bool may_take_reserve(uint32_t kind) {
    return is_cancel(kind) || kind == SLUICE_KIND_ADMIN;
}
inline bool opens_risk(uint32_t kind) {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_QUOTE;
}
inline uint32_t class_of(const sluice_request &request) {
    if (is_cancel(request.kind)) return SLUICE_CLASS_CRITICAL;
    if (request.kind == SLUICE_KIND_QUERY) return SLUICE_CLASS_LOW;
    if (request.kind == SLUICE_KIND_MAINTENANCE) return SLUICE_CLASS_IDLE;
    const bool reduces = (request.flags & SLUICE_FLAG_REDUCES_RISK) != 0 && request.kind != SLUICE_KIND_QUOTE;
    return reduces ? SLUICE_CLASS_HIGH : SLUICE_CLASS_NORMAL;
}

class Ledger {
public:
    explicit Ledger(const History &history) : history_(history) {}

    // Takes one entry in. Returns the message that it allowed to go, or null; the pointer lives until the next call.
    const GrantedMessage *apply(const Entry &entry);

    const std::vector<GrantedMessage> &messages() const { return messages_; }
    // The request of a ticket; null before it was submitted.
    const sluice_request *request_of(uint64_t ticket) const;

    // True when both messages count in the same counter of a limit.
    static bool share_counter(const LimitSetup &limit, const GrantedMessage &left, const GrantedMessage &right);

private:
    GrantedMessage *find(uint32_t venue, uint64_t grant);
    const GrantedMessage *apply_release(const Entry &entry);
    void apply_report(const Entry &entry);
    void time_out(const Entry &entry);
    GrantedMessage message_of(const Entry &entry, const sluice_request &request) const;

    const History &history_;
    std::vector<GrantedMessage> messages_;
    std::vector<sluice_request> requests_;
};

}  // namespace property
