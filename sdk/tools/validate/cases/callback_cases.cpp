// Calls from inside callbacks: [control] ones are refused with STATE, [any] ones work.
#include "validate/host.hpp"

namespace sluice::validate {

namespace {

void expect_control_refused(Host &host, sluice_lane *lane, const char *where) {
    sluice_lane *another = nullptr;
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    numbers.limit = 5;
    const struct {
        const char *name;
        sluice_status status;
    } calls[] = {{"engine_stop(DRAIN)", host.stop(SLUICE_STOP_DRAIN)},
        {"engine_stop(ABANDON)", host.stop(SLUICE_STOP_ABANDON)},
        {"engine_destroy", host.api.engine_destroy(host.engine, nullptr)},
        {"lane_open", host.api.lane_open(host.engine, 1, "another", 7, &another, nullptr)},
        {"lane_close", host.api.lane_close(lane, nullptr)},
        {"kill.clear", host.kill().clear(host.engine, &all, nullptr)},
        {"breaker.reset", host.breaker().reset(host.engine, 1, nullptr, nullptr)},
        {"breaker.disable", host.breaker().disable(host.engine, 1, nullptr, nullptr)},
        {"limits.reload", host.limits().reload(host.engine, 1, &numbers, nullptr)}};
    for (const auto &call : calls)
        host.judge.expect(call.status == SLUICE_E_STATE, "%s inside %s gave status %d instead of STATE", call.name,
            where, call.status);
}

// An engine with one order sent and one held.
class Busy {
public:
    Busy(Judge &judge, const Plugin &plugin) : host(judge, plugin, one_venue(window_limit(1, 1000))) {
        host.offer(lane, new_order(1));
        host.submit(lane, new_order(2));
    }
    // The first release of a SEND runs `work`, then reports the write.
    template <typename Work>
    void inside_release(Work work) {
        bool has_run = false;
        host.on_release = [this, work, &has_run](const sluice_release &release) {
            if (!has_run) has_run = true, work(release);
            if (release.action == SLUICE_RELEASE_SEND) host.report(release.lane, SLUICE_EVENT_WRITTEN, release.grant);
            return sluice_status{SLUICE_OK};
        };
        host.run_until(host.now() + 5 * kSecondNs);
        host.judge.expect(has_run, "no release came");
    }
    Host host;
    sluice_lane *lane = host.lane_up();
};

void control_in_release(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Busy busy(judge, plugin);
    busy.inside_release([&](const sluice_release &) { expect_control_refused(busy.host, busy.lane, "release"); });
}

void control_in_log(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Busy busy(judge, plugin);
    bool was_logged = false;
    busy.host.breaker().trip(busy.host.engine, 1, nullptr, nullptr);
    busy.host.on_log = [&] {
        if (was_logged) return;
        was_logged = true;
        expect_control_refused(busy.host, busy.lane, "log");
    };
    busy.host.run_until(busy.host.now() + 2 * kSecondNs);
    busy.host.on_log = nullptr;
    if (!was_logged) judge.skip("the plugin logged nothing from poll");
}

void any_in_release(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Busy busy(judge, plugin);
    Host &host = busy.host;
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    busy.inside_release([&](const sluice_release &release) {
        judge.expect(host.submit(busy.lane, new_order(3)).action == SLUICE_ACTION_HELD, "submit inside release");
        judge.expect(host.submit(busy.lane, cancel_of(release.order_id, 4)).action == SLUICE_ACTION_HELD,
            "a cancel of the order that is being released is not held until it was written");
        host.id(SLUICE_NAME_OWNER, "somebody");
        host.next_due();
        judge.expect(host.kill().engage(host.engine, &all, nullptr) == SLUICE_OK, "kill.engage inside release");
        judge.expect(host.report(busy.lane, SLUICE_EVENT_TRANSPORT_ERROR) == SLUICE_OK, "report inside release");
        std::size_t length = 0;
        judge.expect(host.metrics().write_text(host.engine, nullptr, 0, &length, nullptr) == SLUICE_E_BUSY,
            "metrics.write_text inside release");
    });
    const sluice_release *killed = host.release_of(3);
    judge.expect(killed != nullptr && killed->reason == SLUICE_REASON_KILLED,
        "what a callback submitted before it engaged the kill switch was not dropped by it");
    const sluice_release *cancel = host.release_of(4);
    judge.expect(cancel != nullptr && cancel->action == SLUICE_RELEASE_SEND, "a cancel from a callback never went");
}

// A release in which the ticket's own lane goes down: the message that is out stays out, the rest is dropped.
void lane_down_in_release(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Busy busy(judge, plugin);
    busy.host.submit(busy.lane, new_order(3));
    busy.inside_release([&](const sluice_release &) { busy.host.report(busy.lane, SLUICE_EVENT_LANE_DOWN); });
    const sluice_release *rest = busy.host.release_of(3);
    judge.expect(rest != nullptr && rest->reason == SLUICE_REASON_LANE_DOWN,
        "an order that was held when its lane went down inside a release was not dropped");
}

void submit_in_wake(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Busy busy(judge, plugin);
    uint64_t ticket = 100;
    int depth = 0;
    busy.host.on_wake = [&](uint32_t venue_id, uint64_t) {
        judge.expect(venue_id == 1, "wake names venue %u", venue_id);
        if (depth >= 4 || ticket > 140) return;
        ++depth;
        busy.host.submit(busy.lane, cancel_of(ticket, ticket));
        ++ticket;
        busy.host.next_due(venue_id);
        --depth;
    };
    busy.host.submit(busy.lane, cancel_of(50, 50));
    busy.host.run_until(busy.host.now() + 100 * kSecondNs);
    busy.host.on_wake = nullptr;
    busy.host.run_until(busy.host.now() + 100 * kSecondNs);
    busy.host.book.expect_none_held("time has passed");
}

// Whatever makes something due earlier than next_due_ns() said must wake the host: it sleeps until then.
void wakes(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    const auto expect_wake = [&](const char *after, auto work) {
        host.poll();
        const uint64_t promised_ns = host.next_due();
        host.wakes.clear();
        work();
        const uint64_t due_ns = host.next_due();
        if (due_ns >= promised_ns) return;
        judge.expect(
            !host.wakes.empty(), "%s made something due earlier than next_due_ns had said, without a wake", after);
    };
    expect_wake("submit of what is held", [&] { host.submit(lane, new_order(2)); });
    expect_wake("a kill switch", [&] {
        const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
        host.kill().engage(host.engine, &all, nullptr);
    });
    expect_wake("LANE_DOWN", [&] { host.report(lane, SLUICE_EVENT_LANE_DOWN); });
    expect_wake("a cancel on a lane that is down", [&] { host.submit(lane, cancel_of(7, 7)); });
    expect_wake("LANE_UP", [&] { host.report(lane, SLUICE_EVENT_LANE_UP); });
    judge.expect(host.next_due() <= host.now() && !host.wakes.empty(),
        "a cancel waited for LANE_UP, and now that it came nothing is due or nobody was woken");
    expect_wake("engine_stop", [&] { host.stop(SLUICE_STOP_ABANDON); });
}

}  // namespace

void add_callback_cases(CaseList &list) {
    list.push_back({"callback.control_in_release", "control calls inside release give STATE", control_in_release});
    list.push_back({"callback.control_in_log", "control calls inside log give STATE", control_in_log});
    list.push_back({"callback.any_in_release", "all [any] calls work inside release", any_in_release});
    list.push_back(
        {"callback.lane_down_in_release", "a lane may go down inside its own release", lane_down_in_release});
    list.push_back({"callback.submit_in_wake", "wake may submit", submit_in_wake});
    list.push_back({"callback.wakes", "what becomes due earlier than announced wakes the host", wakes});
}

}  // namespace sluice::validate
