#include "ledger.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using namespace replay;

constexpr std::uint64_t kStartNs = 1000;

class LedgerTest : public testing::Test {
protected:
    LedgerTest() { ledger.start(kStartNs); }

    Ledger::Ids open(Action action, std::uint64_t order, std::uint64_t now_ns, bool is_copy = false) {
        FlowEvent event{};
        event.action = action;
        const PlannedRequest planned{now_ns - kStartNs, order, 0, is_copy, &event};
        return ledger.open(planned, now_ns);
    }

    std::uint64_t count(Action action, Answer answer) const {
        return ledger.summary().answers[static_cast<std::size_t>(action)][static_cast<std::size_t>(answer)];
    }

    Ledger ledger;
};

TEST_F(LedgerTest, each_request_has_one_final_answer) {
    const auto first = open(Action::kNew, 0, 2000);
    const auto second = open(Action::kNew, 1, 2000);
    EXPECT_TRUE(ledger.answer(first.request, Answer::kAccepted, 2500));
    EXPECT_TRUE(ledger.answer(second.request, Answer::kExpired, 2600));
    ledger.close(5000);
    const LedgerSummary summary = ledger.summary();
    EXPECT_EQ(summary.requests, 2u);
    EXPECT_EQ(summary.answered, 2u);
    EXPECT_EQ(summary.lost, 0u);
    EXPECT_EQ(summary.duplicated, 0u);
    EXPECT_EQ(count(Action::kNew, Answer::kAccepted), 1u);
    EXPECT_EQ(count(Action::kNew, Answer::kExpired), 1u);
}

TEST_F(LedgerTest, unanswered_request_is_lost_and_its_delay_counts_until_the_end) {
    open(Action::kNew, 0, 2000);
    ledger.close(9000);
    const LedgerSummary summary = ledger.summary();
    EXPECT_EQ(summary.lost, 1u);
    EXPECT_EQ(summary.new_delay.count, 1u);
    EXPECT_EQ(summary.new_delay.max_ns, 7000u);
}

TEST_F(LedgerTest, same_answer_again_is_a_duplicate_and_changes_nothing) {
    const auto ids = open(Action::kNew, 0, 2000);
    ledger.answer(ids.request, Answer::kAccepted, 2500);
    ledger.answer(ids.request, Answer::kAccepted, 4500);
    const LedgerSummary summary = ledger.summary();
    EXPECT_EQ(summary.duplicated, 1u);
    EXPECT_EQ(summary.answered, 1u);
    EXPECT_EQ(summary.new_delay.max_ns, 500u);
}

TEST_F(LedgerTest, another_answer_later_is_a_contradiction) {
    const auto ids = open(Action::kNew, 0, 2000);
    ledger.answer(ids.request, Answer::kExpired, 2500);
    ledger.answer(ids.request, Answer::kAccepted, 2600);
    EXPECT_EQ(ledger.summary().contradicted, 1u);
    EXPECT_EQ(count(Action::kNew, Answer::kExpired), 1u);
    EXPECT_EQ(count(Action::kNew, Answer::kAccepted), 0u);
}

TEST_F(LedgerTest, answer_after_close_is_late_and_the_request_stays_lost) {
    const auto ids = open(Action::kNew, 0, 2000);
    ledger.close(3000);
    ledger.answer(ids.request, Answer::kAccepted, 3001);
    EXPECT_EQ(ledger.summary().lost, 1u);
    EXPECT_EQ(ledger.summary().late, 1u);
}

TEST_F(LedgerTest, answer_to_an_unknown_request_is_refused) {
    EXPECT_FALSE(ledger.answer(0, Answer::kAccepted, 2000));
    EXPECT_FALSE(ledger.order_ended(0));
}

TEST_F(LedgerTest, request_that_could_not_be_sent_is_none) {
    const auto ids = open(Action::kNew, 0, 2000);
    ledger.withdraw(ids.request);
    const LedgerSummary summary = ledger.summary();
    EXPECT_EQ(summary.requests, 0u);
    EXPECT_EQ(summary.lost, 0u);
    EXPECT_EQ(summary.not_sent, 1u);
    EXPECT_EQ(ledger.progress().sent, 0u);
}

