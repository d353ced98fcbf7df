// What each call says in each state of an engine's life.
#include <cinttypes>

#include "validate/host.hpp"

namespace sluice::validate {

namespace {

void destroy_before_stop(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const auto expect_state = [&](const char *when) {
        const sluice_status status = host.api.engine_destroy(host.engine, nullptr);
        if (!judge.expect(status == SLUICE_E_STATE, "engine_destroy %s gave status %d instead of STATE", when, status))
            judge.give_up("the engine is gone");
    };
    expect_state("of a running engine");
    host.offer(lane, new_order(1));
    host.submit(lane, cancel_of(9, 2));
    judge.expect(host.stop(SLUICE_STOP_DRAIN) == SLUICE_E_BUSY, "engine_stop with a held cancel is not BUSY");
    expect_state("while the stop is BUSY");
    judge.expect(host.stop_completely(SLUICE_STOP_DRAIN), "the engine did not stop");
    judge.expect(host.stop(SLUICE_STOP_DRAIN) == SLUICE_OK, "engine_stop of a stopped engine is not OK");
}

void stop_waits_for_writes(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict verdict = host.submit(lane, new_order(1));
    judge.expect(verdict.action == SLUICE_ACTION_SEND && verdict.grant != 0, "an order without limits is not sent");
    judge.expect(host.stop(SLUICE_STOP_ABANDON) == SLUICE_E_BUSY,
        "engine_stop is OK although it is not known whether a message was written");
    host.report(lane, SLUICE_EVENT_WRITTEN, verdict.grant);
    judge.expect(host.stop(SLUICE_STOP_ABANDON) == SLUICE_OK, "engine_stop is not OK with nothing held or unwritten");
}

void drain(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.submit(lane, amend_of(1, 3));
    host.submit(lane, request_of(SLUICE_KIND_QUERY, 4));
    host.submit(lane, cancel_of(9, 5));
    judge.expect(host.stop(SLUICE_STOP_DRAIN) == SLUICE_E_BUSY, "engine_stop is not BUSY with held requests");
    for (const uint32_t kind : {SLUICE_KIND_NEW, SLUICE_KIND_REPLACE, SLUICE_KIND_QUOTE}) {
        const sluice_verdict verdict = host.submit(lane, request_of(kind, 10 + kind, 100 + kind));
        judge.expect(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_STOPPING,
            "kind %u during the stop: action %u, reason %u", kind, verdict.action, verdict.reason);
    }
    judge.expect(host.stop_completely(SLUICE_STOP_DRAIN), "the drain did not end");
    for (const uint64_t ticket : {2u, 3u}) {
        const sluice_release *release = host.release_of(ticket);
        judge.expect(release != nullptr && release->action == SLUICE_RELEASE_DROPPED &&
                         release->reason == SLUICE_REASON_STOPPING,
            "ticket %" PRIu64 " was not dropped by the drain with reason STOPPING", ticket);
    }
    for (const uint64_t ticket : {4u, 5u}) {
        const sluice_release *release = host.release_of(ticket);
        judge.expect(release != nullptr && release->action == SLUICE_RELEASE_SEND,
            "the drain did not send ticket %" PRIu64 ", a cancel or query", ticket);
    }
}

void abandon(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.open_lane();  // down: cancels wait for ever
    host.submit(lane, cancel_of(1, 1));
    host.submit(lane, cancel_of(2, 2));
    judge.expect(host.stop(SLUICE_STOP_DRAIN) == SLUICE_E_BUSY, "engine_stop is not BUSY with held cancels");
    host.poll();
    judge.expect(host.releases.empty(), "a drain dropped cancels");
    judge.expect(host.stop(SLUICE_STOP_ABANDON) == SLUICE_E_BUSY, "engine_stop is not BUSY before the drops were told");
    host.poll();
    judge.expect(host.tickets_released(SLUICE_RELEASE_DROPPED).size() == 2, "an abandoned cancel was not dropped");
    judge.expect(host.stop(SLUICE_STOP_ABANDON) == SLUICE_OK, "engine_stop is not OK with nothing held");
}

void after_stop(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(5, 1000)));
    sluice_lane *lane = host.lane_up();
    host.stop_completely(SLUICE_STOP_DRAIN);
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    sluice_request request = new_order(1);
    judge.expect(host.api.submit(lane, &request, host.now(), &verdict) == SLUICE_E_STATE, "submit is not STATE");
    judge.expect(verdict.action == SLUICE_ACTION_REFUSED, "a new order to a stopped engine: action %u", verdict.action);
    request = cancel_of(1, 2);
    judge.expect(host.api.submit(lane, &request, host.now(), &verdict) == SLUICE_E_STATE, "submit is not STATE");
    judge.expect(verdict.action == SLUICE_ACTION_SEND, "a cancel to a stopped engine: action %u", verdict.action);
    judge.expect(
        host.report(lane, SLUICE_EVENT_LANE_DOWN) == SLUICE_E_STATE, "report to a stopped engine is not STATE");
    judge.expect(host.poll() == SLUICE_E_STATE, "poll of a stopped engine is not STATE");
    judge.expect(host.next_due() == SLUICE_NEVER, "something is due in a stopped engine");
    sluice_lane *another = nullptr;
    judge.expect(host.api.lane_open(host.engine, 1, "b", 1, &another, nullptr) == SLUICE_E_STATE,
        "lane_open in a stopped engine is not STATE");
    const std::size_t wakes = host.wakes.size();
    host.destroy();
    // The host watches from here on: nothing may call it any more.
    host.advance(100 * kSecondNs);
    judge.expect(host.poll() < 0 && host.report(lane, SLUICE_EVENT_LANE_UP) < 0, "a destroyed engine takes calls");
    usleep(50'000);
    judge.expect(host.wakes.size() == wakes, "a callback ran after engine_destroy");
}

void closing_a_lane(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    sluice_lane *other = host.lane_up("SIM", "other");
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2));
    host.submit(lane, cancel_of(9, 3));
    host.submit(other, new_order(4));
    judge.expect(host.api.lane_close(lane, nullptr) == SLUICE_OK, "lane_close failed");
    judge.expect(host.api.lane_close(lane, nullptr) < 0, "a lane can be closed twice");
    host.poll();
    for (const uint64_t ticket : {2u, 3u}) {
        const sluice_release *release = host.release_of(ticket);
        judge.expect(release != nullptr && release->reason == SLUICE_REASON_LANE_CLOSED,
            "ticket %" PRIu64 " of a closed lane was not dropped with reason LANE_CLOSED", ticket);
    }
    judge.expect(host.release_of(4) == nullptr, "closing a lane released a ticket of another lane");
    host.run_until(host.now() + 3 * kSecondNs);
    judge.expect(host.release_of(4) != nullptr, "a ticket of another lane was lost");
}

