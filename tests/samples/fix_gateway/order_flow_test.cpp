// Every request gets exactly one final answer, in whatever order the gate, the wire and the venue get to speak.
#include "orders/order_flow.hpp"

#include <gmock/gmock.h>

#include "flow_bench.hpp"

namespace fix_gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Lines = std::vector<std::string>;

const GateVerdict kHeld = FlowBench::verdict(GateAction::kHeld);
const GateVerdict kRefused = FlowBench::verdict(GateAction::kRefused);
const GateVerdict kAnnihilated = FlowBench::verdict(GateAction::kAbsorbed, Settlement::kAnnihilated);
const GateVerdict kFolded = FlowBench::verdict(GateAction::kAbsorbed, Settlement::kFolded);
const GateVerdict kDuplicate = FlowBench::verdict(GateAction::kAbsorbed, Settlement::kDuplicate);

TEST(OrderFlow, passes_an_order_and_its_answers) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.amend("R1", "N1", 200000000, 10100000000);
    bench.venue(1, '5', '0');
    bench.cancel("C1", "R1");
    bench.venue(2, '4', '4');
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:5:R1", "8:4:C1"));
    EXPECT_EQ(bench.reports[1].client_original_id, "N1");
    EXPECT_EQ(bench.reports[1].quantity_e8, 200000000);
    EXPECT_EQ(bench.reports[2].client_original_id, "R1");
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
    EXPECT_EQ(bench.flow.live_order_count(), 0u);
}

TEST(OrderFlow, names_the_order_on_the_wire_by_what_was_sent_last) {
    FlowBench bench;
    const VenueIds &ids = bench.flow.venue_ids();
    bench.place("N1");
    bench.amend("R1", "N1", 1, 1);  // sent, no answer yet
    bench.cancel("C1", "R1");
    EXPECT_EQ(bench.wire[1].getField(41), ids.text(bench.offered[0].request_id));
    EXPECT_EQ(bench.wire[2].getField(41), ids.text(bench.offered[1].request_id));
    bench.venue_rejects_change(1, 0);
    bench.cancel("C2", "N1");
    EXPECT_EQ(bench.wire[3].getField(41), ids.text(bench.offered[0].request_id));
}

TEST(OrderFlow, does_not_name_an_amend_that_never_left) {
    FlowBench bench;
    bench.place("N1");
    bench.script = {kHeld, kHeld};
    bench.amend("R1", "N1", 1, 1);
    bench.cancel("C1", "R1");
    bench.drop(1, false, "superseded");
    bench.release(2);
    EXPECT_EQ(bench.wire[1].getField(41), bench.flow.venue_ids().text(bench.offered[0].request_id));
}

TEST(OrderFlow, tells_pending_before_the_answer_and_never_after_it) {
    FlowBench bench;
    bench.script = {kHeld};
    bench.place("N1");
    bench.release(0);
    bench.venue(0, '0', '0');
    EXPECT_THAT(bench.told(), ElementsAre("8:A:N1", "8:0:N1"));

    FlowBench quick;
    quick.script = {kHeld};
    quick.before_verdict = [&] {
        quick.release(0);
        quick.venue(0, '0', '0');
    };
    quick.place("N1");
    EXPECT_THAT(quick.told(), ElementsAre("8:0:N1"));
}

TEST(OrderFlow, a_drop_may_come_before_the_verdict) {
    FlowBench bench;
    bench.script = {kHeld};
    bench.before_verdict = [&] { bench.drop(0, false, "Sluice: expired while held"); };
    bench.place("N1");
    EXPECT_THAT(bench.told(), ElementsAre("8:8:N1"));
    EXPECT_EQ(bench.reports[0].text, "Sluice: expired while held");
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
}

