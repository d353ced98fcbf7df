// What hostcheck says to a request, and what it hears of it afterwards.
#include <time.h>

#include "engine.hpp"
#include "reasons.hpp"

namespace sluice::hostcheck {

namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kLongHoldNs = 1'000 * kMs;
constexpr uint32_t kFlags = SLUICE_FLAG_REDUCES_RISK | SLUICE_FLAG_NO_ANSWER;
constexpr uint32_t kMessageCountMax = 1000;

std::string ticket_text(const sluice_request &request) {
    return "ticket " + std::to_string(request.ticket) + ", kind " + std::to_string(request.kind);
}

uint32_t class_of(const sluice_request &request) {
    if (is_cancel_kind(request.kind)) return SLUICE_CLASS_CRITICAL;
    if (request.kind == SLUICE_KIND_QUERY) return SLUICE_CLASS_LOW;
    if (request.kind == SLUICE_KIND_MAINTENANCE) return SLUICE_CLASS_IDLE;
    const bool reduces_risk = (request.flags & SLUICE_FLAG_REDUCES_RISK) != 0 && request.kind != SLUICE_KIND_QUOTE;
    return reduces_risk ? SLUICE_CLASS_HIGH : SLUICE_CLASS_NORMAL;
}

bool needs_order(uint32_t kind) {
    return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_CANCEL;
}

}  // namespace

// The first field that is wrong in itself, as the reason that a new order is refused with.
uint32_t Engine::judge_request(const sluice_request &request) {
    const struct {
        bool is_wrong;
        uint32_t reason;
        const char *breach;
    } rules[] = {
        {request.kind < SLUICE_KIND_NEW || request.kind > SLUICE_KIND_MAINTENANCE, SLUICE_REASON_BAD_KIND,
            "a request has a kind that is never submitted"},
        {request.ticket == 0, SLUICE_REASON_BAD_TICKET, "a request has no ticket"},
        {needs_order(request.kind) && request.order_id == 0, SLUICE_REASON_BAD_ORDER_ID,
            "a new order, amend or cancel names no order"},
        {request.side > SLUICE_SIDE_SELL, SLUICE_REASON_BAD_SIDE, "a request has a side that is none"},
        {(request.flags & ~kFlags) != 0, SLUICE_REASON_BAD_FLAGS, "a request has flags that are none"},
        {request.message_count > kMessageCountMax, SLUICE_REASON_BAD_COUNT, "a request counts too many messages"},
        {request.quantity_e8 < 0, SLUICE_REASON_BAD_QUANTITY, "a request has a negative quantity"},
    };
    if (held_.has_ticket(request.ticket))
        judge_.breach("a ticket was used again while it was held", ticket_text(request));
    for (const auto &rule : rules) {
        if (!rule.is_wrong) continue;
        judge_.breach(rule.breach, ticket_text(request));
        return rule.reason;
    }
    return SLUICE_REASON_NONE;
}

sluice_status Engine::submit(LaneSeen &lane, const sluice_request &request, uint64_t now_ns, sluice_verdict &verdict) {
    if (now_ns == 0) now_ns = clock();
    uint64_t due_ns = SLUICE_NEVER;
    bool waits = false;
    sluice_status status = SLUICE_OK;
    {
        const std::lock_guard guard(mutex_);
        if (is_stopped_) return SLUICE_E_STATE;
        ++submits_;
        verdict.request_class = class_of(request);
        const uint32_t fault = judge_request(request);
        if (fault != SLUICE_REASON_NONE && !is_cancel_kind(request.kind)) {
            verdict.reason = fault;
            return SLUICE_OK;
        }
        status = decide(lane, request, now_ns, verdict, due_ns);
        waits = verdict.action == SLUICE_ACTION_HELD && due_ns <= now_ns &&
                config_.script.is_enabled(Scenario::release_before_return);
        if (due_ns >= announced_ns_[lane.venue_id - 1]) due_ns = SLUICE_NEVER;
        if (due_ns != SLUICE_NEVER) announced_ns_[lane.venue_id - 1] = due_ns;
    }
    if (due_ns != SLUICE_NEVER) wake(lane.venue_id, due_ns);
    make_noise(lane.venue_id);
    if (waits) wait_for_release(request.ticket);
    return status;
}

