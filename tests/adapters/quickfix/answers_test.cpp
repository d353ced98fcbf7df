// The venue's answers become events with the right grant and order.
#include <gtest/gtest.h>

#include "answers_fixture.hpp"

namespace {

using sluice::quickfix::Fate;
using namespace sluice_test;

TEST_F(Answers, an_order_lives_from_acknowledged_to_filled) {
    const std::uint64_t grant = send(new_order("c1"));
    const std::uint64_t order = last_order();
    pair_.venue.report("c1", "A", "A");
    settle(1);
    EXPECT_EQ(count(SLUICE_EVENT_ACKED), 0u) << "pending new is no answer yet";
    pair_.venue.report("c1", "0", "0");
    EXPECT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    pair_.venue.report("c1", "F", "1");
    pair_.venue.report("c1", "F", "2");
    ASSERT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
    EXPECT_EQ(last(SLUICE_EVENT_DONE).order_id, order);
    EXPECT_EQ(count(SLUICE_EVENT_ACKED), 1u);
    EXPECT_EQ(pair_.gateway.gate->numbers().orders_now, 0u);
}

TEST_F(Answers, a_fill_may_be_the_first_answer) {
    const std::uint64_t grant = send(new_order("c1"));
    pair_.venue.report("c1", "F", "2");
    EXPECT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
}

TEST_F(Answers, a_cancel_is_answered_under_its_own_id_and_ends_the_order) {
    send(new_order("c1"));
    const std::uint64_t order = last_order();
    pair_.venue.report("c1", "0", "0");
    const std::uint64_t grant = send(cancel_order("x1", "c1"));
    EXPECT_EQ(last_order(), order);
    pair_.venue.report("x1", "4", "4", "", "c1");
    EXPECT_TRUE(comes(SLUICE_EVENT_ACKED, grant));
    ASSERT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
    EXPECT_EQ(last(SLUICE_EVENT_DONE).order_id, order);
}

TEST_F(Answers, business_rejects_and_rate_rejects_are_told_apart) {
    std::uint64_t grant = send(new_order("c1"));
    pair_.venue.report("c1", "8", "8", "no funds");
    EXPECT_TRUE(comes(SLUICE_EVENT_REJECTED, grant));
    EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
    grant = send(new_order("c2"));
    pair_.venue.report("c2", "8", "8", "Rate Limit exceeded");
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant));
    EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 2; }));
}

TEST_F(Answers, a_rejected_amend_leaves_the_order_under_its_name_before) {
    send(new_order("c1"));
    pair_.venue.report("c1", "0", "0");
    const std::uint64_t grant = send(replace_order("c2", "c1", "101"));
    pair_.venue.send(
        make_message("9", {{11, "c2"}, {41, "c1"}, {39, "0"}, {434, "2"}, {102, "99"}, {58, "Too many requests"}}));
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant));
    EXPECT_EQ(count(SLUICE_EVENT_DONE), 0u);
    settle(2);
    send(cancel_order("x1", "c2"));
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("F") == 1; }));
    EXPECT_EQ(field(pair_.venue.received("F")[0].bytes, 41), "c1");
}

TEST_F(Answers, a_cancel_reject_that_says_the_order_is_gone_ends_it) {
    send(new_order("c1"));
    const std::uint64_t grant = send(cancel_order("x1", "c1"));
    pair_.venue.send(make_message("9", {{11, "x1"}, {41, "c1"}, {39, "2"}, {434, "1"}, {102, "0"}}));
    EXPECT_TRUE(comes(SLUICE_EVENT_REJECTED, grant));
    EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
}

TEST_F(Answers, rejects_that_name_only_a_sequence_number_find_their_message) {
    std::uint64_t grant = send(new_order("c1"));
    std::string number;
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") == 1; }));
    number = field(pair_.venue.received("D")[0].bytes, 34);
    FIX::Message reject = make_message("3", {{45, number}, {58, "bad tag"}});
    pair_.venue.send(reject);
    EXPECT_TRUE(comes(SLUICE_EVENT_REJECTED, grant));
    EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
    grant = send(new_order("c2"));
    pair_.venue.send(make_message("j", {{45, "9999"}, {372, "D"}, {379, "c2"}, {380, "4"}}));
    EXPECT_TRUE(comes(SLUICE_EVENT_FAILED, grant)) << "the venue's application does not answer: that is its failure";
}