TEST(OrderFlow, settles_a_cancel_with_its_held_order_by_one_report) {
    for (const bool is_drop_first : {true, false}) {
        FlowBench bench;
        bench.script = {kHeld, kAnnihilated};
        bench.place("N1");
        if (is_drop_first) bench.before_verdict = [&] { bench.drop(0, true, "annihilated"); };
        bench.cancel("C1", "N1");
        if (!is_drop_first) bench.drop(0, true, "annihilated");
        EXPECT_THAT(bench.told(), ElementsAre("8:A:N1", "8:4:C1")) << is_drop_first;
        EXPECT_EQ(bench.reports[1].client_original_id, "N1");
        EXPECT_EQ(bench.flow.open_request_count(), 0u);
        EXPECT_EQ(bench.flow.live_order_count(), 0u);
    }
}

TEST(OrderFlow, settles_when_both_were_held_and_meet_later) {
    for (const bool is_new_first : {true, false}) {
        FlowBench bench;
        bench.script = {kHeld, kHeld};
        bench.place("N1");
        bench.cancel("C1", "N1");
        bench.drop(is_new_first ? 0 : 1, true, "annihilated");
        bench.drop(is_new_first ? 1 : 0, true, "annihilated");
        EXPECT_THAT(bench.told(), ElementsAre("8:A:N1", "8:6:C1", "8:4:C1")) << is_new_first;
        EXPECT_EQ(bench.flow.open_request_count(), 0u);
    }
}

TEST(OrderFlow, a_cancel_of_the_gateway_reports_the_order_alone) {
    FlowBench bench;
    bench.script = {kHeld, kAnnihilated};
    bench.place("N1");
    bench.flow.cancel_orders_of(0, bench.flow.last_order_id());
    bench.drop(0, true, "annihilated");
    EXPECT_THAT(bench.told(), ElementsAre("8:A:N1", "8:4:N1"));
    EXPECT_EQ(bench.reports[1].client_original_id, "");
}

TEST(OrderFlow, answers_a_folded_amend_at_once_and_the_order_later) {
    FlowBench bench;
    bench.script = {kHeld, kFolded, kFolded};
    bench.place("N1");
    bench.amend("R1", "N1", 200000000, 9900000000);
    bench.amend("R2", "R1", 300000000, 9800000000);
    bench.release(0);
    bench.venue(0, '0', '0');
    EXPECT_THAT(bench.told(), ElementsAre("8:A:N1", "8:5:R1", "8:5:R2", "8:0:N1"));
    EXPECT_EQ(bench.reports[3].quantity_e8, 300000000);
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
    // What nobody asked for names the order as the client knows it now.
    bench.venue(0, 'F', '2');
    EXPECT_EQ(bench.told().back(), "8:F:R2");
}

TEST(OrderFlow, a_folded_amend_of_a_live_order_gets_the_answer_of_the_one_it_lives_in) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.script = {kHeld, kFolded, kFolded};
    bench.amend("R1", "N1", 200000000, 9900000000);
    bench.amend("R2", "R1", 300000000, 9800000000);
    bench.amend("R3", "R2", 400000000, 9700000000);
    bench.release(1);
    bench.venue(1, '5', '0');
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:E:R1", "9:R1", "8:E:R2", "9:R2", "8:E:R3", "8:5:R3"));
    EXPECT_EQ(bench.reports.back().quantity_e8, 400000000);
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
}

TEST(OrderFlow, refuses_the_twin_of_a_held_cancel) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.script = {kHeld, kDuplicate};
    bench.cancel("C1", "N1");
    bench.cancel("C2", "N1");
    bench.release(1);
    bench.venue(1, '4', '4');
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:6:C1", "9:C2", "8:4:C1"));
    EXPECT_EQ(bench.reports[2].code, RejectCode::kAlreadyPending);
}

TEST(OrderFlow, ignores_a_second_answer_of_the_venue) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.venue(0, '0', '0');
    bench.cancel("C1", "N1");
    bench.venue_rejects_change(1, 0);
    bench.venue_rejects_change(1, 0);
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "9:C1"));
    EXPECT_EQ(bench.counters.repeated_answers.value(), 2u);
}

