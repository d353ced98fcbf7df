// Invariant three: no window of a limit ever holds more than the limit, and the limit is really there to be used.
#include <random>

#include "validate/host.hpp"
#include "validate/window_judge.hpp"

namespace sluice::validate {

namespace {

constexpr uint64_t kLimit = 20;
constexpr uint64_t kWindowNs = 100 * kMs;

// Orders as fast as they come, written at once: the window is never overflowed and never left unused.
void under_pressure(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(kLimit, 100)));
    sluice_lane *lane = host.lane_up();
    WindowJudge window(kLimit, kWindowNs);
    uint64_t sent = 0;
    const auto write = [&](sluice_lane *on, uint64_t grant) {
        host.report(on, SLUICE_EVENT_WRITTEN, grant);
        window.left(host.now(), 1);
        ++sent;
    };
    host.on_release = [&](const sluice_release &release) {
        if (release.action == SLUICE_RELEASE_SEND) write(release.lane, release.grant);
        return sluice_status{SLUICE_OK};
    };
    std::mt19937_64 random(target.seed);
    const uint64_t begin_ns = host.now();
    for (uint64_t ticket = 1; ticket <= 2'000; ++ticket) {
        const sluice_verdict verdict = host.submit(lane, new_order(ticket));
        if (verdict.action == SLUICE_ACTION_SEND) write(lane, verdict.grant);
        host.run_until(host.now() + random() % (3 * kMs));
    }
    const uint64_t end_ns = host.now();
    window.judge(judge, "a sliding window under pressure");
    const uint64_t possible = (end_ns - begin_ns) / kWindowNs * kLimit;
    judge.expect(
        sent * 100 >= possible * 95, "%" PRIu64 " messages passed where the limit allows %" PRIu64, sent, possible);
}

// A bucket gives its size at once, and from then on its rate: in whole numbers, but never more.
void bucket(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    struct Bucket {
        uint64_t size;
        uint64_t refill;  // in each millisecond
        uint32_t message_count;
    };
    for (const Bucket &one : {Bucket{5, 7, 1}, Bucket{2'000, 700'000, 1'000}}) {
        Host host(judge, plugin,
            one_venue(R"("limits": [{"name": "messages", "shape": "token_bucket", "scope": "venue", "limit": )" +
                      std::to_string(one.size) + R"(, "refill_amount": )" + std::to_string(one.refill) +
                      R"(, "refill_interval_ms": 1}])"));
        host.is_recording = false;
        sluice_lane *lane = host.lane_up();
        const uint64_t begin_ns = host.now();
        uint64_t sent = 0;
        std::mt19937_64 random(target.seed);
        for (uint64_t ticket = 1; ticket <= 4'000; ++ticket) {
            sluice_request request = new_order(ticket);
            request.message_count = one.message_count;
            const sluice_verdict verdict = host.offer(lane, request);
            // What does not go at once is not waited for.
            if (verdict.action == SLUICE_ACTION_HELD) host.submit(lane, cancel_of(ticket, 1'000'000 + ticket));
            if (verdict.action == SLUICE_ACTION_SEND) sent += one.message_count;
            host.poll();
            host.advance(1 + random() % (kMs * one.message_count / one.refill));
        }
        const uint64_t allowed = one.size + (host.now() - begin_ns) * one.refill / kMs;
        judge.expect(sent <= allowed,
            "a bucket of %" PRIu64 " with %" PRIu64 " per ms gave %" PRIu64 " where it has %" PRIu64, one.size,
            one.refill, sent, allowed);
        judge.expect(sent * 2 >= allowed, "a bucket gave only %" PRIu64 " of %" PRIu64, sent, allowed);
    }
}

// Between grant and write a message may stay in the host for any time: it counts all the while.
void slow_writes(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(R"("grant_timeout_ms": 5000, )" + window_limit(kLimit, 100)));
    sluice_lane *lane = host.lane_up();
    WindowJudge window(kLimit, kWindowNs);
    struct Unwritten {
        uint64_t grant;
        uint64_t leaves_ns;
    };
    std::vector<Unwritten> unwritten;
    std::mt19937_64 random(target.seed);
    const auto granted = [&](uint64_t grant) { unwritten.push_back({grant, host.now() + random() % (250 * kMs)}); };
    host.on_release = [&](const sluice_release &release) {
        if (release.action == SLUICE_RELEASE_SEND) granted(release.grant);
        return sluice_status{SLUICE_OK};
    };
    for (uint64_t ticket = 1; ticket <= 1'000; ++ticket) {
        const sluice_verdict verdict = host.submit(lane, new_order(ticket));
        if (verdict.action == SLUICE_ACTION_SEND) granted(verdict.grant);
        host.advance(random() % (4 * kMs));
        for (std::size_t index = 0; index < unwritten.size();) {
            if (unwritten[index].leaves_ns > host.now()) {
                ++index;
                continue;
            }
            window.left(host.now(), 1);
            host.report(lane, SLUICE_EVENT_WRITTEN, unwritten[index].grant);
            unwritten.erase(unwritten.begin() + static_cast<std::ptrdiff_t>(index));
        }
        host.poll();
    }
    for (const Unwritten &message : unwritten)
        host.report(lane, SLUICE_EVENT_WRITTEN, message.grant);
    window.judge(judge, "messages that stay in the host for up to 250 ms");
    judge.expect(
        window.peak() >= kLimit / 2, "hardly anything passed: a window holds %" PRIu64 " at most", window.peak());
}

void costs(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin,
        one_venue(window_limit(10, 1000, R"("cost": {"new": 3, "cancel": 1, "query": {"message": 2}})")));
    sluice_lane *lane = host.lane_up();
    const auto used = [&] {
        sluice_usage usage = SLUICE_USAGE_INIT;
        host.limits().usage(host.engine, host.limit_id("SIM", "messages"), nullptr, host.now(), &usage);
        return usage.used;
    };
    host.offer(lane, new_order(1));
    judge.expect(used() == 3, "an order of cost 3 uses %" PRIu64, used());
    sluice_request queries = request_of(SLUICE_KIND_QUERY, 2);
    queries.message_count = 3;
    host.offer(lane, queries);
    judge.expect(used() == 9, "with three queries of cost 2, it uses %" PRIu64, used());
    host.offer(lane, cancel_of(900, 3));
    judge.expect(used() == 10, "with a cancel of cost 1, it uses %" PRIu64, used());
    const sluice_verdict full = host.submit(lane, cancel_of(901, 4));
    judge.expect(full.action == SLUICE_ACTION_HELD && full.limit_id == host.limit_id("SIM", "messages"),
        "a message that does not fit: action %u, limit %u", full.action, full.limit_id);
    judge.expect(full.not_before_ns > host.now() && full.not_before_ns <= host.now() + kSecondNs + 1,
        "not_before_ns is %" PRIu64 " ns from now, the window %" PRIu64, full.not_before_ns - host.now(), kSecondNs);
    sluice_request dear = new_order(5);
    dear.message_count = 4;
    const sluice_verdict never = host.submit(lane, dear);
    judge.expect(never.action == SLUICE_ACTION_REFUSED && never.reason == SLUICE_REASON_OVER_LIMIT,
        "a request that costs more than the limit: action %u, reason %u", never.action, never.reason);
}

