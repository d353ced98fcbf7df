// Changing a limit while traffic flows, and kill switches and breakers as an operator uses them.
#include "validate/host.hpp"

namespace sluice::validate {

namespace {

sluice_status reload(Host &host, uint64_t limit, sluice_error *error = nullptr, uint64_t margin = 0) {
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    numbers.limit = limit;
    numbers.margin = margin;
    return host.limits().reload(host.engine, host.limit_id("SIM", "messages"), &numbers, error);
}

void of_a_limit(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    for (uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, new_order(ticket));
    judge.expect(reload(host, 4) == SLUICE_OK, "a reload failed");
    host.poll();
    judge.expect(
        host.tickets_released(SLUICE_RELEASE_SEND).size() == 2, "held orders do not use the room of a raised limit");
    judge.expect(reload(host, 1) == SLUICE_OK, "a reload failed");
    host.run_until(host.now() + kSecondNs + 1);
    judge.expect(host.tickets_released(SLUICE_RELEASE_SEND).size() == 3, "a lowered limit does not hold");
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    host.limits().numbers(host.engine, host.limit_id("SIM", "messages"), &numbers);
    judge.expect(numbers.limit == 1, "numbers() does not tell the limit that is in force");
}

void refused(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    sluice_error error = SLUICE_ERROR_INIT;
    judge.expect(reload(host, 0, &error) == SLUICE_E_ARGUMENT, "a limit of 0 is not refused");
    judge.expect(
        std::string(error.message).find("limit") != std::string::npos, "the field is not named: '%s'", error.message);
    judge.expect(reload(host, 5, &error, 5) == SLUICE_E_ARGUMENT, "a margin as large as the limit is not refused");
    judge.expect(
        std::string(error.message).find("margin") != std::string::npos, "the field is not named: '%s'", error.message);
    uint32_t sent = 0;
    for (uint64_t ticket = 1; ticket <= 5; ++ticket)
        sent += host.offer(lane, new_order(ticket)).action == SLUICE_ACTION_SEND;
    judge.expect(sent == 2, "a refused reload changed the limit: %u messages passed", sent);
}

void kill_latched(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    scope.owner_id = host.id(SLUICE_NAME_OWNER, "desk");
    const uint32_t other = host.id(SLUICE_NAME_OWNER, "other");
    const auto order = [](uint64_t ticket, uint32_t owner) {
        sluice_request request = new_order(ticket);
        request.owner_id = owner;
        return request;
    };
    host.offer(lane, order(1, other));
    host.submit(lane, order(2, scope.owner_id));
    host.submit(lane, order(3, other));
    judge.expect(host.kill().engage(host.engine, &scope, nullptr) == SLUICE_OK, "kill.engage failed");
    judge.expect(host.kill().engage(host.engine, &scope, nullptr) == SLUICE_OK, "engaging twice is not one");
    judge.expect(host.submit(lane, order(4, scope.owner_id)).reason == SLUICE_REASON_KILLED, "a killed owner passes");
    host.report(lane, SLUICE_EVENT_LANE_DOWN);
    host.report(lane, SLUICE_EVENT_LANE_UP);
    host.run_until(host.now() + 100 * kSecondNs);
    judge.expect(host.release_of(2) != nullptr && host.release_of(2)->reason != SLUICE_REASON_NONE,
        "a held order of a killed owner went out");
    judge.expect(
        host.submit(lane, order(5, scope.owner_id)).reason == SLUICE_REASON_KILLED, "a kill switch ended by itself");
    sluice_kill_state state = SLUICE_KILL_STATE_INIT;
    host.kill().state(host.engine, &scope, &state);
    judge.expect(state.is_engaged == 1 && state.engaged_scopes == 1, "kill.state: engaged %u, scopes %u",
        state.is_engaged, state.engaged_scopes);
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    judge.expect(host.kill().clear(host.engine, &all, nullptr) == SLUICE_E_UNKNOWN, "a wider scope clears a narrower");
    judge.expect(host.kill().clear(host.engine, &scope, nullptr) == SLUICE_OK, "kill.clear failed");
    judge.expect(host.submit(lane, order(6, scope.owner_id)).reason != SLUICE_REASON_KILLED, "a cleared scope kills");
}

// Longer than what a plugin may look through at a time, and the first part of it is empty already.
void kill_of_a_long_queue(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(500, 1000)));
    sluice_lane *lane = host.lane_up();
    for (uint64_t ticket = 1; ticket <= 1'100; ++ticket)
        host.offer(lane, new_order(ticket));
    host.run_until(host.now() + kSecondNs + 1);
    const std::size_t sent = host.tickets_released(SLUICE_RELEASE_SEND).size();
    judge.expect(sent == 500, "of a limit of 500, %zu were released", sent);
    host.advance(2 * kSecondNs);
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    host.kill().engage(host.engine, &all, nullptr);
    for (int round = 0; round < 200; ++round)
        host.poll(SLUICE_VENUE_ALL, 1);
    judge.expect(host.tickets_released(SLUICE_RELEASE_SEND).size() == sent,
        "after kill.engage had returned, held orders were released to be sent");
    judge.expect(host.tickets_released(SLUICE_RELEASE_DROPPED).size() == 100, "not all that was held was dropped");
}

void breaker_heals(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(R"("breaker": {"consecutive_failures": 3, "isolation_ms": 100, "probes": 2,
        "probe_timeout_ms": 300},
        "lane_breaker": {"enabled": false})"));
    sluice_lane *lane = host.lane_up();
    uint64_t ticket = 0;
    const auto exchange = [&](uint32_t outcome) {
        const sluice_verdict verdict = host.offer(lane, new_order(++ticket));
        if (verdict.action == SLUICE_ACTION_SEND) host.report(lane, outcome, verdict.grant);
        return verdict;
    };
    const auto state = [&] {
        sluice_breaker_state found = SLUICE_BREAKER_STATE_INIT;
        host.breaker().state(host.engine, 1, nullptr, &found);
        return found.state;
    };
    exchange(SLUICE_EVENT_ACKED);
    for (int failure = 0; failure < 3; ++failure)
        exchange(SLUICE_EVENT_FAILED);
    judge.expect(state() == SLUICE_BREAKER_OPEN, "three failures leave the breaker in state %u", state());
    judge.expect(exchange(SLUICE_EVENT_ACKED).reason == SLUICE_REASON_BREAKER_OPEN, "an open breaker lets orders pass");
    host.advance(101 * kMs);
    host.poll();
    judge.expect(exchange(SLUICE_EVENT_ACKED).action == SLUICE_ACTION_SEND, "no probe passes after the isolation");
    judge.expect(exchange(SLUICE_EVENT_ACKED).action == SLUICE_ACTION_SEND, "no second probe passes");
    judge.expect(state() == SLUICE_BREAKER_CLOSED, "two probes that succeed leave the breaker in state %u", state());
    // Probes of which nothing is heard are given back at their deadline.
    host.breaker().trip(host.engine, 1, nullptr, nullptr);
    host.advance(201 * kMs);
    for (int probe = 0; probe < 2; ++probe)
        host.offer(lane, new_order(++ticket));
    judge.expect(exchange(SLUICE_EVENT_ACKED).reason == SLUICE_REASON_BREAKER_PROBING, "a third probe of two passes");
    host.advance(301 * kMs);
    judge.expect(
        exchange(SLUICE_EVENT_ACKED).action == SLUICE_ACTION_SEND, "probes without an outcome are out for ever");
    host.breaker().reset(host.engine, 1, nullptr, nullptr);
    host.breaker().force_open(host.engine, 1, nullptr, nullptr);
    host.advance(1'000 * kSecondNs);
    judge.expect(
        exchange(SLUICE_EVENT_ACKED).reason == SLUICE_REASON_BREAKER_FORCED, "a forced breaker closed by itself");
    host.breaker().reset(host.engine, 1, nullptr, nullptr);
    judge.expect(exchange(SLUICE_EVENT_ACKED).action == SLUICE_ACTION_SEND, "a reset breaker stops orders");
}

}  // namespace

void add_reload_cases(CaseList &list) {
    list.push_back({"control.reload", "a limit can be changed while traffic flows", of_a_limit});
    list.push_back({"control.reload_refused", "impossible numbers are refused and change nothing", refused});
    list.push_back({"control.kill_latched", "a kill switch covers its scope until it is cleared", kill_latched});
    list.push_back(
        {"control.kill_of_a_long_queue", "after kill.engage nothing held is released", kill_of_a_long_queue});
    list.push_back({"control.breaker_heals", "a breaker trips, probes, closes; a forced one stays", breaker_heals});
}

}  // namespace sluice::validate