TEST(OrderFlow, answers_a_cancel_that_a_fill_overtook) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.cancel("C1", "N1");
    bench.venue(0, 'F', '2');
    bench.venue_rejects_change(1, 0);
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:F:N1", "9:C1"));
    bench.cancel("C2", "N1");
    EXPECT_EQ(bench.reports.back().code, RejectCode::kTooLate);
}

TEST(OrderFlow, passes_a_trade_on_even_after_the_end) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.venue(0, '4', '4');
    VenueReport trade = bench.report_on(0, 'F', '1');
    trade.has_filled = true;
    trade.filled_e8 = 50000000;
    bench.flow.on_venue_report(trade);
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:4:N1", "8:F:N1"));
    EXPECT_EQ(bench.reports.back().filled_e8, 50000000);
    EXPECT_EQ(bench.flow.live_order_count(), 0u);
}

TEST(OrderFlow, refusals_answer_in_the_form_of_their_request) {
    FlowBench bench;
    bench.script = {kRefused};
    bench.place("N1");
    bench.place("N2");
    bench.venue(1, '0', '0');
    bench.script = {kRefused, kRefused, kRefused};
    bench.amend("R1", "N2", 1, 1);
    bench.cancel("C1", "N2");
    ClientRequest status = FlowBench::base(ClientRequestKind::kStatus, "N2", 0);
    bench.flow.on_client_request(status);
    EXPECT_THAT(bench.told(), ElementsAre("8:8:N1", "8:0:N2", "9:R1", "9:C1", "j:N2"));
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
    EXPECT_EQ(bench.flow.live_order_count(), 1u);
}

TEST(OrderFlow, names_stay_taken_and_names_of_others_are_unknown) {
    FlowBench bench;
    bench.place("N1", 0);
    bench.place("N1", 0);
    EXPECT_EQ(bench.reports.back().code, RejectCode::kDuplicate);
    bench.place("N9", 1);
    bench.cancel("C1", "N9");
    EXPECT_EQ(bench.reports.back().code, RejectCode::kUnknownOrder);
    EXPECT_EQ(bench.offered.size(), 2u);
}

TEST(OrderFlow, an_id_of_another_run_is_counted_and_told_to_nobody) {
    FlowBench bench;
    VenueReport report;
    report.execution_type = 'F';
    bench.flow.on_venue_report(report);
    EXPECT_THAT(bench.told(), IsEmpty());
    EXPECT_EQ(bench.counters.unknown_reports.value(), 1u);
}

TEST(OrderFlow, only_requests_of_clients_expire_and_never_cancels) {
    FlowBench bench;
    FlowBench::time_ns() = 5000;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.amend("R1", "N1", 1, 1);
    bench.cancel("C1", "N1");
    EXPECT_EQ(bench.offered[0].deadline_ns, 7000u);
    EXPECT_EQ(bench.offered[1].deadline_ns, 7000u);
    EXPECT_EQ(bench.offered[2].deadline_ns, 0u);
}

TEST(OrderFlow, knows_an_amend_that_only_lowers_exposure) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.amend("R1", "N1", 50000000, 10000000000);
    bench.amend("R2", "N1", 50000000, 10000000001);
    bench.amend("R3", "N1", 100000001, 10000000000);
    EXPECT_TRUE(bench.offered[1].reduces_risk);
    EXPECT_FALSE(bench.offered[2].reduces_risk);
    EXPECT_FALSE(bench.offered[3].reduces_risk);
}

TEST(OrderFlow, stops_new_risk_and_lets_cancels_pass) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.flow.begin_stop();
    bench.place("N2");
    bench.amend("R1", "N1", 1, 1);
    bench.cancel("C1", "N1");
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:8:N2", "9:R1"));
    EXPECT_EQ(bench.offered.size(), 2u);
}