void ungated(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(5, 1000)));
    sluice_lane *lane = host.lane_up();
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_UNGATED;
    event.message_kind = SLUICE_KIND_ADMIN;
    event.message_count = 1;
    sluice_request order = new_order(1);
    for (uint64_t ticket = 1; ticket <= 2; ++ticket) {
        order.ticket = order.order_id = ticket;
        host.offer(lane, order);
    }
    event.message_kind = SLUICE_KIND_QUERY;
    event.message_count = 3;
    judge.expect(host.api.report(lane, &event, host.now()) == SLUICE_OK, "report of UNGATED failed");
    const sluice_verdict verdict = host.submit(lane, new_order(3));
    judge.expect(verdict.action == SLUICE_ACTION_HELD, "messages that left without asking do not count: action %u",
        verdict.action);
}

void given_back(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    for (uint64_t ticket = 1; ticket <= 50; ++ticket) {
        const sluice_verdict verdict = host.submit(lane, new_order(ticket));
        if (!judge.expect(
                verdict.action == SLUICE_ACTION_SEND, "after NOT_WRITTEN, there is no room: action %u", verdict.action))
            return;
        host.report(lane, SLUICE_EVENT_NOT_WRITTEN, verdict.grant);
    }
}

// Late, double and contradicting reports change nothing.
void late_reports(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict verdict = host.offer(lane, new_order(1));
    for (const uint32_t kind : {SLUICE_EVENT_WRITTEN, SLUICE_EVENT_NOT_WRITTEN, SLUICE_EVENT_ACKED,
             SLUICE_EVENT_NOT_WRITTEN, SLUICE_EVENT_ACKED, SLUICE_EVENT_LOST, SLUICE_EVENT_NOT_WRITTEN}) {
        const sluice_status status = host.report(lane, kind, verdict.grant);
        judge.expect(status == SLUICE_OK, "a late report of kind %u gave status %d", kind, status);
    }
    for (const uint64_t grant : {uint64_t{12'345}, UINT64_MAX, verdict.grant + 1, verdict.grant ^ (uint64_t{1} << 40)})
        judge.expect(host.report(lane, SLUICE_EVENT_NOT_WRITTEN, grant) == SLUICE_OK, "a report of no grant failed");
    host.offer(lane, new_order(2));
    judge.expect(host.submit(lane, new_order(3)).action == SLUICE_ACTION_HELD,
        "late reports gave back room of a message that was written");
}

void available(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    sluice_availability availability = SLUICE_AVAILABILITY_INIT;
    const sluice_request request = new_order(9);
    for (int repeat = 0; repeat < 3; ++repeat)
        host.limits().time_to_available(lane, &request, host.now(), &availability);
    judge.expect(availability.limit_id == 0, "an unused limit binds");
    host.offer(lane, new_order(1));
    host.limits().time_to_available(lane, &request, host.now(), &availability);
    judge.expect(availability.limit_id == host.limit_id("SIM", "messages"), "the full limit is not named");
    host.advance(availability.not_before_ns - host.now());
    judge.expect(host.offer(lane, request).action == SLUICE_ACTION_SEND, "there is no room at the time that was told");
}

}  // namespace

void add_limit_cases(CaseList &list) {
    list.push_back({"limit.under_pressure", "a window is never overflowed, and is used", under_pressure});
    list.push_back({"limit.bucket", "a bucket never gives more than its size and its rate", bucket});
    list.push_back({"limit.slow_writes", "what waits in the host counts until it was written", slow_writes});
    list.push_back({"limit.costs", "costs by kind and count; what can never pass is refused", costs});
    list.push_back({"limit.ungated", "messages that left without asking count", ungated});
    list.push_back({"limit.given_back", "what was not written is given back", given_back});
    list.push_back({"limit.late_reports", "late, double and foreign reports change nothing", late_reports});
    list.push_back({"limit.available", "time_to_available is exact and takes nothing", available});
}

}  // namespace sluice::validate
