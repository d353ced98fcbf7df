// next and finish: the venue's part of the release stage. Timers first, then drops (they only tell), then whose turn it
// is.
//
// A look at the queue goes through the classes from the most urgent. A limit of scope venue or firm that has no room
// for a class is closed for all that come after it in this look, so a less urgent request can never take what a more
// urgent one waits for; a limit of scope lane likewise inside its lane. Any narrower limit parks just the flow that it
// stops.

#include <algorithm>
#include <bit>

#include "venue/venue.hpp"

namespace sluice {

namespace {

constexpr int kTimersMax = 32;       // expiries and time-outs looked at before each release
constexpr uint32_t kSweepMax = 256;  // slots looked at before each release
constexpr uint32_t kFlowsMax = 32;   // flows of one class and lane that one look tries
constexpr uint64_t kLookAgainNs = 100'000;
constexpr uint64_t kFirmRetryNs = 1'000'000;
constexpr uint32_t kAgedShare = 4;  // every so many releases may go to a request that has waited too long

}  // namespace

bool Venue::next(uint64_t now_ns, Due &due) noexcept {
    LockGuard guard(lock_);
    if (guard.was_contended()) counters_.lock_contended.add();
    return next_locked(now_ns, due);
}

void Venue::finish(const Due &due, sluice_status answer) noexcept {
    LockGuard guard(lock_);
    finish_locked(due, answer);
}

bool Venue::finish_and_next(sluice_status answer, Due &due) noexcept {
    LockGuard guard(lock_);
    if (guard.was_contended()) counters_.lock_contended.add();
    finish_locked(due, answer);
    // Not the caller's time: the host may have taken its time over the callback, and reported later ones from within
    // it.
    return next_locked(clock_.last_ns(), due);
}

bool Venue::next_locked(uint64_t now_ns, Due &due) noexcept {
    now_ns = advance_clock(now_ns);
    run_timers(now_ns);
    if (is_sweeping_) sweep(now_ns);
    due = Due{};
    due.release.struct_size = sizeof(sluice_release);
    due.release.venue_id = id_;
    due.is_silent = config_.is_shadow;
    if (next_drop(now_ns, due) || next_send(now_ns, due)) return true;
    // Nothing is left to do now: until the host asks for the next time, everything new is earlier than what it knows.
    announced_due_ns_ = SLUICE_NEVER;
    return false;
}

bool Venue::next_drop(uint64_t now_ns, Due &due) noexcept {
    SmoothingQueue &queue = held_.queue();
    if (!queue.has_drops()) return false;
    const uint32_t index = queue.pop_drop();
    const Slot &slot = queue.slot(index);
    due.release.action = SLUICE_RELEASE_DROPPED;
    due.release.reason = slot.drop_reason;
    due.release.ticket = slot.ticket;
    due.release.order_id = slot.order_id;
    due.release.folded_ticket = slot.folded_ticket;
    due.release.other_ticket = slot.other_ticket;
    due.release.held_ns = now_ns - std::min(now_ns, slot.held_since_ns);
    due.lane = {slot.charge.lane, slot.lane_generation};
    counters_.count_release(slot.charge.request_class, slot.drop_reason);
    held_.forget(index);
    return true;
}

bool Venue::next_send(uint64_t now_ns, Due &due) noexcept {
    // Whatever is found to wait below announces its time again.
    release_due_ns_ = SLUICE_NEVER;
    if (held_.queue().held() == 0) {
        for (uint32_t request_class = 0; request_class < kClassCount; ++request_class)
            nobody_waits(request_class);
        return false;
    }
    held_.unpark_due(now_ns);
    uint32_t closed_limits = 0;
    for (uint32_t request_class = 0; request_class < kClassCount; ++request_class) {
        if (request_class == SLUICE_CLASS_HIGH && releases_since_aged_ >= kAgedShare && closed_limits == 0 &&
            next_aged(now_ns, due)) {
            releases_since_aged_ = 0;
            release_by(now_ns);
            return true;
        }
        if (!next_of_class(request_class, request_class, closed_limits, now_ns, due)) continue;
        if (request_class != SLUICE_CLASS_CRITICAL) ++releases_since_aged_;
        release_by(now_ns);
        return true;
    }
    return false;
}

// All limits that every queued request of a class and lane meets.
uint32_t Venue::kinds_limits(uint32_t request_class, uint32_t lane) const noexcept {
    uint32_t common = UINT32_MAX;
    for (uint32_t kinds = held_.queue().kinds(request_class, lane); kinds != 0; kinds &= kinds - 1)
        common &= limits_.limits_mask(static_cast<uint32_t>(std::countr_zero(kinds)));
    return common;
}

bool Venue::next_of_class(
    uint32_t request_class, uint32_t classes_ahead, uint32_t &closed_limits, uint64_t now_ns, Due &due) noexcept {
    SmoothingQueue &queue = held_.queue();
    const uint32_t lane_count = lanes_used_;
    if (queue.depth(request_class) == 0) {
        nobody_waits(request_class);
        return false;
    }
    for (uint32_t turn = 0; turn < lane_count; ++turn) {
        const uint32_t lane_index = next_lane_ + turn < lane_count ? next_lane_ + turn : next_lane_ + turn - lane_count;
        Lane &lane = lanes_[lane_index];
        lane.waiting_limits[request_class] = 0;
        if (queue.active_flows(request_class, lane_index) == 0) continue;
        if (lane.state == LaneState::open && !lane.is_up && request_class == SLUICE_CLASS_CRITICAL)
            continue;  // waits for LANE_UP
        if (lane.state == LaneState::open && lane.is_up && lane.paused_until_ns > now_ns) {
            release_by(lane.paused_until_ns);
            continue;
        }
        if (lane.state == LaneState::open && lane.is_waiting_for_probe()) continue;  // its end looks again
        // Limits of scope lane that a more urgent class of this lane waits for are closed here as well.
        uint32_t closed = closed_limits;
        for (uint32_t ahead = 0; ahead < classes_ahead; ++ahead)
            closed |= lane.waiting_limits[ahead];
        const uint32_t flows = queue.active_flows(request_class, lane_index);
        queue.begin_look();
        for (uint32_t tried = 0; tried < flows; ++tried) {
            if (tried == kFlowsMax) {
                release_by(now_ns + kLookAgainNs);  // the next look goes on where this one ends
                break;
            }
            const uint32_t candidate = queue.candidate(request_class, lane_index);
            if (candidate == kNone) break;
            uint32_t blocking = 0;
            const Try result = try_release(candidate, closed, now_ns, due, blocking);
            if (result == Try::sent || result == Try::dropped) {
                // Who is still here goes before who comes now, until a look finds that nobody waits.
                if (queue.active_flows(request_class, lane_index) != 0) {
                    waits_for(lane, request_class, kinds_limits(request_class, lane_index));
                }
                next_lane_ = lane_index + 1 < lane_count ? lane_index + 1 : 0;
                return true;
            }
            if (result == Try::parked) continue;
            if (result == Try::closed) {
                closed |= blocking;
                closed_limits |= blocking & limits_.broad_mask();
                waits_for(lane, request_class, blocking);
            }
            if ((closed & kinds_limits(request_class, lane_index)) != 0) {
                // No request of this class and lane can pass: none needs to be tried.
                waits_for(lane, request_class, closed & kinds_limits(request_class, lane_index));
                break;
            }
            queue.skip(candidate);
        }
    }
    return false;
}

Venue::Try Venue::try_release(
    uint32_t index, uint32_t closed_limits, uint64_t now_ns, Due &due, uint32_t &blocking_limit) noexcept {
    const Slot &slot = held_.queue().slot(index);
    Charge charge = slot.charge;
    if (limits_.has_ages()) charge.order_age_ns = held_.order_age_ns(slot.order_id, now_ns);
    bool is_probe = false;
    const uint32_t reason = drop_reason(slot, now_ns, is_probe);
    if (reason != SLUICE_REASON_NONE) {
        held_.drop(index, reason, 0);
        return next_drop(now_ns, due) ? Try::dropped : Try::held_back;
    }
    if ((limits_.limits_mask(charge.kind) & closed_limits) != 0) return Try::held_back;

    const uint32_t ahead_mask = (1u << charge.request_class) - 1;
    const Room room = limits_.take(charge, ahead_mask, now_ns);
    if (!room.is_free) {
        if (room.not_before_ns == SLUICE_NEVER) {
            held_.drop(index, SLUICE_REASON_OVER_LIMIT, 0);
            return next_drop(now_ns, due) ? Try::dropped : Try::held_back;
        }
        const uint32_t bit = 1u << room.limit_index;
        uint64_t until_ns = std::max(room.not_before_ns, now_ns + 1);
        // Another venue may give the firm's room back at any time, and cannot tell us.
        if (limits_.is_firm(room.limit_index)) until_ns = std::min(until_ns, now_ns + kFirmRetryNs);
        if (!room.is_behind && (bit & (limits_.broad_mask() | limits_.lane_mask())) != 0) {
            release_by(until_ns);
            blocking_limit = bit;
            return Try::closed;
        }
        // A more urgent request waits for this counter; when it has been served, this one is looked at again.
        if (room.is_behind) return Try::held_back;
        held_.park(index, until_ns, room.limit_index);
        return Try::parked;
    }

    Holding holding;
    holding.ticket = slot.ticket;
    holding.order_id = slot.order_id;
    holding.charge = charge;
    holding.flags = slot.flags;
    holding.order = slot.order;
    sluice_verdict verdict{};
    held_.begin_release(index);
    const Decision decision = grant_now(holding, is_probe, now_ns, verdict, true);
    if (decision.action != SLUICE_ACTION_SEND) {
        // No grant is left: it waits until one is settled, and the settling looks again.
        held_.requeue(index);
        blocking_limit = UINT32_MAX;
        return Try::closed;
    }
    fill_send(index, verdict.grant, now_ns, due);
    // Until the host has answered nobody knows whether it went: this is what is then confirmed or given back.
    if (verdict.grant == 0) held_.queue().slot(index).charge = charge;
    return Try::sent;
}

void Venue::fill_send(uint32_t index, uint64_t grant, uint64_t now_ns, Due &due) noexcept {
    const Slot &slot = held_.queue().slot(index);
    due.slot = index;
    due.release.action = SLUICE_RELEASE_SEND;
    due.release.ticket = slot.ticket;
    due.release.order_id = slot.order_id;
    due.release.folded_ticket = slot.folded_ticket;
    due.release.held_ns = now_ns - std::min(now_ns, slot.held_since_ns);
    due.lane = {slot.charge.lane, slot.lane_generation};
    due.release.grant = grant;
    if (grant != 0) grants_.grant(GrantTable::index_of(grant)).slot = index;
}

// Something of a class whose oldest request has waited longer than `ageing_ns`. Inside the class the turns stay as they
// are: otherwise an owner with a long backlog would get more than its part, and one request that cannot go would keep
// all others of its class from ageing.
bool Venue::next_aged(uint64_t now_ns, Due &due) noexcept {
    const SmoothingQueue &queue = held_.queue();
    uint32_t tried_classes = 0;
    while (true) {
        uint32_t aged = kNone;
        for (uint32_t request_class = SLUICE_CLASS_HIGH; request_class < kClassCount; ++request_class) {
            const uint32_t oldest = queue.oldest(request_class);
            if ((tried_classes >> request_class & 1) != 0 || oldest == kNone) continue;
            if (queue.slot(oldest).held_since_ns + config_.ageing_ns > now_ns) continue;
            if (aged == kNone || queue.slot(oldest).held_since_ns < queue.slot(queue.oldest(aged)).held_since_ns)
                aged = request_class;
        }
        if (aged == kNone) return false;
        tried_classes |= 1u << aged;
        uint32_t closed_limits = 0;
        if (next_of_class(aged, SLUICE_CLASS_HIGH, closed_limits, now_ns, due)) return true;
    }
}

void Venue::run_timers(uint64_t now_ns) noexcept {
    SmoothingQueue &queue = held_.queue();
    for (int count = 0; count < kTimersMax; ++count) {
        const uint32_t unwritten = grants_.oldest_unwritten();
        const uint32_t unanswered = grants_.oldest_unanswered();
        if (queue.has_deadlines() && queue.earliest_deadline_ns() < now_ns) {
            counters_.expired.add();
            held_.drop(queue.earliest_deadline(), SLUICE_REASON_EXPIRED, 0);
        } else if (unwritten != kNone && grants_.grant(unwritten).granted_ns + config_.grant_timeout_ns <= now_ns) {
            // Whether it left is unknown: it counts as if it did, from now, which is the latest that it can have been.
            counters_.grant_timeouts.add();
            notice(kNoticeGrantTimeout);
            settle_written(unwritten, now_ns);
            if (!grants_.grant(unwritten).expects_answer) expect_nothing(unwritten, now_ns);
        } else if (unanswered != kNone && grants_.grant(unanswered).written_ns + config_.answer_timeout_ns <= now_ns) {
            counters_.answer_timeouts.add();
            counters_.count_outcome(SLUICE_EVENT_TIMED_OUT);
            hear_outcome(unanswered, SLUICE_EVENT_TIMED_OUT, now_ns);
        } else {
            return;
        }
        // A drop may use up the poll's budget before the queue is looked at for what this made possible.
        look_again(now_ns);
    }
}

// Why a held request must be dropped now; NONE when it may stay. A cancel stays as long as its lane can come back.
uint32_t Venue::drop_reason(const Slot &slot, uint64_t now_ns, bool &is_probe) noexcept {
    is_probe = false;
    if (is_abandoning_) return SLUICE_REASON_STOPPING;
    Lane &lane = lanes_[slot.charge.lane];
    if (lane.state != LaneState::open || lane.generation != slot.lane_generation) return SLUICE_REASON_LANE_CLOSED;
    if (is_cancel_kind(slot.charge.kind)) return SLUICE_REASON_NONE;
    return refusal(lane, slot.charge.kind, slot.charge, slot.side, now_ns, is_probe);
}

// Drops what a kill switch, a lost session, an open breaker or the stop has made pointless, a few slots at a time.
void Venue::sweep(uint64_t now_ns) noexcept {
    SmoothingQueue &queue = held_.queue();
    if (queue.held() == 0) sweep_at_ = queue.capacity();
    const uint32_t end = std::min(sweep_at_ + kSweepMax, queue.capacity());
    for (; sweep_at_ < end; ++sweep_at_) {
        const Slot &slot = queue.slot(sweep_at_);
        if (slot.state != SlotState::queued && slot.state != SlotState::waiting_for_order) continue;
        bool is_probe = false;
        const uint32_t reason = drop_reason(slot, now_ns, is_probe);
        if (reason == SLUICE_REASON_NONE) continue;
        held_.drop(sweep_at_, reason, 0);
        look_again(now_ns);  // what stood behind it may go
    }
    if (sweep_at_ < queue.capacity()) return;
    is_sweeping_ = false;
    for (Lane &lane : lanes_) {
        if (lane.state == LaneState::closing) lane.state = LaneState::unused;
    }
}

void Venue::finish_locked(const Due &due, sluice_status answer) noexcept {
    const uint64_t now_ns = clock_.last_ns();
    if (due.slot == kNone) return;  // a drop was told: nothing is left of it
    SmoothingQueue &queue = held_.queue();
    const Slot &slot = queue.slot(due.slot);
    const uint32_t request_class = slot.charge.request_class;
    const uint32_t grant = due.release.grant == 0 ? kNone : grants_.find(due.release.grant);
    if (grant != kNone) grants_.grant(grant).slot = kNone;
    const bool is_unwritten = grant != kNone && grants_.grant(grant).state == GrantState::unwritten;
    const bool is_ungranted = due.release.grant == 0;

    // BUSY for a message whose write was reported would send it twice: the report is believed.
    if (answer == SLUICE_E_BUSY && !slot.was_written) {
        counters_.requeued.add();
        if (is_unwritten) {
            give_room_back(grants_.grant(grant).charge);
            give_back_probes(grants_.grant(grant), now_ns);
            end_lane_probe(grant, false);
            grants_.free(grant);
        }
        if (is_ungranted) give_room_back(slot.charge);
        Lane &lane = lanes_[slot.charge.lane];
        lane.paused_until_ns = std::max(lane.paused_until_ns, now_ns + config_.busy_retry_ns);
        lane.pause_reason = SLUICE_REASON_TRANSPORT;
        held_.requeue(due.slot);
        // The lane may have been closed, or a kill engaged, while the host had it: whoever looked then did not see it.
        if (slot.state == SlotState::queued || slot.state == SlotState::waiting_for_order) {
            bool is_probe = false;
            const uint32_t reason = drop_reason(slot, now_ns, is_probe);
            if (reason != SLUICE_REASON_NONE) held_.drop(due.slot, reason, 0);
        }
        look_again(now_ns);
        return;
    }
    const bool is_taken = answer == SLUICE_OK || answer == SLUICE_E_BUSY;
    counters_.count_release(request_class, is_taken ? SLUICE_REASON_NONE : SLUICE_REASON_TRANSPORT);
    counters_.wait[request_class].record(due.release.held_ns);
    if (is_ungranted && is_taken) {
        // The host has taken its time: it may have been written at any moment up to this one.
        settle_ungranted(slot.charge, slot.order_id, slot.order, advance_clock(shared_.clock.read()));
    } else if (is_ungranted) {
        give_room_back(slot.charge);
        if (slot.order_id != 0) held_.settle_unwritten(slot.order_id, slot.charge.kind, slot.order);
    } else if (due.is_silent) {
        // Shadow mode: the host sent it long ago.
        if (is_unwritten) {
            settle_written(grant, now_ns);
            expect_nothing(grant, now_ns);
        }
    } else if (!is_taken && is_unwritten) {
        disown(grant, now_ns);
    }
    held_.forget(due.slot);
    look_again(now_ns);
}

}  // namespace sluice
