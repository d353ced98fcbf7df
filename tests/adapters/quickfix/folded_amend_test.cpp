// An amend that meets its held order: the order goes out with the amend's price and quantity under its own ClOrdID, and
// whoever names the amend later still reaches the order.
#include <gtest/gtest.h>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using sluice::quickfix::SubmitOptions;
using namespace sluice_test;

class FoldedAmend : public testing::Test {
protected:
    FoldedAmend() {
        pair_.gateway.plugin.decide(
            [](const sluice_request &, sluice_verdict &verdict) { verdict.action = SLUICE_ACTION_HELD; });
        SubmitOptions options;
        options.tag = 1;
        order_ = pair_.gateway.submit(new_order("c1", "100", "5"), options).ticket;
    }

    Outcome fold(
        const std::string &id, const std::string &original, const std::string &price, std::uint64_t superseded) {
        const std::uint64_t order = order_;
        pair_.gateway.plugin.decide([order, superseded](const sluice_request &, sluice_verdict &verdict) {
            verdict.action = SLUICE_ACTION_ABSORBED;
            verdict.reason = SLUICE_REASON_FOLDED;
            verdict.other_ticket = order;
            verdict.superseded_ticket = superseded;
        });
        SubmitOptions options;
        options.tag = 2;
        const Outcome outcome = pair_.gateway.submit(replace_order(id, original, price, "7"), options);
        pair_.gateway.plugin.decide(nullptr);
        return outcome;
    }

    Pair pair_;
    std::uint64_t order_;
};

TEST_F(FoldedAmend, gives_price_and_quantity_but_not_its_name) {
    const Outcome amend = fold("c2", "c1", "101", 0);
    EXPECT_EQ(amend.fate, Fate::kAbsorbed);
    EXPECT_EQ(amend.reason, std::uint32_t(SLUICE_REASON_FOLDED));
    EXPECT_EQ(amend.other_ticket, order_);
    const auto requests = pair_.gateway.plugin.requests();
    EXPECT_EQ(requests.at(0).order_id, requests.at(1).order_id);

    pair_.gateway.plugin.release(order_, SLUICE_RELEASE_SEND, 0, amend.ticket);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") == 1; }));
    const std::string bytes = pair_.venue.received("D")[0].bytes;
    EXPECT_EQ(field(bytes, 44), "101");
    EXPECT_EQ(field(bytes, 38), "7");
    EXPECT_EQ(field(bytes, 11), "c1");
    ASSERT_TRUE(eventually([&] { return pair_.gateway.listener.news().size() == 1; }));
    EXPECT_EQ(pair_.gateway.listener.news()[0].folded_tag, 2u);
    EXPECT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
    EXPECT_EQ(pair_.venue.count("G"), 0u);

    // The client only knows its last ClOrdID; the venue only knows the first.
    EXPECT_EQ(pair_.gateway.submit(cancel_order("x1", "c2")).fate, Fate::kSent);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("F") == 1; }));
    EXPECT_EQ(field(pair_.venue.received("F")[0].bytes, 41), "c1");
    EXPECT_EQ(pair_.gateway.plugin.requests().back().order_id, requests.at(0).order_id);
}

TEST_F(FoldedAmend, the_last_one_wins_and_the_one_before_is_forgotten) {
    const Outcome first = fold("c2", "c1", "101", 0);
    const Outcome second = fold("c3", "c2", "102", first.ticket);
    EXPECT_EQ(pair_.gateway.gate->numbers().held_now, 2u);
    pair_.gateway.plugin.release(order_, SLUICE_RELEASE_SEND, 0, second.ticket);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") == 1; }));
    EXPECT_EQ(field(pair_.venue.received("D")[0].bytes, 44), "102");
    EXPECT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
}

TEST_F(FoldedAmend, is_dropped_with_its_order_even_if_the_release_does_not_name_it) {
    fold("c2", "c1", "101", 0);
    pair_.gateway.plugin.release(order_, SLUICE_RELEASE_DROPPED, SLUICE_REASON_KILLED);
    ASSERT_TRUE(eventually([&] { return pair_.gateway.listener.news().size() == 1; }));
    EXPECT_EQ(pair_.gateway.listener.news()[0].folded_tag, 2u);
    EXPECT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
}

TEST_F(FoldedAmend, whose_order_was_dropped_at_the_same_moment_is_refused) {
    const std::uint64_t order = order_;
    pair_.gateway.plugin.release(order, SLUICE_RELEASE_DROPPED, SLUICE_REASON_EXPIRED);
    ASSERT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
    const Outcome amend = fold("c2", "c1", "101", 0);
    EXPECT_EQ(amend.fate, Fate::kRefused);
    EXPECT_EQ(pair_.gateway.gate->numbers().held_now, 0u);
    EXPECT_EQ(pair_.gateway.gate->numbers().absorbed, 0u);
}

TEST_F(FoldedAmend, a_cancel_that_supersedes_a_held_amend_names_what_the_venue_knows) {
    pair_.gateway.plugin.release(order_, SLUICE_RELEASE_SEND);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") == 1; }));
    const Outcome amend = pair_.gateway.submit(replace_order("c2", "c1", "105"));
    ASSERT_EQ(amend.fate, Fate::kHeld);
    pair_.gateway.plugin.decide(nullptr);
    EXPECT_EQ(pair_.gateway.submit(cancel_order("x1", "c2")).fate, Fate::kSent);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("F") == 1; }));
    EXPECT_EQ(field(pair_.venue.received("F")[0].bytes, 41), "c1") << "c2 never went out";
}

}  // namespace
