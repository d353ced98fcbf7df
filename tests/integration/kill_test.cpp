// The kill switch in each of its scopes: effective when engage() returns, latched until cleared, and no cancel in its
// way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

class KillRig {
public:
    // The limit is used up by one order that nothing kills, so that what follows is held.
    KillRig() { host.offer(lane, covered(1)); }

    sluice_request covered(std::uint64_t ticket) const {
        sluice_request request = for_account(on_instrument(for_owner(new_order(ticket), owner), instrument), account);
        request.side = SLUICE_SIDE_SELL;
        return request;
    }
    sluice_kill_state state(const sluice_kill_scope &scope) const {
        sluice_kill_state state = SLUICE_KILL_STATE_INIT;
        EXPECT_EQ(host.kill().state(host.engine, &scope, &state), SLUICE_OK);
        return state;
    }

    TestHost host{
        R"({"version": 1, "venues": [{"name": "SIM", )" + window_limit(1, 1000) + R"(}, {"name": "OTHER"}]})"};
    std::uint32_t account = host.id(SLUICE_NAME_ACCOUNT, "A1");
    std::uint32_t instrument = host.id(SLUICE_NAME_INSTRUMENT, "XBT");
    std::uint32_t owner = host.id(SLUICE_NAME_OWNER, "desk");
    std::uint32_t other_account = host.id(SLUICE_NAME_ACCOUNT, "A2");
    std::uint32_t other_instrument = host.id(SLUICE_NAME_INSTRUMENT, "ETH");
    std::uint32_t other_owner = host.id(SLUICE_NAME_OWNER, "robot");
    sluice_lane *lane = host.lane_up();
    sluice_lane *other_lane = host.lane_up("lane", "OTHER");
};

struct ScopeCase {
    const char *name;
    std::function<void(const KillRig &, sluice_kill_scope &)> narrow;    // the scope that covers `covered()`
    std::function<void(const KillRig &, sluice_request &)> leave_scope;  // a request outside of it; null: none is
};

class KillScopes : public testing::TestWithParam<ScopeCase> {};

const ScopeCase kCases[] = {
    {"engine", [](const KillRig &, sluice_kill_scope &) {}, nullptr},
    {"venue", [](const KillRig &rig, sluice_kill_scope &scope) { scope.venue_id = rig.host.venue(); }, nullptr},
    {"account", [](const KillRig &rig, sluice_kill_scope &scope) { scope.account_id = rig.account; },
        [](const KillRig &rig, sluice_request &request) { request.account_id = rig.other_account; }},
    {"instrument", [](const KillRig &rig, sluice_kill_scope &scope) { scope.instrument_id = rig.instrument; },
        [](const KillRig &rig, sluice_request &request) { request.instrument_id = rig.other_instrument; }},
    {"owner", [](const KillRig &rig, sluice_kill_scope &scope) { scope.owner_id = rig.owner; },
        [](const KillRig &rig, sluice_request &request) { request.owner_id = rig.other_owner; }},
    {"side", [](const KillRig &, sluice_kill_scope &scope) { scope.side = SLUICE_SIDE_SELL; },
        [](const KillRig &, sluice_request &request) { request.side = SLUICE_SIDE_BUY; }},
    {"owner_at_venue",
        [](const KillRig &rig, sluice_kill_scope &scope) {
            scope.venue_id = rig.host.venue();
            scope.owner_id = rig.owner;
        },
        [](const KillRig &rig, sluice_request &request) { request.owner_id = rig.other_owner; }},
};

}  // namespace

