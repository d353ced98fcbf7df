// Written or not written: sendToTarget() does not say it, so the adapter finds out and reports it.
#include <gtest/gtest.h>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using sluice::quickfix::SubmitOptions;
using namespace sluice_test;

TEST(Wire, a_sent_message_is_reported_written_with_its_grant) {
    Pair pair;
    SubmitOptions options;
    options.owner = "desk";
    options.account = "A1";
    options.reduces_risk = true;
    const Outcome outcome = pair.gateway.submit(new_order("c1", "101.5", "2"), options);
    EXPECT_EQ(outcome.fate, Fate::kSent);
    ASSERT_TRUE(eventually([&] { return pair.venue.count("D") == 1; }));
    ASSERT_EQ(pair.gateway.plugin.count_events(SLUICE_EVENT_WRITTEN), 1u);
    const sluice_request request = pair.gateway.plugin.requests().at(0);
    EXPECT_EQ(request.kind, std::uint32_t(SLUICE_KIND_NEW));
    EXPECT_EQ(request.price_e8, 10150000000);
    EXPECT_EQ(request.quantity_e8, 200000000);
    EXPECT_EQ(request.side, std::uint32_t(SLUICE_SIDE_BUY));
    EXPECT_EQ(request.flags, std::uint32_t(SLUICE_FLAG_REDUCES_RISK));
    EXPECT_NE(request.order_id, 0u);
    EXPECT_TRUE(request.account_id && request.instrument_id && request.owner_id);
    for (const sluice_event &event : pair.gateway.plugin.events()) {
        if (event.kind != SLUICE_EVENT_WRITTEN) continue;
        EXPECT_NE(event.grant, 0u);
        EXPECT_EQ(event.order_id, request.order_id);
        EXPECT_GT(event.time_ns, 0u);
    }
    EXPECT_EQ(pair.gateway.gate->numbers().held_now, 0u);
}

TEST(Wire, a_veto_of_the_gateways_own_application_is_reported_not_written) {
    Pair pair;
    pair.gateway.own_application.vetoes.store(true);
    const Outcome outcome = pair.gateway.submit(new_order("c1"));
    EXPECT_EQ(outcome.fate, Fate::kRefused);
    EXPECT_NE(outcome.text.find("gateway's own check"), std::string::npos) << outcome.text;
    EXPECT_EQ(pair.gateway.plugin.count_events(SLUICE_EVENT_WRITTEN), 0u);
    EXPECT_EQ(pair.gateway.plugin.count_events(SLUICE_EVENT_NOT_WRITTEN), 1u);
    pair.gateway.own_application.vetoes.store(false);
    EXPECT_EQ(pair.gateway.submit(new_order("c2")).fate, Fate::kSent);
    EXPECT_TRUE(eventually([&] { return pair.venue.count("D") == 1; }));
}

TEST(Wire, an_order_that_was_granted_while_the_session_went_is_not_stored_for_later) {
    Pair pair;
    // The plugin has not heard yet that the lane is down.
    pair.gateway.plugin.ignores_lane_state = true;
    pair.venue.accept_logons(false);
    pair.venue.cut_connection();
    ASSERT_TRUE(eventually([&] { return !pair.gateway.is_logged_on(); }));
    const int number = pair.gateway.session().getExpectedSenderNum();
    const Outcome outcome = pair.gateway.submit(new_order("c1"));
    EXPECT_EQ(outcome.fate, Fate::kRefused);
    EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_LANE_DOWN));
    EXPECT_EQ(pair.gateway.plugin.count_events(SLUICE_EVENT_NOT_WRITTEN), 1u);
    // Logons consume numbers, orders must not.
    EXPECT_LE(pair.gateway.session().getExpectedSenderNum() - number, 1);
}

TEST(Wire, whoever_bypasses_the_gate_is_stopped_while_logged_off_and_counted_while_logged_on) {
    Pair pair;
    FIX::Message direct = new_order("d1");
    EXPECT_TRUE(FIX::Session::sendToTarget(direct, kGatewaySession));
    ASSERT_TRUE(eventually([&] { return pair.venue.count("D") == 1; }));
    EXPECT_TRUE(eventually([&] {
        for (const sluice_event &event : pair.gateway.plugin.events()) {
            if (event.kind == SLUICE_EVENT_UNGATED && event.message_kind == SLUICE_KIND_NEW) return true;
        }
        return false;
    }));
    pair.venue.accept_logons(false);
    pair.venue.cut_connection();
    ASSERT_TRUE(eventually([&] { return !pair.gateway.is_logged_on(); }));
    FIX::Message late = new_order("d2");
    EXPECT_FALSE(FIX::Session::sendToTarget(late, kGatewaySession)) << "QuickFIX would store it and send it tomorrow";
    EXPECT_EQ(pair.gateway.gate->numbers().logged_off_vetoed, 1u);
}

TEST(Wire, logons_and_heartbeats_are_reported_as_ungated) {
    GatewayParts parts;
    parts.heartbeat_s = 1;
    Pair pair(parts);
    EXPECT_TRUE(eventually([&] { return pair.venue.count("0") >= 2; }));
    EXPECT_TRUE(eventually([&] {
        std::uint32_t admin = 0;
        for (const sluice_event &event : pair.gateway.plugin.events()) {
            if (event.kind == SLUICE_EVENT_UNGATED && event.message_kind == SLUICE_KIND_ADMIN) {
                admin += event.message_count;
            }
        }
        return admin >= 3;
    }));
}

TEST(Wire, a_cut_connection_is_a_transport_error_and_a_logout_is_none) {
    Pair pair;
    pair.venue.log_out("good night");
    ASSERT_TRUE(eventually([&] { return pair.gateway.plugin.count_events(SLUICE_EVENT_LANE_DOWN) >= 1; }));
    EXPECT_EQ(pair.gateway.plugin.count_events(SLUICE_EVENT_TRANSPORT_ERROR), 0u);
    ASSERT_TRUE(eventually([&] { return pair.gateway.is_logged_on(); }));
    ASSERT_TRUE(eventually([&] { return pair.gateway.plugin.count_events(SLUICE_EVENT_LANE_UP) == 2; }));
    pair.venue.cut_connection();
    EXPECT_TRUE(eventually([&] { return pair.gateway.plugin.count_events(SLUICE_EVENT_TRANSPORT_ERROR) == 1; }));
    EXPECT_TRUE(eventually([&] { return pair.gateway.plugin.count_events(SLUICE_EVENT_LANE_DOWN) >= 2; }));
}

TEST(Wire, nothing_follows_our_own_logout) {
    Pair pair;
    pair.gateway.plugin.ignores_lane_state = true;
    pair.gateway.session().logout("done");
    ASSERT_TRUE(eventually([&] { return pair.venue.count("5") == 1; }));
    EXPECT_EQ(pair.gateway.submit(new_order("c1")).fate, Fate::kRefused);
    EXPECT_EQ(pair.venue.count("D"), 0u);
}

}  // namespace