void lane_states(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.open_lane();
    sluice_verdict verdict = host.submit(lane, new_order(1));
    judge.expect(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_LANE_DOWN,
        "a new order on a lane that is not up: action %u, reason %u", verdict.action, verdict.reason);
    verdict = host.submit(lane, cancel_of(9, 2));
    judge.expect(verdict.action == SLUICE_ACTION_HELD, "a cancel on a lane that is not up: action %u", verdict.action);
    host.run_until(host.now() + 5 * kSecondNs);
    judge.expect(host.release_of(2) == nullptr, "a cancel was released on a lane that is not up");
    host.report(lane, SLUICE_EVENT_LANE_UP);
    host.poll();
    judge.expect(host.release_of(2) != nullptr && host.release_of(2)->action == SLUICE_RELEASE_SEND,
        "a held cancel does not go when its lane comes up");
    host.run_until(host.now() + 5 * kSecondNs);
    host.offer(lane, new_order(3));
    host.submit(lane, new_order(4));
    host.submit(lane, cancel_of(3, 5));
    host.report(lane, SLUICE_EVENT_LANE_DOWN);
    host.poll();
    judge.expect(host.release_of(4) != nullptr && host.release_of(4)->reason == SLUICE_REASON_LANE_DOWN,
        "a held order stays although its lane is down");
    judge.expect(host.release_of(5) == nullptr, "a held cancel does not survive LANE_DOWN");
    host.report(lane, SLUICE_EVENT_LANE_UP);
    host.run_until(host.now() + 5 * kSecondNs);
    judge.expect(host.release_of(5) != nullptr && host.release_of(5)->action == SLUICE_RELEASE_SEND,
        "a cancel that was held over LANE_DOWN never goes");
}

}  // namespace

void add_lifecycle_cases(CaseList &list) {
    list.push_back({"life.destroy_before_stop", "engine_destroy needs a stopped engine", destroy_before_stop});
    list.push_back(
        {"life.stop_waits_for_writes", "engine_stop waits for writes that are unknown", stop_waits_for_writes});
    list.push_back({"life.drain", "a drain sends cancels and queries and drops the rest", drain});
    list.push_back({"life.abandon", "abandoning drops everything, cancels too", abandon});
    list.push_back({"life.after_stop", "a stopped engine refuses, and is silent once destroyed", after_stop});
    list.push_back({"life.closing_a_lane", "closing a lane drops what it holds and nothing else", closing_a_lane});
    list.push_back({"life.lane_states", "a lane that is down keeps cancels only", lane_states});
}

}  // namespace sluice::validate
