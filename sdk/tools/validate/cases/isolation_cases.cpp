// Invariant four: what happens at one venue changes nothing at another.
#include "validate/host.hpp"

namespace sluice::validate {

namespace {

const char *const kTwoVenues =
    R"({"version": 1, "venues": [
        {"name": "TROUBLE", "held_max": 16, "grants_max": 8, "limits": [{"name": "messages", "shape": "sliding_window",
            "scope": "venue", "limit": 2, "window_ms": 1000}]},
        {"name": "CALM", "limits": [{"name": "messages", "shape": "sliding_window", "scope": "venue", "limit": 100,
            "window_ms": 1000}]}]})";

class TwoVenues {
public:
    TwoVenues(Judge &judge, const Plugin &plugin) : host(judge, plugin, kTwoVenues) {}

    // The calm venue takes an order at once, and its polls have nothing to do.
    void expect_calm(const char *after) {
        const uint64_t ticket = next_ticket_++;
        const sluice_verdict verdict = host.offer(calm, new_order(ticket));
        host.judge.expect(verdict.action == SLUICE_ACTION_SEND,
            "after %s at one venue, an order at another: action %u, reason %u", after, verdict.action, verdict.reason);
        host.report(calm, SLUICE_EVENT_ACKED, verdict.grant, ticket);
        const int32_t done = host.poll(calm_id, 10);
        host.judge.expect(done == 0, "after %s at one venue, polling another gave %d", after, done);
    }

    Host host;
    uint32_t trouble_id = host.venue("TROUBLE");
    uint32_t calm_id = host.venue("CALM");
    sluice_lane *trouble = host.lane_up("TROUBLE");
    sluice_lane *calm = host.lane_up("CALM");

private:
    uint64_t next_ticket_ = 1'000'000;
};

void of_venues(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    TwoVenues two(judge, plugin);
    Host &host = two.host;
    for (uint64_t ticket = 1; ticket <= 40; ++ticket)
        host.offer(two.trouble, new_order(ticket));
    two.expect_calm("a full limit and a full queue");
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    scope.venue_id = two.trouble_id;
    host.kill().engage(host.engine, &scope, nullptr);
    two.expect_calm("a kill switch");
    host.kill().clear(host.engine, &scope, nullptr);
    host.breaker().force_open(host.engine, two.trouble_id, nullptr, nullptr);
    two.expect_calm("a breaker that is forced open");
    host.breaker().reset(host.engine, two.trouble_id, nullptr, nullptr);
    host.breaker().trip(host.engine, two.trouble_id, nullptr, nullptr);
    two.expect_calm("a breaker that tripped");
    host.report(two.trouble, SLUICE_EVENT_LANE_DOWN);
    two.expect_calm("a session that went down");
    sluice_event ban = SLUICE_EVENT_INIT;
    ban.kind = SLUICE_EVENT_BANNED;
    ban.retry_after_ns = 3'600 * kSecondNs;
    host.api.report(two.trouble, &ban, host.now());
    two.expect_calm("a ban");
    host.api.lane_close(two.trouble, nullptr);
    two.expect_calm("a closed lane");
}

// A venue that hangs inside its release must not keep another from being polled.
void of_polls(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    TwoVenues two(judge, plugin);
    Host &host = two.host;
    for (uint64_t ticket = 1; ticket <= 3; ++ticket)
        host.offer(two.trouble, new_order(ticket));
    bool has_run = false;
    host.on_release = [&](const sluice_release &release) {
        if (!has_run && release.venue_id == two.trouble_id) {
            has_run = true;
            two.expect_calm("a release that does not return");
        }
        if (release.action == SLUICE_RELEASE_SEND) host.report(release.lane, SLUICE_EVENT_WRITTEN, release.grant);
        return sluice_status{SLUICE_OK};
    };
    host.advance(1'100 * kMs);
    host.poll(two.trouble_id, 10);
    judge.expect(has_run, "no release came");
}

void of_time(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    TwoVenues two(judge, plugin);
    Host &host = two.host;
    for (uint64_t ticket = 1; ticket <= 10; ++ticket)
        host.offer(two.trouble, new_order(ticket));
    judge.expect(host.next_due(two.calm_id) > host.next_due(two.trouble_id), "the calm venue is due with the other");
    // All venues in one poll with a budget of one unit: nobody is left out for good.
    for (int round = 0; round < 400; ++round) {
        host.advance(100 * kMs);
        const int32_t done = host.poll(SLUICE_VENUE_ALL, 1);
        judge.expect(done >= 0 && done <= 1, "poll with a budget of 1 did %d units", done);
    }
    host.book.expect_none_held("400 polls with a budget of 1 were made");
}

}  // namespace

void add_isolation_cases(CaseList &list) {
    list.push_back({"isolation.of_venues", "a venue's trouble stays its own", of_venues});
    list.push_back({"isolation.of_releases", "a release that hangs at one venue holds up no other", of_polls});
    list.push_back({"isolation.of_time", "due times are per venue, and a budget of one starves nobody", of_time});
}

}  // namespace sluice::validate
