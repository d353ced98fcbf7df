#include "player.hpp"

#include <algorithm>

namespace property {

namespace {

constexpr uint64_t kSteps[] = {0, 1, 100'000, kMs, 3 * kMs, 10 * kMs, 20 * kMs, 20 * kMs + 1, 250 * kMs, 3'000 * kMs};

void submit_new(Gateway &gateway, uint32_t id, const Command &command) {
    VenueSeen &seen = gateway.venue(id);
    sluice_request request = gateway.make_request(id, SLUICE_KIND_NEW, command.a);
    request.order_id = seen.next_order++;
    if (command.b % 5 == 0) request.flags = SLUICE_FLAG_REDUCES_RISK;
    if (command.b % 7 == 0) request.flags |= SLUICE_FLAG_NO_ANSWER;
    if (command.b % 4 == 1) request.deadline_ns = gateway.clock_ns() + (1 + command.b) * kMs;
    if (command.b % 11 == 3) request.message_count = 2;
    const uint32_t lane = command.c % kLanes;
    const sluice_verdict verdict = gateway.submit(id, lane, request);
    if (verdict.action != SLUICE_ACTION_REFUSED) seen.orders.push_back({request.order_id, request, lane});
}

// An earlier order, the newest ones most often; or one that nobody has heard of.
OrderSeen pick_order(Gateway &gateway, uint32_t id, uint32_t pick) {
    const std::vector<OrderSeen> &orders = gateway.venue(id).orders;
    if (orders.empty() || pick % 13 == 12) {
        OrderSeen unknown;
        unknown.order_id = 1'000'000 + pick;
        unknown.request = gateway.make_request(id, SLUICE_KIND_NEW, pick);
        return unknown;
    }
    const std::size_t back = pick % std::min<std::size_t>(orders.size(), 6);
    return orders[orders.size() - 1 - back];
}

void submit_of_order(Gateway &gateway, uint32_t id, const Command &command, uint32_t kind) {
    const OrderSeen order = pick_order(gateway, id, command.a);
    sluice_request request = gateway.make_request(id, kind, 0);
    request.order_id = order.order_id;
    request.owner_id = order.request.owner_id;
    request.instrument_id = order.request.instrument_id;
    request.account_id = order.request.account_id;
    request.side = order.request.side;
    if (kind == SLUICE_KIND_REPLACE && command.b % 4 == 1)
        request.deadline_ns = gateway.clock_ns() + (1 + command.b) * kMs;
    if (kind == SLUICE_KIND_REPLACE && command.b % 5 == 2) request.flags = SLUICE_FLAG_REDUCES_RISK;
    // Cancels have no business with owners that nobody knows, but must not fail for them.
    if (kind == SLUICE_KIND_CANCEL && command.b % 9 == 4) request.owner_id = 4000;
    if (kind == SLUICE_KIND_CANCEL && command.b % 9 == 5) request.deadline_ns = 1;
    if (kind == SLUICE_KIND_CANCEL && command.b % 9 == 6) request.message_count = 5000;
    gateway.submit(id, command.c % 5 == 0 ? command.b % kLanes : order.lane, request);
}

void submit_other(Gateway &gateway, uint32_t id, const Command &command) {
    static constexpr uint32_t kKinds[] = {
        SLUICE_KIND_MASS_CANCEL, SLUICE_KIND_QUOTE, SLUICE_KIND_QUERY, SLUICE_KIND_MAINTENANCE};
    sluice_request request = gateway.make_request(id, kKinds[command.b % 4], command.a);
    if (command.a % 6 == 5 && request.kind != SLUICE_KIND_MASS_CANCEL)
        request.deadline_ns = gateway.clock_ns() + 5 * kMs;
    gateway.submit(id, command.c % kLanes, request);
}

void report_write(Gateway &gateway, uint32_t id, const Command &command) {
    VenueSeen &seen = gateway.venue(id);
    if (seen.outstanding.empty()) return;
    const std::size_t pick = command.a % seen.outstanding.size();
    Outstanding out = seen.outstanding[pick];
    sluice_event event = SLUICE_EVENT_INIT;
    event.grant = out.grant;
    event.kind = SLUICE_EVENT_WRITTEN;
    // Past its time-out the write must have been long ago: the contract takes it as written by then.
    const uint64_t latest_ns = std::min(
        gateway.clock_ns(), out.granted_ns + (gateway.history().setup.venues[id - 1].grant_timeout_ms - 1) * kMs);
    uint64_t written_ns = std::max(out.granted_ns, latest_ns);
    if (command.b % 3 == 1) written_ns = out.granted_ns;
    if (command.b % 3 == 2) written_ns = out.granted_ns + (written_ns - out.granted_ns) / 2;
    event.time_ns = written_ns;
    if (command.b % 8 == 7 && !out.is_written) {
        event.kind = SLUICE_EVENT_NOT_WRITTEN;
        event.time_ns = 0;
        seen.outstanding.erase(seen.outstanding.begin() + static_cast<std::ptrdiff_t>(pick));
    } else {
        seen.outstanding[pick].is_written = true;
    }
    gateway.report(id, out.lane, event, written_ns);
}

void report_answer(Gateway &gateway, uint32_t id, const Command &command) {
    VenueSeen &seen = gateway.venue(id);
    if (seen.outstanding.empty()) return;
    const std::size_t pick = command.a % seen.outstanding.size();
    const Outstanding out = seen.outstanding[pick];
    static constexpr uint32_t kAnswers[] = {SLUICE_EVENT_ACKED, SLUICE_EVENT_ACKED, SLUICE_EVENT_ACKED,
        SLUICE_EVENT_REJECTED, SLUICE_EVENT_RATE_REJECTED, SLUICE_EVENT_FAILED, SLUICE_EVENT_TIMED_OUT,
        SLUICE_EVENT_LOST, SLUICE_EVENT_DONE};
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kAnswers[command.b % 9];
    event.grant = out.grant;
    event.order_id = out.order_id;
    if (event.kind == SLUICE_EVENT_RATE_REJECTED && command.c % 2 == 0) event.retry_after_ns = 15 * kMs;
    seen.outstanding.erase(seen.outstanding.begin() + static_cast<std::ptrdiff_t>(pick));
    gateway.report(id, out.lane, event, gateway.clock_ns());
}

void report_garbage(Gateway &gateway, uint32_t id, const Command &command) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = 1 + command.a % 9;
    event.grant = (uint64_t{command.b} << 32) | (command.c % 70);
    event.order_id = command.c % 20 + 2'000'000;
    // A real grant of that shape must not be named by accident.
    if (command.b < 100'000) event.grant |= uint64_t{900'000} << 32;
    gateway.report(id, command.c % kLanes, event);
}

void report_ungated(Gateway &gateway, uint32_t id, const Command &command) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_UNGATED;
    event.message_kind = 1 + command.a % 8;
    event.message_count = command.b % 3;
    event.account_id = command.c % 3;
    event.owner_id = command.c % 4;
    event.instrument_id = command.c % 4;
    gateway.report(id, command.c % kLanes, event);
}