TEST(OrderFlow, asks_the_venue_about_what_a_disconnect_left_open) {
    FlowBench bench;
    bench.place("KNOWN");
    bench.venue(0, '0', '0');
    bench.place("LOST");
    bench.cancel("C1", "KNOWN");
    bench.place("SETTLED");
    bench.venue(3, '0', '0');
    bench.flow.on_venue_down(0);
    bench.flow.on_venue_back(0);
    ASSERT_EQ(bench.offered.size(), 6u);
    EXPECT_EQ(bench.wire[4].getHeader().getField(35), "H");
    bench.reports.clear();

    VenueReport lives = bench.report_on(0, 'I', '0');
    lives.status_request_id = bench.offered[4].request_id;
    bench.flow.on_venue_report(lives);
    // The cancel did not arrive: it is sent again under its own name.
    ASSERT_EQ(bench.offered.size(), 7u);
    EXPECT_EQ(bench.offered[6].request_id, bench.offered[2].request_id);
    bench.venue(2, '4', '4');
    VenueReport unknown = bench.report_on(1, 'I', '8');
    unknown.status_request_id = bench.offered[5].request_id;
    bench.flow.on_venue_report(unknown);
    EXPECT_THAT(bench.told(), ElementsAre("8:4:C1", "8:8:LOST"));
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
}

TEST(OrderFlow, asks_again_when_the_question_was_refused) {
    FlowBench bench;
    bench.place("N1");
    bench.flow.on_venue_down(0);
    bench.flow.on_venue_back(0);
    bench.flow.ask_open_questions();
    ASSERT_EQ(bench.offered.size(), 2u);
    VenueReport refused = bench.report_on(1, 0, 0);
    refused.kind = VenueReport::Kind::kReject;
    refused.text = "Rate limit exceeded";
    bench.flow.on_venue_report(refused);
    EXPECT_THAT(bench.told(), IsEmpty());
    bench.flow.ask_open_questions();
    ASSERT_EQ(bench.offered.size(), 3u);
    VenueReport unknown = bench.report_on(0, 'I', '8');
    unknown.status_request_id = bench.offered[2].request_id;
    bench.flow.on_venue_report(unknown);
    EXPECT_THAT(bench.told(), ElementsAre("8:8:N1"));
    bench.flow.ask_open_questions();
    EXPECT_EQ(bench.offered.size(), 3u);
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
}

TEST(OrderFlow, closes_a_lost_cancel_when_the_venue_ended_the_order_by_itself) {
    FlowBench bench;
    bench.place("N1");
    bench.venue(0, '0', '0');
    bench.cancel("C1", "N1");
    bench.flow.on_venue_down(0);
    bench.venue(0, '4', '4');  // cancelled on disconnect, told after the logon
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:4:N1", "9:C1"));
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
}

TEST(OrderFlow, a_resent_answer_needs_no_reconciliation) {
    FlowBench bench;
    bench.place("N1");
    bench.flow.on_venue_down(0);
    bench.flow.on_venue_back(0);
    bench.venue(0, '0', '0');
    VenueReport lives = bench.report_on(0, 'I', '0');
    lives.status_request_id = bench.offered[1].request_id;
    bench.flow.on_venue_report(lives);
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1"));
    EXPECT_EQ(bench.flow.open_request_count(), 0u);
}

TEST(OrderFlow, mass_cancel_skips_orders_that_are_being_cancelled) {
    FlowBench bench;
    for (const char *id : {"N1", "N2"})
        bench.place(id);
    bench.venue(0, '0', '0');
    bench.venue(1, '0', '0');
    bench.cancel("C1", "N1");
    ClientRequest all = FlowBench::base(ClientRequestKind::kMassCancel, "M1", 0);
    all.mass_cancel_type = '7';
    all.side = 0;
    bench.flow.on_client_request(all);
    ASSERT_EQ(bench.offered.size(), 4u);
    bench.venue(2, '4', '4');
    bench.venue_rejects_change(3, 0);
    EXPECT_THAT(bench.told(), ElementsAre("8:0:N1", "8:0:N2", "r:M1", "8:4:C1", "9:M1"));
    EXPECT_EQ(bench.reports[2].affected_orders, 2u);
    EXPECT_EQ(bench.reports[4].client_original_id, "N2");
}

}  // namespace
}  // namespace fix_gateway