TEST_F(LedgerTest, original_id_is_the_last_accepted_one) {
    const auto order = open(Action::kNew, 0, 2000);
    EXPECT_EQ(order.original, order.request);
    ledger.answer(order.request, Answer::kAccepted, 2100);
    const auto accepted = open(Action::kReplace, 0, 2200);
    EXPECT_EQ(accepted.original, order.request);
    ledger.answer(accepted.request, Answer::kAccepted, 2300);
    const auto rejected = open(Action::kReplace, 0, 2400);
    EXPECT_EQ(rejected.original, accepted.request);
    ledger.answer(rejected.request, Answer::kNotThere, 2500);
    EXPECT_EQ(open(Action::kCancel, 0, 2600).original, accepted.request);
}

TEST_F(LedgerTest, absorbed_cancel_answers_the_held_order_too) {
    const auto order = open(Action::kNew, 0, 2000);
    const auto cancel = open(Action::kCancel, 0, 3000);
    ledger.answer(cancel.request, Answer::kAbsorbed, 3100);
    EXPECT_EQ(ledger.summary().answered, 2u);
    EXPECT_EQ(count(Action::kNew, Answer::kAbsorbed), 1u);
    // A gateway may also answer the order by itself, once.
    ledger.answer(order.request, Answer::kAbsorbed, 3200);
    EXPECT_EQ(ledger.summary().duplicated, 0u);
    ledger.answer(order.request, Answer::kAbsorbed, 3300);
    EXPECT_EQ(ledger.summary().duplicated, 1u);
    EXPECT_EQ(ledger.summary().cancel_delay.max_ns, 100u);
    EXPECT_EQ(ledger.summary().cancel_delay_at_venue.count, 0u);
}

TEST_F(LedgerTest, venue_acknowledging_an_absorbed_order_is_a_contradiction) {
    const auto order = open(Action::kNew, 0, 2000);
    ledger.answer(open(Action::kCancel, 0, 3000).request, Answer::kAbsorbed, 3100);
    ledger.answer(order.request, Answer::kAccepted, 3200);
    EXPECT_EQ(ledger.summary().contradicted, 1u);
}

TEST_F(LedgerTest, cancel_delay_counts_cancels_that_worked) {
    for (const std::uint64_t order : {0, 1, 2, 3}) {
        ledger.answer(open(Action::kNew, order, 2000).request, Answer::kAccepted, 2001);
    }
    ledger.answer(open(Action::kCancel, 0, 3000).request, Answer::kCanceled, 3010);
    ledger.answer(open(Action::kCancel, 1, 3000).request, Answer::kNotThere, 3020);  // filled before
    ledger.answer(open(Action::kCancel, 2, 3000).request, Answer::kRateRejected, 3400);
    ledger.answer(open(Action::kCancel, 3, 3000).request, Answer::kRefused, 3500);
    EXPECT_EQ(ledger.summary().cancels_failed, 2u);
    const Percentiles delay = ledger.summary().cancel_delay;
    EXPECT_EQ(delay.count, 2u);
    EXPECT_EQ(delay.max_ns, 20u);
}

TEST_F(LedgerTest, cancel_that_is_never_answered_counts_with_its_age) {
    ledger.answer(open(Action::kNew, 0, 2000).request, Answer::kAccepted, 2001);
    open(Action::kCancel, 0, 3000);
    ledger.close(10000);
    EXPECT_EQ(ledger.summary().cancel_delay.max_ns, 7000u);
}

