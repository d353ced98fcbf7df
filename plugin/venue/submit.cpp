// submit: one request in, one verdict out. The order of the questions is the order of the code: is it sane, may it pass
// (kill switch, session, breaker), what does it meet among the held messages of its order, does it stand behind others,
// and do the limits have room?

#include <algorithm>

#include "platform/clock.hpp"
#include "venue/venue.hpp"

namespace sluice {

bool Venue::submit(LaneKey key, const sluice_request &request, const KnownIds &known, uint64_t now_ns,
    bool is_own_reading, sluice_verdict &verdict, uint64_t &wake_ns) noexcept {
    // A caller who brings the time pays for no clock. Two threads may both find their turn to be measured: that is one
    // sample more.
    const bool is_sampled = is_own_reading && counters_.is_next_timed();
    const uint64_t begin_ns = is_sampled ? monotonic_ns() : 0;

    LockGuard guard(lock_);
    if (guard.was_contended()) counters_.lock_contended.add();
    Lane *lane = find_lane(key);
    if (lane == nullptr || is_closed_) return false;
    submit_locked(*lane, key.index, request, known, advance_clock(now_ns), verdict, wake_ns);
    if (is_sampled) counters_.decision.record(monotonic_ns() - begin_ns);
    return true;
}

bool Venue::submit_some(LaneKey key, std::span<const sluice_request> requests, const KnownIds &known, uint64_t now_ns,
    std::span<sluice_verdict> verdicts, uint64_t &wake_ns) noexcept {
    LockGuard guard(lock_);
    if (guard.was_contended()) counters_.lock_contended.add();
    Lane *lane = find_lane(key);
    if (lane == nullptr || is_closed_) return false;
    now_ns = advance_clock(now_ns);
    for (std::size_t index = 0; index < requests.size(); ++index) {
        uint64_t earlier_ns = SLUICE_NEVER;
        submit_locked(*lane, key.index, requests[index], known, now_ns, verdicts[index], earlier_ns);
        wake_ns = std::min(wake_ns, earlier_ns);
    }
    return true;
}

void Venue::submit_locked(Lane &lane, uint32_t lane_index, const sluice_request &request, const KnownIds &known,
    uint64_t now_ns, sluice_verdict &verdict, uint64_t &wake_ns) noexcept {
    counters_.submits.add();
    Holding holding;
    holding.ticket = request.ticket;
    holding.order_id = takes_part_in_order(request.kind) ? request.order_id : 0;
    holding.lane_generation = lane.generation;
    holding.side = request.side;
    holding.flags = request.flags;
    holding.charge.kind = request.kind;
    holding.charge.lane = lane_index;
    verdict.request_class = class_of(request.kind, request.flags);
    holding.charge.request_class = verdict.request_class;

    const Decision decision = decide(lane, request, holding, known, now_ns, verdict);
    counters_.count_decision(verdict.request_class, decision.action, decision.reason);
    verdict.action = decision.action;
    verdict.reason = decision.reason;
    if (config_.is_shadow) {
        // Everything behind the verdict happens as it would; only the host is told to go ahead.
        verdict.shadow_action = decision.action;
        verdict.action = SLUICE_ACTION_SEND;
        if (decision.action != SLUICE_ACTION_SEND) verdict.reason = SLUICE_REASON_SHADOW;
    }
    // A message that goes at once makes nothing due earlier, but for the time-out of the only unwritten grant.
    const bool is_quiet = decision.action == SLUICE_ACTION_SEND && grants_.unwritten_count() > 1;
    wake_ns = is_quiet && !held_.queue().has_drops() ? SLUICE_NEVER : wake_time();
}

Venue::Decision Venue::decide(Lane &lane, const sluice_request &request, Holding &holding, const KnownIds &known,
    uint64_t now_ns, sluice_verdict &verdict) noexcept {
    Charge &charge = holding.charge;
    const bool is_cancel = is_cancel_kind(request.kind);
    const uint32_t fault = check_request(request, known, now_ns);
    // A cancel is never refused for a field that it does not need: what is wrong counts as not given.
    if (fault != SLUICE_REASON_NONE && !is_cancel) return {SLUICE_ACTION_REFUSED, fault};
    charge.account = request.account_id <= known.accounts ? request.account_id : 0;
    charge.instrument = request.instrument_id <= known.instruments ? request.instrument_id : 0;
    charge.owner = request.owner_id <= known.owners ? request.owner_id : 0;
    charge.message_count =
        request.message_count == 0 || request.message_count > kMessageCountMax ? 1 : request.message_count;
    holding.deadline_ns = is_cancel || request.deadline_ns == SLUICE_NEVER ? 0 : request.deadline_ns;

    bool is_probe = false;
    if (!is_cancel) {
        const uint32_t reason = refusal(lane, request.kind, charge, request.side, now_ns, is_probe);
        if (reason != SLUICE_REASON_NONE) return {SLUICE_ACTION_REFUSED, reason};
    }

    const Meeting meeting = held_.meet(holding);
    switch (meeting.kind) {
        case Meeting::Kind::none:
            break;
        case Meeting::Kind::absorbed:
            verdict.other_ticket = meeting.other_ticket;
            verdict.superseded_ticket = meeting.superseded_ticket;
            look_again(now_ns);
            return {SLUICE_ACTION_ABSORBED, meeting.reason};
        case Meeting::Kind::refused:
            return {SLUICE_ACTION_REFUSED, meeting.reason};
        case Meeting::Kind::held:
            verdict.not_before_ns = now_ns;
            look_again(now_ns);
            return {SLUICE_ACTION_HELD, meeting.reason};
    }

    if (!lane.is_up) return hold(holding, SLUICE_REASON_LANE_DOWN, SLUICE_NEVER, now_ns, verdict);
    return decide_by_limits(lane, holding, is_probe, now_ns, verdict);
}

// Why a message that is no cancel may not go out at all, now; NONE when it may. The same question is asked again when a
// held one is released.
uint32_t Venue::refusal(
    Lane &lane, uint32_t kind, const Charge &charge, uint32_t side, uint64_t now_ns, bool &is_probe) noexcept {
    is_probe = false;
    if (lane.state != LaneState::open) return SLUICE_REASON_LANE_CLOSED;
    if (opens_risk(kind)) {
        if (is_stopping_ || shared_.is_stopping.load(std::memory_order_relaxed)) return SLUICE_REASON_STOPPING;
        // Acquire pairs with the release in the engine's engage: whoever sees the switch also sees what came before it.
        if (shared_.is_killed.load(std::memory_order_acquire) || (kill_.is_any() && kill_.covers(charge, side))) {
            return SLUICE_REASON_KILLED;
        }
    }
    if (!lane.is_up) return SLUICE_REASON_LANE_DOWN;
    if (!opens_risk(kind)) return SLUICE_REASON_NONE;
    for (Breaker *breaker : {&breaker_, &lane.breaker}) {
        switch (breaker->ask(now_ns)) {
            case Breaker::Answer::pass:
                break;
            case Breaker::Answer::probe:
                is_probe = true;
                break;
            case Breaker::Answer::open:
                return SLUICE_REASON_BREAKER_OPEN;
            case Breaker::Answer::probing:
                return SLUICE_REASON_BREAKER_PROBING;
            case Breaker::Answer::forced:
                return SLUICE_REASON_BREAKER_FORCED;
        }
    }
    return SLUICE_REASON_NONE;
}

// True when held requests of its class or a more urgent one wait for a limit that this request meets as well.
bool Venue::stands_behind(const Lane &lane, const Charge &charge) const noexcept {
    const uint32_t mine = limits_.limits_mask(charge.kind);
    for (uint32_t request_class = 0; request_class <= charge.request_class; ++request_class) {
        if ((waiting_classes_ >> request_class & 1) == 0) continue;
        if ((lane.waiting_limits[request_class] & mine) != 0) return true;
        for (uint32_t other = 0; other < lanes_used_; ++other) {
            if ((lanes_[other].waiting_limits[request_class] & mine & limits_.broad_mask()) != 0) return true;
        }
    }
    return false;
}

Venue::Decision Venue::decide_by_limits(
    Lane &lane, Holding &holding, bool is_probe, uint64_t now_ns, sluice_verdict &verdict) noexcept {
    Charge &charge = holding.charge;
    if (limits_.has_ages()) charge.order_age_ns = held_.order_age_ns(holding.order_id, now_ns);
    if (held_.is_order_busy(holding.order_id)) {
        return hold(holding, SLUICE_REASON_ORDER_IN_FLIGHT, now_ns, now_ns, verdict);
    }
    if (lane.paused_until_ns > now_ns) return hold(holding, lane.pause_reason, lane.paused_until_ns, now_ns, verdict);
    if (lane.is_waiting_for_probe()) return hold(holding, SLUICE_REASON_VENUE_PAUSE, now_ns, now_ns, verdict);

    const bool has_company = held_.queue().held() != 0;
    if (has_company && (held_.queue().has_flow(charge) || stands_behind(lane, charge))) {
        const Room room = limits_.look(charge, 0, now_ns);
        if (room.not_before_ns == SLUICE_NEVER) {
            verdict.limit_id = room.limit_id;
            return {SLUICE_ACTION_REFUSED, SLUICE_REASON_OVER_LIMIT};
        }
        return hold(holding, SLUICE_REASON_BACKLOG, room.not_before_ns, now_ns, verdict);
    }

    const uint32_t ahead_mask = (2u << charge.request_class) - 1;  // its own class included: no overtaking
    const Room room = limits_.take(charge, has_company ? ahead_mask : 0, now_ns);
    if (room.is_free) return grant_now(holding, is_probe, now_ns, verdict);
    verdict.limit_id = room.is_behind ? 0 : room.limit_id;
    if (room.not_before_ns == SLUICE_NEVER) return {SLUICE_ACTION_REFUSED, SLUICE_REASON_OVER_LIMIT};
    const uint32_t reason = room.is_behind ? SLUICE_REASON_BACKLOG
                            : room.is_wall ? SLUICE_REASON_HARD_WALL
                                           : SLUICE_REASON_LIMIT;
    const uint32_t index = held_.hold(holding, now_ns);
    if (index == kNone) return {SLUICE_ACTION_REFUSED, SLUICE_REASON_QUEUE_FULL};
    verdict.not_before_ns = room.not_before_ns;
    const uint32_t bit = 1u << room.limit_index;
    if ((bit & (limits_.broad_mask() | limits_.lane_mask())) != 0) {
        waits_for(lane, charge.request_class, bit);
        release_by(room.not_before_ns);
    } else if (!room.is_behind) {
        held_.park(index, room.not_before_ns, room.limit_index);
    }
    return {SLUICE_ACTION_HELD, reason};
}

Venue::Decision Venue::grant_now(
    const Holding &holding, bool is_probe, uint64_t now_ns, sluice_verdict &verdict, bool is_release) noexcept {
    const uint32_t index = grants_.allocate(now_ns);
    if (index == kNone) {
        if (holding.charge.request_class != SLUICE_CLASS_CRITICAL) {
            limits_.refund(holding.charge);
            return {SLUICE_ACTION_REFUSED, SLUICE_REASON_GRANTS_FULL};
        }
        // A cancel goes all the same. Whether a released one does is known when the host has answered.
        if (!is_release) settle_ungranted(holding.charge, holding.order_id, holding.order, now_ns);
        return {SLUICE_ACTION_SEND, SLUICE_REASON_NONE};
    }
    Grant &grant = grants_.grant(index);
    grant.ticket = holding.ticket;
    grant.order_id = holding.order_id;
    grant.charge = holding.charge;
    grant.expects_answer = (holding.flags & SLUICE_FLAG_NO_ANSWER) == 0;
    Lane &lane = lanes_[holding.charge.lane];
    if (is_probe) {
        grant.is_venue_probe = breaker_.ask(now_ns) == Breaker::Answer::probe;
        grant.is_lane_probe = lane.breaker.ask(now_ns) == Breaker::Answer::probe;
        if (grant.is_venue_probe) breaker_.take_probe(now_ns);
        if (grant.is_lane_probe) lane.breaker.take_probe(now_ns);
    }
    if (lane.must_probe) lane.probe = grants_.handle_of(index);
    if (grant.order_id != 0) grant.order = held_.bind_grant(grant.order_id, index, grant.charge, holding.order);
    verdict.grant = grants_.handle_of(index);
    return {SLUICE_ACTION_SEND, SLUICE_REASON_NONE};
}

// What went without a grant counts as written now, and nobody waits for its answer.
void Venue::settle_ungranted(const Charge &charge, uint64_t order_id, uint32_t order, uint64_t now_ns) noexcept {
    limits_.confirm(charge, now_ns);
    limits_.settle(charge, Answer::unknown, now_ns, now_ns);
    if (order_id != 0) held_.settle_written(order_id, charge.kind, now_ns, order);
}

Venue::Decision Venue::hold(const Holding &holding, uint32_t reason, uint64_t not_before_ns, uint64_t now_ns,
    sluice_verdict &verdict) noexcept {
    const uint32_t index = held_.hold(holding, now_ns);
    if (index == kNone) return {SLUICE_ACTION_REFUSED, SLUICE_REASON_QUEUE_FULL};
    verdict.not_before_ns = not_before_ns;
    release_by(not_before_ns);
    return {SLUICE_ACTION_HELD, reason};
}

}  // namespace sluice