sluice_kill_scope scope_of(const Gateway &, uint32_t id, const Command &command) {
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    if (command.a % 4 != 0) scope.venue_id = id;
    if (command.a % 8 == 7) return scope;
    if (command.b % 4 == 1) scope.account_id = 1 + command.c % kAccounts;
    if (command.b % 4 == 2) scope.instrument_id = 1 + command.c % kInstruments;
    if (command.b % 4 == 3) scope.owner_id = 1 + command.c % kOwners;
    if (command.b % 5 == 4) scope.side = 1 + command.c % 2;
    return scope;
}

void reload(Gateway &gateway, uint32_t id, const Command &command) {
    const EngineSetup &setup = gateway.history().setup;
    const bool is_firm = command.b % 6 == 0 && !setup.firm.empty();
    const std::vector<LimitSetup> &limits = is_firm ? setup.firm : setup.venues[id - 1].limits;
    if (limits.empty()) return;
    const uint32_t index = command.a % limits.size();
    const LimitSetup &limit = limits[index];
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    // Never below what the dearest message needs: the config check refuses that.
    numbers.limit = limit.limit + command.c % 5;
    numbers.margin = limit.margin;
    numbers.cancel_reserve = limit.reserve;
    numbers.hard_limit = limit.hard_limit == 0 ? 0 : limit.hard_limit + 5;
    numbers.hard_margin = limit.hard_margin;
    gateway.reload(is_firm ? 0 : id, index, numbers);
}

}  // namespace

void play(Gateway &gateway, const Command &command) {
    const uint32_t id = 1 + command.venue % gateway.venue_count();
    const uint32_t lane = command.a % kLanes;
    switch (command.op) {
        case Op::submit_new:
            return submit_new(gateway, id, command);
        case Op::submit_replace:
            return submit_of_order(gateway, id, command, SLUICE_KIND_REPLACE);
        case Op::submit_cancel:
            return submit_of_order(gateway, id, command, SLUICE_KIND_CANCEL);
        case Op::submit_other:
            return submit_other(gateway, id, command);
        case Op::report_write:
            return report_write(gateway, id, command);
        case Op::report_answer:
            return report_answer(gateway, id, command);
        case Op::report_garbage:
            return report_garbage(gateway, id, command);
        case Op::report_ungated:
            return report_ungated(gateway, id, command);
        case Op::poll:
            if (!gateway.is_driven())
                gateway.poll(command.b % 7 == 6 ? 0 : id, 1 + static_cast<int32_t>(command.a % 9));
            return;
        case Op::advance:
            return gateway.advance(kSteps[command.a % std::size(kSteps)]);
        case Op::skew:
            return gateway.skew_next(command.a % 4);
        case Op::mood:
            return gateway.set_mood(id, static_cast<Mood>(command.a % kMoods));
        case Op::kill:
            return gateway.engage(scope_of(gateway, id, command));
        case Op::clear:
            return gateway.clear(scope_of(gateway, id, command));
        case Op::breaker:
            return gateway.breaker(id, command.b % 3 == 0 ? kWholeVenue : lane, command.c % 3);
        case Op::lane_event:
            return gateway.lane_event(id, lane,
                command.b % 4 == 0   ? SLUICE_EVENT_LANE_DOWN
                : command.b % 4 == 1 ? SLUICE_EVENT_TRANSPORT_ERROR
                                     : SLUICE_EVENT_LANE_UP);
        case Op::lane_cycle:
            gateway.close_lane(id, lane);
            if (!gateway.is_driven()) gateway.poll(id, 100);
            gateway.open_lane(id, lane);
            return;
        case Op::reload:
            return reload(gateway, id, command);
    }
}

void play(Gateway &gateway, const std::vector<Command> &commands) {
    for (const Command &command : commands) {
        if (!gateway.fault().empty()) return;
        play(gateway, command);
    }
}

}  // namespace property