// Gives another thread the time to poll the ticket out of the queue before the verdict is told.
void Engine::wait_for_release(uint64_t ticket) {
    for (int round = 0; round < 20; ++round) {
        {
            const std::lock_guard guard(mutex_);
            if (!held_.has_ticket(ticket)) return;
        }
        const timespec pause = {0, 100'000};
        nanosleep(&pause, nullptr);
    }
}

void Engine::hold(LaneSeen &lane, const sluice_request &request, uint64_t now_ns, uint64_t due_ns, uint32_t drop_reason,
    sluice_verdict &verdict) {
    held_.hold(
        {request, reinterpret_cast<sluice_lane *>(&lane), lane.venue_id, now_ns, due_ns, drop_reason, 0, 0, false});
    verdict.action = SLUICE_ACTION_HELD;
    verdict.reason = reason_of(kHolds, next_reason_++);
    if (config_.script.happens(Scenario::new_reasons)) verdict.reason = reason_of(kUnknown, next_reason_);
    verdict.not_before_ns = due_ns;
}

sluice_status Engine::send(LaneSeen &lane, const sluice_request &request, uint64_t now_ns, sluice_verdict &verdict) {
    verdict.action = SLUICE_ACTION_SEND;
    if (config_.script.happens(Scenario::no_grant)) {
        judge_.sent_without_grant();
        return SLUICE_OK;
    }
    verdict.grant = ++grants_;
    judge_.granted(verdict.grant, request, reinterpret_cast<sluice_lane *>(&lane), now_ns);
    return SLUICE_OK;
}

sluice_status Engine::decide(
    LaneSeen &lane, const sluice_request &request, uint64_t now_ns, sluice_verdict &verdict, uint64_t &due_ns) {
    Script &script = config_.script;
    const bool is_cancel = is_cancel_kind(request.kind);
    const auto refuse = [&verdict](uint32_t reason) {
        verdict.action = SLUICE_ACTION_REFUSED;
        verdict.reason = reason;
        return sluice_status{SLUICE_OK};
    };
    if (!is_cancel && !lane.is_up) {
        judge_.notice("requests on a lane that is not up");
        return refuse(SLUICE_REASON_LANE_DOWN);
    }
    if (opens_risk(request.kind) && is_stopping_) return refuse(SLUICE_REASON_STOPPING);
    if (opens_risk(request.kind) && is_killed(request, lane.venue_id)) return refuse(SLUICE_REASON_KILLED);
    if (script.happens(Scenario::faults)) {
        refuse(SLUICE_REASON_FAULT);
        if (!is_cancel) return SLUICE_E_INTERNAL;
        verdict.action = SLUICE_ACTION_SEND;
        judge_.sent_without_grant();
        return SLUICE_E_INTERNAL;
    }
    if (script.happens(Scenario::refuse)) {
        if (!is_cancel) return refuse(reason_of(kRefusals, next_reason_++));
        if (script.pick(4) == 0) return refuse(SLUICE_REASON_OVER_LIMIT);
    }
    if (!is_cancel && script.happens(Scenario::new_reasons)) return refuse(reason_of(kUnknown, next_reason_++));
    if (held_.meet(request, lane.venue_id, now_ns, verdict)) {
        due_ns = now_ns;
        return SLUICE_OK;
    }
    if (!lane.is_up) {
        hold(lane, request, now_ns, now_ns, 0, verdict);
        verdict.reason = SLUICE_REASON_LANE_DOWN;
        verdict.not_before_ns = SLUICE_NEVER;
        return SLUICE_OK;
    }
    const bool is_dropped = !is_cancel && script.happens(Scenario::drop);
    const bool is_long = script.happens(Scenario::long_hold);
    const bool is_at_once = script.happens(Scenario::release_before_return);
    if (!is_dropped && !is_long && !is_at_once && !script.happens(Scenario::hold))
        return send(lane, request, now_ns, verdict);
    due_ns = now_ns + (is_at_once ? 0 : is_long ? kLongHoldNs : kMs + script.pick(20 * kMs));
    uint32_t reason = is_dropped ? reason_of(kDrops, next_reason_++) : 0;
    if (is_dropped && script.happens(Scenario::new_reasons)) reason = reason_of(kUnknown, next_reason_);
    hold(lane, request, now_ns, due_ns, reason, verdict);
    return SLUICE_OK;
}

sluice_status Engine::report(LaneSeen &lane, const sluice_event &event, uint64_t now_ns) {
    if (now_ns == 0) now_ns = clock();
    uint64_t due_ns = SLUICE_NEVER;
    {
        const std::lock_guard guard(mutex_);
        if (is_stopped_) return SLUICE_E_STATE;
        auto *handle = reinterpret_cast<sluice_lane *>(&lane);
        if (event.kind == SLUICE_EVENT_LANE_UP || event.kind == SLUICE_EVENT_LANE_DOWN) {
            lane.is_up = event.kind == SLUICE_EVENT_LANE_UP;
            held_.drop_if(SLUICE_REASON_LANE_DOWN, now_ns, [&](const HeldRequest &held) {
                return !lane.is_up && held.lane == handle && !is_cancel_kind(held.request.kind);
            });
            due_ns = now_ns;
        }
        judge_.reported(event, handle, now_ns);
    }
    if (due_ns != SLUICE_NEVER) wake(lane.venue_id, due_ns);
    make_noise(lane.venue_id);
    return SLUICE_OK;
}

}  // namespace sluice::hostcheck
