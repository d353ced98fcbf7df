// Invariant two: no fault, breaker, kill switch or full queue refuses or starves a cancel.
#include "validate/host.hpp"

namespace sluice::validate {

namespace {

// Cancels of live orders while everything else is shut must go: at once, or as the limit allows.
void expect_cancels_go(Host &host, sluice_lane *lane, uint64_t first_ticket, uint64_t orders, const char *when) {
    for (uint64_t order = 1; order <= orders; ++order)
        host.offer(lane, cancel_of(order, first_ticket + order));
    host.run_until(host.now() + 60 * kSecondNs);
    for (uint64_t order = 1; order <= orders; ++order) {
        const sluice_release *release = host.release_of(first_ticket + order);
        if (release == nullptr) continue;  // sent at once, or the books have it as held
        host.judge.expect(
            release->action == SLUICE_RELEASE_SEND, "%s, a cancel was dropped with reason %u", when, release->reason);
    }
    host.book.expect_none_held(when);
}

class Live {
public:
    explicit Live(Judge &judge, const Plugin &plugin, const std::string &members = window_limit(50, 100))
        : host(judge, plugin, one_venue(members)) {
        for (uint64_t order = 1; order <= kOrders; ++order) {
            const sluice_verdict verdict = host.offer(lane, new_order(order));
            host.report(lane, SLUICE_EVENT_ACKED, verdict.grant);
        }
    }
    static constexpr uint64_t kOrders = 20;
    Host host;
    sluice_lane *lane = host.lane_up();
};

void under_kill(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Live live(judge, plugin);
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    live.host.kill().engage(live.host.engine, &all, nullptr);
    expect_cancels_go(live.host, live.lane, 1'000, Live::kOrders, "with the kill switch engaged");
    const sluice_verdict query = live.host.offer(live.lane, request_of(SLUICE_KIND_QUERY, 5'000));
    judge.expect(query.action == SLUICE_ACTION_SEND, "with the kill switch engaged, a query: action %u", query.action);
    const sluice_verdict order = live.host.submit(live.lane, new_order(5'001));
    judge.expect(order.reason == SLUICE_REASON_KILLED, "with the kill switch engaged, an order: action %u, reason %u",
        order.action, order.reason);
}

void under_breaker(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Live live(judge, plugin);
    const sluice_ext_breaker &breaker = live.host.breaker();
    breaker.force_open(live.host.engine, 1, nullptr, nullptr);
    breaker.force_open(live.host.engine, 1, live.lane, nullptr);
    expect_cancels_go(live.host, live.lane, 1'000, Live::kOrders, "with both breakers forced open");
    const sluice_verdict order = live.host.submit(live.lane, new_order(5'001));
    judge.expect(order.reason == SLUICE_REASON_BREAKER_FORCED,
        "with a breaker forced open, an order: action %u, reason %u", order.action, order.reason);
}

void with_full_queue(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Live live(judge, plugin, R"("held_max": 4, )" + window_limit(Live::kOrders, 1000));
    uint32_t refused = 0;
    for (uint64_t ticket = 100; ticket < 120; ++ticket)
        refused += live.host.submit(live.lane, new_order(ticket)).action == SLUICE_ACTION_REFUSED;
    judge.expect(refused > 0, "20 orders fit into a queue of 4");
    expect_cancels_go(live.host, live.lane, 1'000, Live::kOrders, "with a full queue");
}

// The host has stopped reporting: no grant is left to give out, and cancels go all the same.
void without_grants(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(R"("grants_max": 4)"));
    sluice_lane *lane = host.lane_up();
    for (uint64_t ticket = 1; ticket <= 4; ++ticket)
        judge.expect(host.submit(lane, new_order(ticket)).action == SLUICE_ACTION_SEND, "a grant of 4 is missing");
    const sluice_verdict order = host.submit(lane, new_order(5));
    judge.expect(order.action == SLUICE_ACTION_REFUSED && order.reason == SLUICE_REASON_GRANTS_FULL,
        "an order without a grant left: action %u, reason %u", order.action, order.reason);
    for (uint64_t ticket = 10; ticket < 30; ++ticket) {
        const sluice_verdict cancel = host.submit(lane, cancel_of(1'000 + ticket, ticket));
        judge.expect(cancel.action == SLUICE_ACTION_SEND, "a cancel without a grant left: action %u, reason %u",
            cancel.action, cancel.reason);
    }
}

void reserve(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(10, 1000, R"("cancel_reserve": 4)")));
    sluice_lane *lane = host.lane_up();
    int orders = 0;
    for (uint64_t ticket = 1; ticket <= 20; ++ticket)
        orders += host.offer(lane, new_order(ticket)).action == SLUICE_ACTION_SEND;
    judge.expect(orders == 6, "of a limit of 10 with a reserve of 4, new orders took %d", orders);
    int cancels = 0;
    for (uint64_t ticket = 101; ticket <= 104; ++ticket)
        cancels += host.offer(lane, cancel_of(900 + ticket, ticket)).action == SLUICE_ACTION_SEND;
    judge.expect(cancels == 4, "of a reserve of 4, cancels got %d at once", cancels);
    judge.expect(host.submit(lane, cancel_of(2'000, 200)).action == SLUICE_ACTION_HELD,
        "an eleventh message passed a limit of 10");
}

// Room that came free belongs to the cancel that waits for it, also before the host has polled.
void not_overtaken(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    sluice_lane *other = host.lane_up("SIM", "other");
    host.offer(lane, new_order(1));
    judge.expect(host.submit(lane, cancel_of(900, 2)).action == SLUICE_ACTION_HELD, "the limit was not full");
    host.advance(kSecondNs + 1);
    const sluice_verdict verdict = host.submit(other, new_order(3));
    judge.expect(verdict.action == SLUICE_ACTION_HELD,
        "a new order takes the room that a held cancel waits for: action %u", verdict.action);
    host.poll();
    judge.expect(
        host.release_of(2) != nullptr && host.release_of(3) == nullptr, "a new order went before a held cancel");
}

void ahead_of_backlog(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(2, 1000, R"("cancel_reserve": 1)")));
    sluice_lane *lane = host.lane_up();
    for (uint64_t ticket = 1; ticket <= 200; ++ticket)
        host.offer(lane, new_order(ticket));
    const uint64_t begin_ns = host.now();
    host.offer(lane, cancel_of(1, 1'001));  // takes the reserve
    judge.expect(host.submit(lane, cancel_of(9'999, 1'002)).action == SLUICE_ACTION_HELD, "the limit was not full");
    host.run_until(begin_ns + 1'100 * kMs);
    const sluice_release *release = host.release_of(1'002);
    judge.expect(release != nullptr, "a cancel waits behind a backlog of new orders");
}

}  // namespace

void add_cancel_cases(CaseList &list) {
    list.push_back({"cancel.under_kill", "the kill switch stops no cancel", under_kill});
    list.push_back({"cancel.under_breaker", "an open breaker stops no cancel", under_breaker});
    list.push_back(
        {"cancel.with_full_queue", "a full queue has room for the cancel of each live order", with_full_queue});
    list.push_back({"cancel.without_grants", "a host that stops reporting can still cancel", without_grants});
    list.push_back({"cancel.reserve", "new orders leave the cancel reserve alone", reserve});
    list.push_back({"cancel.not_overtaken", "no new order takes the room that a cancel waits for", not_overtaken});
    list.push_back({"cancel.ahead_of_backlog", "a cancel does not wait behind new orders", ahead_of_backlog});
}

}  // namespace sluice::validate