TEST_P(KillScopes, stops_what_it_covers_and_nothing_else) {
    KillRig rig;
    TestHost &host = rig.host;
    host.submit(rig.lane, rig.covered(2));
    host.submit(rig.lane, rig.covered(3));
    host.submit(rig.lane, cancel_of(1, 4));
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    GetParam().narrow(rig, scope);
    ASSERT_EQ(host.kill().engage(host.engine, &scope, nullptr), SLUICE_OK);
    ASSERT_EQ(host.kill().engage(host.engine, &scope, nullptr), SLUICE_OK);
    EXPECT_EQ(rig.state(scope).is_engaged, 1u);
    EXPECT_EQ(rig.state(scope).engaged_scopes, 1u);
    EXPECT_EQ(rig.state(scope).held, 3u);

    const sluice_verdict verdict = host.submit(rig.lane, rig.covered(5));
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_KILLED});
    host.poll();
    EXPECT_THAT(host.dropped(), testing::UnorderedElementsAre(2, 3));
    EXPECT_EQ(host.release_of(2).reason, std::uint32_t{SLUICE_REASON_KILLED});
    EXPECT_EQ(host.submit(rig.lane, request_of(SLUICE_KIND_QUERY, 6)).action, std::uint32_t{SLUICE_ACTION_HELD});
    if (GetParam().leave_scope) {
        sluice_request outside = rig.covered(7);
        GetParam().leave_scope(rig, outside);
        EXPECT_EQ(host.submit(rig.lane, outside).action, std::uint32_t{SLUICE_ACTION_HELD});
    }

    // Latched: no time, no reconnect ends it.
    host.run_until(host.now() + 10 * kSecondNs);
    EXPECT_EQ(host.release_of(4).action, std::uint32_t{SLUICE_RELEASE_SEND});
    EXPECT_EQ(host.release_of(6).action, std::uint32_t{SLUICE_RELEASE_SEND});
    EXPECT_EQ(host.submit(rig.lane, rig.covered(8)).reason, std::uint32_t{SLUICE_REASON_KILLED});
    ASSERT_EQ(host.kill().clear(host.engine, &scope, nullptr), SLUICE_OK);
    EXPECT_EQ(host.kill().clear(host.engine, &scope, nullptr), SLUICE_E_UNKNOWN);
    EXPECT_EQ(rig.state(scope).is_engaged, 0u);
    EXPECT_EQ(host.submit(rig.lane, rig.covered(9)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

INSTANTIATE_TEST_SUITE_P(
    Kill, KillScopes, testing::ValuesIn(kCases), [](const auto &one) { return std::string(one.param.name); });

TEST(Kill, of_one_venue_leaves_the_other_alone_and_of_the_engine_does_not) {
    KillRig rig;
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    scope.venue_id = rig.host.venue();
    rig.host.kill().engage(rig.host.engine, &scope, nullptr);
    EXPECT_EQ(rig.host.submit(rig.other_lane, rig.covered(2)).action, std::uint32_t{SLUICE_ACTION_SEND});
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    rig.host.kill().engage(rig.host.engine, &all, nullptr);
    EXPECT_EQ(rig.host.submit(rig.other_lane, rig.covered(3)).reason, std::uint32_t{SLUICE_REASON_KILLED});
    rig.host.kill().clear(rig.host.engine, &all, nullptr);
    EXPECT_EQ(rig.host.submit(rig.other_lane, rig.covered(4)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(rig.host.submit(rig.lane, rig.covered(5)).reason, std::uint32_t{SLUICE_REASON_KILLED});
    EXPECT_EQ(rig.state(scope).engaged_scopes, 1u);
}

TEST(Kill, the_same_scope_for_one_venue_and_for_all_is_cleared_twice) {
    KillRig rig;
    sluice_kill_scope everywhere = SLUICE_KILL_SCOPE_INIT;
    everywhere.owner_id = rig.owner;
    sluice_kill_scope here = everywhere;
    here.venue_id = rig.host.venue();
    rig.host.kill().engage(rig.host.engine, &everywhere, nullptr);
    rig.host.kill().engage(rig.host.engine, &here, nullptr);
    rig.host.kill().clear(rig.host.engine, &everywhere, nullptr);
    EXPECT_EQ(rig.host.submit(rig.lane, rig.covered(2)).reason, std::uint32_t{SLUICE_REASON_KILLED});
    EXPECT_EQ(rig.host.submit(rig.other_lane, rig.covered(3)).action, std::uint32_t{SLUICE_ACTION_SEND});
    rig.host.kill().clear(rig.host.engine, &here, nullptr);
    EXPECT_NE(rig.host.submit(rig.lane, rig.covered(4)).reason, std::uint32_t{SLUICE_REASON_KILLED});
}

TEST(Kill, counts_the_grants_that_may_still_reach_the_wire) {
    KillRig rig;
    const sluice_verdict granted = rig.host.submit(rig.other_lane, rig.covered(2));
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    rig.host.kill().engage(rig.host.engine, &all, nullptr);
    EXPECT_EQ(rig.state(all).grants_unsettled, 1u);
    rig.host.written(rig.other_lane, granted.grant);
    EXPECT_EQ(rig.state(all).grants_unsettled, 0u);
}

TEST(Kill, holds_256_scopes_and_not_one_more) {
    KillRig rig;
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    std::vector<sluice_kill_scope> engaged;
    for (std::uint32_t index = 0; index < 256; ++index) {
        scope.instrument_id = rig.host.id(SLUICE_NAME_INSTRUMENT, "I" + std::to_string(index));
        ASSERT_EQ(rig.host.kill().engage(rig.host.engine, &scope, nullptr), SLUICE_OK);
        engaged.push_back(scope);
    }
    scope.instrument_id = rig.host.id(SLUICE_NAME_INSTRUMENT, "one more");
    EXPECT_EQ(rig.host.kill().engage(rig.host.engine, &scope, nullptr), SLUICE_E_FULL);
    for (const sluice_kill_scope &one : engaged)
        EXPECT_EQ(rig.host.kill().clear(rig.host.engine, &one, nullptr), SLUICE_OK);
    EXPECT_NE(rig.host.submit(rig.lane, rig.covered(2)).reason, std::uint32_t{SLUICE_REASON_KILLED});
}

TEST(Kill, drops_everything_with_one_poll_however_large_the_queue_is) {
    TestHost host(one_venue(window_limit(500, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 1100; ++ticket)
        host.offer(lane, new_order(ticket));
    host.run_until(host.now() + kSecondNs + 1);  // the first 500 places of the pool are empty now
    ASSERT_EQ(host.sent().size(), 500u);
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    host.kill().engage(host.engine, &all, nullptr);
    EXPECT_EQ(host.poll(), 100);
    EXPECT_EQ(host.dropped().size(), 100u);
}

// No lock of the library is held while a callback runs.
TEST(Kill, wake_may_read_the_switch) {
    KillRig rig;
    rig.host.submit(rig.lane, rig.covered(2));
    rig.host.next_due();
    std::uint32_t engaged_seen = 0;
    const sluice_kill_scope all = SLUICE_KILL_SCOPE_INIT;
    rig.host.on_wake = [&](std::uint32_t, std::uint64_t) { engaged_seen = rig.state(all).is_engaged; };
    ASSERT_EQ(rig.host.kill().engage(rig.host.engine, &all, nullptr), SLUICE_OK);
    EXPECT_EQ(engaged_seen, 1u);
}

}  // namespace sluice_test
