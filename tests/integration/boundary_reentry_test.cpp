// Calls from inside callbacks: [any] calls work, [control] calls and a second poll get a status.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

// A held message whose release runs `work` once.
class ReentryRig {
public:
    explicit ReentryRig(const std::string &config = one_venue(window_limit(1, 1000))) : host(config) {
        host.offer(lane, new_order(1));
        host.submit(lane, new_order(2));
    }
    template <typename Work>
    void inside_release(Work &&work) {
        int runs = 0;
        host.on_release = [&](const sluice_release &release) {
            if (runs++ == 0) work(release);
            return host.write_released(release);
        };
        host.run_until(host.now() + 3 * kSecondNs);
        EXPECT_GE(runs, 1);
    }
    TestHost host;
    sluice_lane *lane = host.lane_up();
};

void expect_control_refused(TestHost &host, sluice_lane *lane) {
    sluice_lane *another = nullptr;
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    numbers.limit = 5;
    EXPECT_EQ(host.stop(SLUICE_STOP_DRAIN), SLUICE_E_STATE);
    EXPECT_EQ(host.stop(SLUICE_STOP_ABANDON), SLUICE_E_STATE);
    EXPECT_EQ(host.api.engine_destroy(host.engine, nullptr), SLUICE_E_STATE);
    EXPECT_EQ(host.api.lane_open(host.engine, 1, "another", 7, &another, nullptr), SLUICE_E_STATE);
    EXPECT_EQ(host.api.lane_close(lane, nullptr), SLUICE_E_STATE);
    EXPECT_EQ(host.kill().clear(host.engine, &all, nullptr), SLUICE_E_STATE);
    EXPECT_EQ(host.breaker().reset(host.engine, 1, nullptr, nullptr), SLUICE_E_STATE);
    EXPECT_EQ(host.breaker().disable(host.engine, 1, nullptr, nullptr), SLUICE_E_STATE);
    EXPECT_EQ(host.limits().reload(host.engine, 1, &numbers, nullptr), SLUICE_E_STATE);
}

void expect_poll_refused(const TestHost &host) {
    EXPECT_EQ(host.poll(1), SLUICE_E_STATE);
    EXPECT_EQ(host.poll(SLUICE_VENUE_ALL), SLUICE_E_STATE);
}

}  // namespace

TEST(BoundaryReentry, release_may_not_control) {
    ReentryRig rig;
    rig.inside_release([&](const sluice_release &) {
        expect_control_refused(rig.host, rig.lane);
        expect_poll_refused(rig.host);
    });
    EXPECT_THAT(rig.host.sent(), testing::ElementsAre(2));
}

TEST(BoundaryReentry, release_may_call_everything_else) {
    ReentryRig rig;
    TestHost &host = rig.host;
    rig.inside_release([&](const sluice_release &release) {
        EXPECT_EQ(host.submit(rig.lane, new_order(3)).action, std::uint32_t{SLUICE_ACTION_HELD});
        EXPECT_EQ(
            host.submit(rig.lane, cancel_of(release.order_id, 4)).reason, std::uint32_t{SLUICE_REASON_ORDER_IN_FLIGHT});
        EXPECT_EQ(host.id(SLUICE_NAME_OWNER, "somebody"), 1u);
        EXPECT_EQ(host.breaker_state().state, std::uint32_t{SLUICE_BREAKER_CLOSED});
        EXPECT_GT(host.scrape().sum("sluice_submits_total"), 0);
        host.usage(host.limit_id("messages"));
        host.next_due();
        const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
        EXPECT_EQ(host.kill().engage(host.engine, &all, nullptr), SLUICE_OK);
        EXPECT_EQ(host.report(rig.lane, SLUICE_EVENT_TRANSPORT_ERROR), SLUICE_OK);
    });
    EXPECT_EQ(host.release_of(3).reason, std::uint32_t{SLUICE_REASON_KILLED});
    EXPECT_EQ(host.release_of(4).action, std::uint32_t{SLUICE_RELEASE_SEND});
}

TEST(BoundaryReentry, release_may_lose_its_own_lane) {
    ReentryRig rig;
    rig.host.submit(rig.lane, new_order(3));
    rig.inside_release([&](const sluice_release &) { rig.host.report(rig.lane, SLUICE_EVENT_LANE_DOWN); });
    EXPECT_EQ(rig.host.release_of(2).action, std::uint32_t{SLUICE_RELEASE_SEND});
    EXPECT_EQ(rig.host.release_of(3).reason, std::uint32_t{SLUICE_REASON_LANE_DOWN});
}

TEST(BoundaryReentry, log_may_not_control_and_may_submit) {
    ReentryRig rig;
    bool was_logged = false;
    rig.host.on_log = [&] {
        was_logged = true;
        expect_control_refused(rig.host, rig.lane);
        expect_poll_refused(rig.host);
        rig.host.submit(rig.lane, cancel_of(9, 9));
    };
    rig.host.breaker().trip(rig.host.engine, 1, nullptr, nullptr);
    rig.host.run_until(rig.host.now() + 2 * kSecondNs);
    EXPECT_TRUE(was_logged);
    EXPECT_EQ(rig.host.release_of(9).action, std::uint32_t{SLUICE_RELEASE_SEND});
}

TEST(BoundaryReentry, wake_may_submit_report_and_poll) {
    ReentryRig rig;
    std::uint64_t ticket = 100;
    int depth = 0;
    rig.host.on_wake = [&](std::uint32_t venue, std::uint64_t) {
        if (++depth < 5) {
            rig.host.submit(rig.lane, cancel_of(ticket, ticket));
            ++ticket;
            rig.host.report(rig.lane, SLUICE_EVENT_LANE_UP);
            rig.host.poll(venue);
            rig.host.next_due(venue);
        }
        --depth;
    };
    rig.host.submit(rig.lane, cancel_of(50, 50));
    rig.host.run_until(rig.host.now() + 30 * kSecondNs);
    rig.host.on_wake = nullptr;
    rig.host.run_until(rig.host.now() + 3000 * kSecondNs);
    EXPECT_EQ(rig.host.scrape().sum("sluice_held_requests"), 0);
    for (const std::uint64_t sent : rig.host.sent())
        rig.host.release_of(sent);
}

TEST(BoundaryReentry, wake_of_a_stop_may_not_control) {
    ReentryRig rig;
    rig.host.next_due();
    int wakes = 0;
    rig.host.on_wake = [&](std::uint32_t, std::uint64_t) {
        if (++wakes == 1) expect_control_refused(rig.host, rig.lane);
    };
    EXPECT_EQ(rig.host.stop(SLUICE_STOP_ABANDON), SLUICE_E_BUSY);
    EXPECT_EQ(wakes, 1);
    rig.host.poll();
    EXPECT_EQ(rig.host.stop(SLUICE_STOP_ABANDON), SLUICE_OK);
}

TEST(BoundaryReentry, the_clock_may_be_asked_from_every_callback) {
    ReentryRig rig;
    std::size_t asked = 0;
    rig.host.on_clock = [&] { ++asked; };
    rig.inside_release([&](const sluice_release &) {
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        const sluice_request request = new_order(3);
        EXPECT_EQ(rig.host.api.submit(rig.lane, &request, 0, &verdict), SLUICE_OK);
    });
    EXPECT_GT(asked, 0u);
}

}  // namespace sluice_test
