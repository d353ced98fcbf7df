// A clock that steps back, stands still or jumps: no ticket is lost, no window overflowed, no call fails.
#include <random>

#include "validate/host.hpp"
#include "validate/window_judge.hpp"

namespace sluice::validate {

namespace {

// For the limits time never runs backwards, so an old time opens no room.
void steps_back(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.offer(lane, new_order(2));
    for (const uint64_t back_ns : {uint64_t{1}, kSecondNs, 900 * kSecondNs}) {
        const uint64_t ticket = 10 + back_ns;
        const sluice_verdict verdict = host.submit(lane, new_order(ticket), host.now() - back_ns);
        judge.expect(verdict.action != SLUICE_ACTION_SEND,
            "a clock that steps back by %" PRIu64 " ns opens a full limit", back_ns);
    }
    host.clock_ns = host.now() - 500 * kSecondNs;
    host.poll();
    judge.expect(host.releases.empty(), "a clock that steps back released held orders");
    host.clock_ns = host.now() + 600 * kSecondNs;
    host.run_until(host.now() + 10 * kSecondNs);
    host.book.expect_none_held("the clock has caught up");
}

// Readings that are late by up to 5 ms, as from several threads, and 0 for "read it yourself".
void stale_readings(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(10, 100)));
    sluice_lane *lane = host.lane_up();
    WindowJudge window(10, 100 * kMs);
    std::mt19937_64 random(target.seed);
    const auto write = [&](sluice_lane *on, uint64_t grant) {
        window.left(host.now(), 1);
        host.report(on, SLUICE_EVENT_WRITTEN, grant);
    };
    host.on_release = [&](const sluice_release &release) {
        if (release.action == SLUICE_RELEASE_SEND) write(release.lane, release.grant);
        return sluice_status{SLUICE_OK};
    };
    for (uint64_t ticket = 1; ticket <= 2'000; ++ticket) {
        const uint64_t stale_ns = random() % 3 == 0 ? 0 : host.now() - random() % (5 * kMs);
        const sluice_verdict verdict = host.submit(lane, new_order(ticket), stale_ns);
        if (verdict.action == SLUICE_ACTION_SEND) write(lane, verdict.grant);
        host.advance(random() % (4 * kMs));
        host.api.poll(host.engine, SLUICE_VENUE_ALL, host.now() - random() % (5 * kMs), 4);
    }
    window.judge(judge, "with readings of the clock that are late");
}

void jumps_forward(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    std::mt19937_64 random(target.seed);
    for (uint64_t ticket = 1; ticket <= 500; ++ticket) {
        sluice_request request = ticket % 3 == 0 ? cancel_of(ticket - 1, ticket) : new_order(ticket);
        host.offer(lane, request);
        if (ticket % 7 == 0) host.advance(random() % (10'000 * kSecondNs));
        const int32_t done = host.poll();
        judge.expect(done >= 0, "poll after a jump gave %d", done);
    }
    host.run_until(host.now() + 1'000 * kSecondNs);
    host.book.expect_none_held("time has passed");
}

// One reading that is absurd: the engine must not be lost for good.
void absurd_reading(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, new_order(2), UINT64_MAX - 5);
    host.submit(lane, cancel_of(77, 3), UINT64_MAX);
    host.api.poll(host.engine, SLUICE_VENUE_ALL, UINT64_MAX - 1, 10);
    host.run_until(host.now() + 30 * kSecondNs);
    const sluice_verdict verdict = host.offer(lane, new_order(10));
    judge.expect(verdict.action == SLUICE_ACTION_SEND || verdict.action == SLUICE_ACTION_HELD,
        "after an absurd reading of the clock, an order: action %u, reason %u", verdict.action, verdict.reason);
    host.run_until(host.now() + 30 * kSecondNs);
    host.book.expect_none_held("30 seconds have passed since an absurd reading of the clock");
}

}  // namespace

void add_clock_cases(CaseList &list) {
    list.push_back({"clock.steps_back", "a clock that steps back opens no room and loses nothing", steps_back});
    list.push_back({"clock.stale_readings", "late readings of the clock overflow no window", stale_readings});
    list.push_back({"clock.jumps_forward", "jumps of hours lose nothing", jumps_forward});
    list.push_back({"clock.absurd_reading", "one absurd reading does not stop the engine", absurd_reading});
}

}  // namespace sluice::validate