TEST_F(LedgerTest, cancel_of_an_order_that_never_lived_says_nothing_about_delay) {
    // Known to be dead when the cancel is sent.
    ledger.answer(open(Action::kNew, 0, 2000).request, Answer::kRateRejected, 2001);
    ledger.answer(open(Action::kCancel, 0, 3000).request, Answer::kNotThere, 3001);
    // The reject of the new order and the cancel cross on the wire.
    const auto crossed = open(Action::kNew, 1, 4000);
    const auto cancel = open(Action::kCancel, 1, 4001);
    ledger.answer(crossed.request, Answer::kRateRejected, 4002);
    ledger.answer(cancel.request, Answer::kNotThere, 4003);
    // A cancel that is rejected for a dead order did no harm.
    ledger.answer(open(Action::kNew, 2, 5000).request, Answer::kRateRejected, 5001);
    ledger.answer(open(Action::kCancel, 2, 6000).request, Answer::kRateRejected, 6001);
    EXPECT_EQ(ledger.summary().cancel_delay.count, 0u);
    EXPECT_EQ(ledger.summary().cancels_failed, 0u);
    EXPECT_EQ(ledger.summary().moot, 2u);
    EXPECT_EQ(ledger.summary().answered, 6u);
}

TEST_F(LedgerTest, cancel_of_a_filled_order_is_moot) {
    const auto order = open(Action::kNew, 0, 2000);
    ledger.answer(order.request, Answer::kAccepted, 2001);
    EXPECT_TRUE(ledger.order_ended(order.request));
    ledger.answer(open(Action::kCancel, 0, 3000).request, Answer::kNotThere, 3001);
    EXPECT_EQ(ledger.summary().moot, 1u);
    EXPECT_EQ(ledger.summary().cancel_delay.count, 0u);
}

TEST_F(LedgerTest, cancel_by_the_venue_is_no_second_answer_to_the_new_order) {
    const auto order = open(Action::kNew, 0, 2000);
    ledger.answer(order.request, Answer::kAccepted, 2001);
    ledger.answer(order.request, Answer::kCanceled, 2002);
    const LedgerSummary summary = ledger.summary();
    EXPECT_EQ(summary.duplicated + summary.contradicted, 0u);
    EXPECT_EQ(summary.orders_ended_by_venue, 1u);
}

TEST_F(LedgerTest, expired_orders_are_no_delay_of_an_acknowledgement) {
    ledger.answer(open(Action::kNew, 0, 2000).request, Answer::kExpired, 900000);
    ledger.answer(open(Action::kNew, 1, 2000).request, Answer::kAccepted, 2300);
    ledger.answer(open(Action::kNew, 2, 2000, true).request, Answer::kAccepted, 2400);
    const LedgerSummary summary = ledger.summary();
    EXPECT_EQ(summary.new_delay.count, 2u);
    EXPECT_EQ(summary.new_delay.max_ns, 400u);
    EXPECT_EQ(summary.new_delay_recorded.max_ns, 300u);
    EXPECT_EQ(summary.new_delay_copies.max_ns, 400u);
}

TEST_F(LedgerTest, lateness_of_its_own_sends_is_measured) {
    FlowEvent event{};
    const PlannedRequest planned{100, 0, 0, false, &event};
    ledger.open(planned, kStartNs + 130);
    EXPECT_EQ(ledger.summary().send_late.max_ns, 30u);
}

TEST_F(LedgerTest, series_count_each_second) {
    const std::uint64_t second = 1000000000;
    const auto ids = open(Action::kNew, 0, kStartNs);
    open(Action::kNew, 1, kStartNs + second);
    ledger.answer(ids.request, Answer::kAccepted, kStartNs + 2 * second + 1);
    const LedgerSummary summary = ledger.summary();
    EXPECT_EQ(summary.sent_by_second, (std::vector<std::uint64_t>{1, 1}));
    EXPECT_EQ(summary.answered_by_second, (std::vector<std::uint64_t>{0, 0, 1}));
}

TEST_F(LedgerTest, writes_one_line_a_request) {
    ledger.answer(open(Action::kNew, 4, 2000).request, Answer::kAccepted, 2500);
    open(Action::kCancel, 4, 3000);
    std::ostringstream output;
    ledger.write_requests(output);
    EXPECT_EQ(output.str(),
        "request,order,action,is_copy,is_moot,due_ns,sent_ns,answered_ns,answer\n"
        "0,4,new,0,0,2000,2000,2500,accepted\n"
        "1,4,cancel,0,0,3000,3000,0,none\n");
}

}  // namespace
