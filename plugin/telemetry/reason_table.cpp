#include "telemetry/reason_table.hpp"

namespace sluice {
namespace {

struct ReasonText {
    uint32_t reason;
    const char *name;
    const char *sentence;
};

constexpr auto kTexts = std::to_array<ReasonText>({
    {SLUICE_REASON_NONE, "none", "nothing stands against it"},
    {SLUICE_REASON_LIMIT, "limit", "a rate limit of the venue has no room now"},
    {SLUICE_REASON_HARD_WALL, "hard_wall", "the venue would log us out or ban us if more were sent now"},
    {SLUICE_REASON_BACKLOG, "backlog", "older or more urgent requests are waiting for the same room"},
    {SLUICE_REASON_VENUE_PAUSE, "venue_pause", "the venue has asked for a pause"},
    {SLUICE_REASON_TRANSPORT, "transport", "the connection to the venue takes no more at the moment"},
    {SLUICE_REASON_OVER_LIMIT, "over_limit", "it is larger than the venue's rate limit can ever allow"},
    {SLUICE_REASON_BREAKER_OPEN, "breaker_open", "the venue is failing or too slow, so new orders are paused"},
    {SLUICE_REASON_BREAKER_PROBING, "breaker_probing", "the venue is recovering and only a few trial orders may pass"},
    {SLUICE_REASON_BREAKER_FORCED, "breaker_forced", "an operator has paused new orders to the venue"},
    {SLUICE_REASON_KILLED, "killed", "a kill switch is engaged"},
    {SLUICE_REASON_LANE_DOWN, "lane_down", "the session with the venue is down"},
    {SLUICE_REASON_LANE_CLOSED, "lane_closed", "the session with the venue has been closed"},
    {SLUICE_REASON_STOPPING, "stopping", "the gateway is shutting down"},
    {SLUICE_REASON_QUEUE_FULL, "queue_full", "the queue is full"},
    {SLUICE_REASON_EVICTED, "evicted", "a more urgent request took its place in the full queue"},
    {SLUICE_REASON_EXPIRED, "expired", "its deadline passed before it could be sent"},
    {SLUICE_REASON_ANNIHILATED, "annihilated", "the order was cancelled before it was sent"},
    {SLUICE_REASON_FOLDED, "folded", "the amendment was merged into the order that is still waiting"},
    {SLUICE_REASON_SUPERSEDED, "superseded", "a later amendment or a cancel of the same order took its place"},
    {SLUICE_REASON_DUPLICATE, "duplicate", "a cancel of this order is already waiting"},
    {SLUICE_REASON_ORDER_IN_FLIGHT, "order_in_flight", "an earlier message of this order is still being sent"},
    {SLUICE_REASON_GRANTS_FULL, "grants_full", "too many sent messages have an unknown outcome"},
    {SLUICE_REASON_BAD_KIND, "bad_kind", "the kind of request is not valid"},
    {SLUICE_REASON_BAD_TICKET, "bad_ticket", "the request has no ticket, or one that is in use"},
    {SLUICE_REASON_BAD_ORDER_ID, "bad_order_id", "the order id is missing or already in use"},
    {SLUICE_REASON_BAD_DEADLINE, "bad_deadline", "its deadline had already passed"},
    {SLUICE_REASON_BAD_QUANTITY, "bad_quantity", "the quantity is negative"},
    {SLUICE_REASON_BAD_NOTIONAL, "bad_notional", "price times quantity is too large"},
    {SLUICE_REASON_BAD_SIDE, "bad_side", "the side is not valid"},
    {SLUICE_REASON_BAD_FLAGS, "bad_flags", "a flag of the request is not valid"},
    {SLUICE_REASON_BAD_COUNT, "bad_count", "it stands for too many messages at once"},
    {SLUICE_REASON_UNKNOWN_ACCOUNT, "unknown_account", "the account is not known"},
    {SLUICE_REASON_UNKNOWN_INSTRUMENT, "unknown_instrument", "the instrument is not known"},
    {SLUICE_REASON_UNKNOWN_OWNER, "unknown_owner", "the owner is not known"},
    {SLUICE_REASON_CANCEL_PENDING, "cancel_pending",
        "a cancel of this order is already waiting, so it cannot be amended"},
    {SLUICE_REASON_FAULT, "fault", "an internal fault occurred"},
    {SLUICE_REASON_SHADOW, "shadow", "it was sent because the venue is only being observed"},
});

constexpr ReasonText kUnknown = {UINT32_MAX, "unknown", "the reason is not known to this version"};

constexpr bool texts_follow_the_index() {
    if (kTexts.size() != kReasons.size()) return false;
    for (std::size_t index = 0; index < kTexts.size(); ++index) {
        if (kTexts[index].reason != kReasons[index]) return false;
    }
    return true;
}
static_assert(texts_follow_the_index());

const ReasonText &text_at(std::size_t index) noexcept {
    return index < kTexts.size() ? kTexts[index] : kUnknown;
}

}  // namespace

const char *reason_name(uint32_t reason) noexcept {
    return text_at(reason_index(reason)).name;
}

const char *reason_sentence(uint32_t reason) noexcept {
    return text_at(reason_index(reason)).sentence;
}

const char *reason_name_at(std::size_t index) noexcept {
    return text_at(index).name;
}

}  // namespace sluice
