// report: what became of a message, an order or a lane. Limits hear of writes, breakers of answers, the order table of
// ends.

#include <algorithm>

#include "venue/venue.hpp"

namespace sluice {

namespace {

Answer answer_of(uint32_t event_kind) noexcept {
    switch (event_kind) {
        case SLUICE_EVENT_ACKED:
        case SLUICE_EVENT_DONE:
            return Answer::accepted;
        case SLUICE_EVENT_REJECTED:
            return Answer::rejected;
        case SLUICE_EVENT_TIMED_OUT:
        case SLUICE_EVENT_LOST:
            return Answer::unknown;
        default:
            return Answer::failed;
    }
}

}  // namespace

bool Venue::report(
    LaneKey key, const sluice_event &event, const KnownIds &known, uint64_t now_ns, uint64_t &wake_ns) noexcept {
    LockGuard guard(lock_);
    if (guard.was_contended()) counters_.lock_contended.add();
    Lane *lane = find_lane(key);
    if (lane == nullptr || is_closed_) return false;
    now_ns = advance_clock(now_ns);
    switch (event.kind) {
        case SLUICE_EVENT_LANE_UP:
        case SLUICE_EVENT_LANE_DOWN:
        case SLUICE_EVENT_TRANSPORT_ERROR:
            hear_lane(*lane, key.index, event, now_ns);
            break;
        case SLUICE_EVENT_UNGATED: {
            Charge charge;
            charge.kind = event.message_kind;
            // What keeps the session alive comes out of the room that is kept free for cancels.
            charge.request_class =
                charge.kind == SLUICE_KIND_ADMIN ? uint32_t{SLUICE_CLASS_CRITICAL} : class_of(charge.kind, 0);
            charge.message_count = std::clamp(event.message_count, 1u, kMessageCountMax);
            charge.lane = key.index;
            charge.account = event.account_id <= known.accounts ? event.account_id : 0;
            charge.instrument = event.instrument_id <= known.instruments ? event.instrument_id : 0;
            charge.owner = event.owner_id <= known.owners ? event.owner_id : 0;
            limits_.append(charge, now_ns);
            counters_.count_ungated(charge.kind, charge.message_count);
            break;
        }
        case SLUICE_EVENT_FILLED:
        case SLUICE_EVENT_VENUE_TIME:
        case SLUICE_EVENT_BLOCK:
        case SLUICE_EVENT_LIMIT_USED:
        case SLUICE_EVENT_LIMIT_REMAINING:
        case SLUICE_EVENT_LIMIT_CHANGED:
            hear_feedback(key.index, event, known, now_ns);
            break;
        default:
            hear_grant(*lane, key.index, event, now_ns);
            break;
    }
    wake_ns = wake_time();
    return true;
}

void Venue::hear_grant(Lane &lane, uint32_t lane_index, const sluice_event &event, uint64_t now_ns) noexcept {
    const uint32_t index = event.grant == 0 ? kNone : grants_.find(event.grant);
    if (event.kind >= SLUICE_EVENT_ACKED && event.kind <= SLUICE_EVENT_DONE) counters_.count_outcome(event.kind);
    if (event.kind == SLUICE_EVENT_BANNED) hear_ban(event, now_ns);
    if (event.kind == SLUICE_EVENT_DONE && event.order_id != 0)
        held_.end_order(event.order_id, index == kNone ? kNone : grants_.grant(index).order);
    if (index == kNone) {
        if (event.grant != 0) {
            counters_.late_reports.add();
            notice(kNoticeLateReport);
        } else if (event.kind == SLUICE_EVENT_RATE_REJECTED) {
            // It left without asking, or was sent in shadow mode. Which limit it met is unknown: what a new order
            // meets.
            Charge charge;
            charge.kind = SLUICE_KIND_NEW;
            charge.lane = lane_index;
            hear_rate_reject(lane, charge, event, now_ns);
        }
        return;
    }
    Grant &grant = grants_.grant(index);
    const bool is_unwritten = grant.state == GrantState::unwritten;
    // A host may look at its clock before or after the write, but not in the future and not before the grant.
    const uint64_t time_ns =
        std::clamp(event.time_ns == 0 ? now_ns : event.time_ns, std::min(grant.granted_ns, now_ns), now_ns);
    hear_venue_time(event, grant.granted_ns, time_ns);
    switch (event.kind) {
        case SLUICE_EVENT_WRITTEN:
        case SLUICE_EVENT_NOT_WRITTEN:
            if (!is_unwritten) {
                counters_.late_reports.add();
                notice(kNoticeLateReport);
            } else if (event.kind == SLUICE_EVENT_WRITTEN) {
                settle_written(index, time_ns);
                if (!grant.expects_answer) expect_nothing(index, now_ns);
            } else {
                disown(index, now_ns);
            }
            break;
        case SLUICE_EVENT_RATE_REJECTED:
            if (is_unwritten) settle_written(index, now_ns);
            hear_rate_reject(lane, grant.charge, event, now_ns);
            hear_outcome(index, event.kind, now_ns);
            break;
        default:
            // An answer proves the write, whoever was slower to say so.
            if (is_unwritten) settle_written(index, now_ns);
            hear_outcome(index, event.kind, now_ns);
            break;
    }
    look_again(now_ns);
}

void Venue::settle_written(uint32_t index, uint64_t write_ns) noexcept {
    Grant &grant = grants_.grant(index);
    limits_.confirm(grant.charge, write_ns);
    grant.written_ns = write_ns;
    if (grant.slot != kNone) held_.queue().slot(grant.slot).was_written = true;
    grants_.move_to_unanswered(index);
    if (grant.order_id != 0) held_.settle_written(grant.order_id, grant.charge.kind, write_ns, grant.order);
}

// A written message whose answer nobody will tell: the venue may be working on it still.
void Venue::expect_nothing(uint32_t index, uint64_t now_ns) noexcept {
    const Grant &grant = grants_.grant(index);
    limits_.settle(grant.charge, Answer::unknown, grant.written_ns, now_ns);
    end_lane_probe(index, true);
    grants_.free(index);
}

void Venue::end_lane_probe(uint32_t index, bool is_over) noexcept {
    Lane &lane = lanes_[grants_.grant(index).charge.lane];
    if (lane.probe == 0 || lane.probe != grants_.handle_of(index)) return;
    lane.probe = 0;
    if (is_over) lane.must_probe = false;
}

void Venue::give_room_back(const Charge &charge) noexcept {
    limits_.refund(charge);
    // Whoever waits for this room was told a time at which it would come free by itself.
    if (limits_.has_waiters(charge)) held_.unpark_all();
}

void Venue::disown(uint32_t index, uint64_t now_ns) noexcept {
    Grant &grant = grants_.grant(index);
    give_room_back(grant.charge);
    give_back_probes(grant, now_ns);
    if (grant.order_id != 0) held_.settle_unwritten(grant.order_id, grant.charge.kind, grant.order);
    end_lane_probe(index, false);
    grants_.free(index);
}

void Venue::give_back_probes(const Grant &grant, uint64_t now_ns) noexcept {
    if (grant.is_venue_probe) breaker_.hear(Outcome::unknown, true, now_ns);
    if (grant.is_lane_probe) lanes_[grant.charge.lane].breaker.hear(Outcome::unknown, true, now_ns);
}

void Venue::hear_outcome(uint32_t index, uint32_t event_kind, uint64_t now_ns) noexcept {
    const Grant grant = grants_.grant(index);
    const bool is_refusal_of_rate = event_kind == SLUICE_EVENT_RATE_REJECTED || event_kind == SLUICE_EVENT_BANNED;
    const Answer answer = answer_of(event_kind);
    end_lane_probe(index, answer != Answer::unknown && !is_refusal_of_rate);
    if (limits_.settle(grant.charge, answer, grant.written_ns, now_ns) && limits_.has_waiters(grant.charge)) {
        held_.unpark_all();
    }
    grants_.free(index);
    const bool is_new = grant.charge.kind == SLUICE_KIND_NEW;
    const bool is_refused =
        event_kind == SLUICE_EVENT_REJECTED || is_refusal_of_rate || event_kind == SLUICE_EVENT_FAILED;
    if (is_new && is_refused && grant.order_id != 0) held_.end_order(grant.order_id, grant.order);

    const uint64_t answer_ns = now_ns - std::min(now_ns, grant.written_ns);
    const bool is_answer = event_kind != SLUICE_EVENT_TIMED_OUT && event_kind != SLUICE_EVENT_LOST;
    if (is_answer) counters_.answer.record(answer_ns);

    Lane &lane = lanes_[grant.charge.lane];
    struct Listener {
        Breaker &breaker;
        bool is_probe;
    };
    for (const Listener &listener :
        {Listener{breaker_, grant.is_venue_probe}, Listener{lane.breaker, grant.is_lane_probe}}) {
        Outcome outcome = Outcome::unknown;
        switch (event_kind) {
            case SLUICE_EVENT_ACKED:
            case SLUICE_EVENT_DONE:
                outcome = answer_ns > listener.breaker.slow_ns() ? Outcome::slow : Outcome::success;
                break;
            case SLUICE_EVENT_REJECTED:
                // A business reject says nothing of the venue's health, but a probe asked for no more than an answer.
                outcome = listener.is_probe ? Outcome::success : Outcome::unknown;
                break;
            case SLUICE_EVENT_FAILED:
            case SLUICE_EVENT_TIMED_OUT:
                outcome = Outcome::failure;
                break;
            default:
                break;  // LOST, RATE_REJECTED, BANNED
        }
        const uint64_t trips = listener.breaker.trips();
        listener.breaker.hear(outcome, listener.is_probe, now_ns);
        if (listener.breaker.trips() != trips) tripped(listener.breaker.last_trip());
    }
}

void Venue::hear_rate_reject(Lane &lane, const Charge &charge, const sluice_event &event, uint64_t now_ns) noexcept {
    limits_.saturate(charge, event.limit_id, now_ns);
    notice(kNoticeRateReject);
    if (event.retry_after_ns == 0) return;
    counters_.rate_reject_pauses.add();
    pause(lane, pause_end_ns(event.retry_after_ns, now_ns));
}

void Venue::hear_lane(Lane &lane, uint32_t lane_index, const sluice_event &event, uint64_t now_ns) noexcept {
    if (event.kind == SLUICE_EVENT_LANE_UP) {
        lane.is_up = true;
        look_again(now_ns);
        return;
    }
    if (event.kind == SLUICE_EVENT_LANE_DOWN) {
        const bool was_up = lane.is_up;
        lane.is_up = false;
        lose_answers_of(lane_index, now_ns);
        // After a lost session the first orders are probes: the venue may be back with half of its services.
        const uint64_t trips = lane.breaker.trips();
        if (was_up) lane.breaker.trip(SLUICE_TRIP_HOST, now_ns);
        if (lane.breaker.trips() != trips) tripped(SLUICE_TRIP_HOST);
        begin_sweep();
        return;
    }
    for (Breaker *breaker : {&breaker_, &lane.breaker}) {
        const uint64_t trips = breaker->trips();
        breaker->hear(Outcome::failure, false, now_ns);
        if (breaker->trips() != trips) tripped(breaker->last_trip());
    }
}

// The session is gone: what it had not answered will stay unanswered.
void Venue::lose_answers_of(uint32_t lane_index, uint64_t now_ns) noexcept {
    for (uint32_t index = grants_.oldest_unanswered(); index != kNone;) {
        const uint32_t next = grants_.grant(index).next;
        if (grants_.grant(index).charge.lane == lane_index) {
            counters_.count_outcome(SLUICE_EVENT_LOST);
            hear_outcome(index, SLUICE_EVENT_LOST, now_ns);
        }
        index = next;
    }
}

// The lane is closed, so nobody can report any more what became of its unwritten messages: they will count as written,
// and the silence after that is nobody's failure.
void Venue::expect_no_answers_of(uint32_t lane_index, uint64_t now_ns) noexcept {
    for (uint32_t index = grants_.oldest_unwritten(); index != kNone; index = grants_.grant(index).next) {
        Grant &grant = grants_.grant(index);
        if (grant.charge.lane != lane_index) continue;
        give_back_probes(grant, now_ns);
        grant.expects_answer = grant.is_venue_probe = grant.is_lane_probe = false;
    }
}

}  // namespace sluice