TEST_F(Answers, queries_and_mass_cancels_are_answered_by_their_own_ids) {
    const std::uint64_t order = send(new_order("c1"));
    const std::uint64_t status = send(make_message("H", {{11, "c1"}, {55, "BTC-USD"}, {54, "1"}}));
    pair_.venue.report("c1", "I", "0");
    EXPECT_TRUE(comes(SLUICE_EVENT_ACKED, status)) << "not the order's own grant";
    pair_.venue.report("c1", "0", "0");
    EXPECT_TRUE(comes(SLUICE_EVENT_ACKED, order));
    const std::uint64_t sweep = send(make_message("q", {{11, "m1"}, {530, "7"}}));
    pair_.venue.send(make_message("r", {{11, "m1"}, {37, "V-1"}, {530, "7"}, {531, "0"}, {58, "throttled"}}));
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, sweep));
}

TEST_F(Answers, a_logout_for_the_rate_closes_the_limits) {
    pair_.venue.log_out("Message rate limit logout threshold exceeded");
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, 0));
    EXPECT_TRUE(eventually([&] { return count(SLUICE_EVENT_LANE_DOWN) >= 1; }));
    EXPECT_EQ(count(SLUICE_EVENT_TRANSPORT_ERROR), 0u);
}

// The venue answers from its own thread at once, so that some answers are here before the send has returned.
TEST_F(Answers, no_grant_is_reported_written_twice) {
    constexpr std::size_t kOrders = 1000;
    pair_.venue.acknowledge_orders(true);
    for (std::size_t order = 0; order < kOrders; ++order) {
        ASSERT_EQ(pair_.gateway.submit(new_order("c" + std::to_string(order))).fate, Fate::kSent);
    }
    ASSERT_TRUE(eventually([&] { return count(SLUICE_EVENT_ACKED) == kOrders; }));
    EXPECT_EQ(count(SLUICE_EVENT_WRITTEN), kOrders);
    std::map<std::uint64_t, std::uint32_t> first;
    for (const sluice_event &event : pair_.gateway.plugin.events()) {
        if (event.grant != 0) first.insert({event.grant, event.kind});
    }
    EXPECT_EQ(first.size(), kOrders);
    for (const auto &grant : first)
        EXPECT_EQ(grant.second, std::uint32_t(SLUICE_EVENT_WRITTEN)) << "answered first";
}

class ImpatientAnswers : public Answers {
protected:
    ImpatientAnswers()
        : Answers("SluiceAnswerTimeoutMs=50\nSluiceRateLimitText=slow down\nSluiceRateLimitPauseMs=250\n") {}
};

TEST_F(ImpatientAnswers, a_message_without_an_answer_times_out_once) {
    const std::uint64_t begin_ns = clock_ns();
    const std::uint64_t grant = send(new_order("c1"));
    EXPECT_TRUE(comes(SLUICE_EVENT_TIMED_OUT, grant));
    EXPECT_GE(clock_ns() - begin_ns, 50000000u);
    pair_.venue.report("c1", "0", "0");
    settle(1);
    EXPECT_EQ(count(SLUICE_EVENT_TIMED_OUT), 1u);
    EXPECT_EQ(count(SLUICE_EVENT_ACKED), 0u) << "the grant has had its outcome";
}

TEST_F(ImpatientAnswers, the_venues_own_words_and_pause_are_used) {
    const std::uint64_t grant = send(new_order("c1"));
    pair_.venue.report("c1", "8", "8", "please SLOW DOWN");
    EXPECT_TRUE(comes(SLUICE_EVENT_RATE_REJECTED, grant));
    EXPECT_EQ(last(SLUICE_EVENT_RATE_REJECTED).retry_after_ns, 250000000u);
}

}  // namespace
