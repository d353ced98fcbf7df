// The submit() that sends the caller's own message: what it does to it, and that a held message is a copy.
#include <gtest/gtest.h>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using namespace sluice_test;

void hold_all(const sluice_request &, sluice_verdict &verdict) {
    verdict.action = SLUICE_ACTION_HELD;
}

TEST(OwnMessage, goes_out_as_it_is_and_shows_how) {
    Pair pair;
    FIX::Message order = new_order("c1");
    const Outcome outcome = pair.gateway.submit_own(order);
    ASSERT_EQ(outcome.fate, Fate::kSent);
    ASSERT_TRUE(eventually([&] { return pair.venue.count("D") == 1; }));
    const std::string bytes = pair.venue.received("D")[0].bytes;
    EXPECT_EQ(order.getHeader().getField(34), field(bytes, 34));
    EXPECT_EQ(order.getHeader().getField(52), field(bytes, 52));
    EXPECT_EQ(pair.gateway.plugin.count_events(SLUICE_EVENT_WRITTEN), 1u);
    EXPECT_EQ(pair.gateway.gate->numbers().held_now, 0u);
    // Its answer is known as that of any other.
    pair.venue.report("c1", "0", "0");
    EXPECT_TRUE(eventually([&] { return pair.gateway.plugin.count_events(SLUICE_EVENT_ACKED) == 1; }));
}

TEST(OwnMessage, is_not_the_one_that_is_held) {
    Pair pair;
    pair.gateway.plugin.decide(hold_all);
    FIX::Message order = new_order("c1", "100", "5");
    const std::string before = order.toString();
    const Outcome outcome = pair.gateway.submit_own(order);
    ASSERT_EQ(outcome.fate, Fate::kHeld);
    EXPECT_EQ(order.toString(), before);
    order.setField(44, "999");
    pair.gateway.plugin.release(outcome.ticket, SLUICE_RELEASE_SEND);
    ASSERT_TRUE(eventually([&] { return pair.venue.count("D") == 1; }));
    EXPECT_EQ(field(pair.venue.received("D")[0].bytes, 44), "100");
    EXPECT_EQ(order.getField(44), "999");
    EXPECT_TRUE(eventually([&] { return pair.gateway.gate->numbers().held_now == 0; }));
}

TEST(OwnMessage, names_its_order_as_the_venue_does_only_when_it_went_out) {
    Pair pair;
    FIX::Message order = new_order("c1");
    ASSERT_EQ(pair.gateway.submit_own(order).fate, Fate::kSent);
    // An amend that the venue refuses: its name never becomes that of the order.
    FIX::Message amend = replace_order("c2", "c1", "101");
    ASSERT_EQ(pair.gateway.submit_own(amend).fate, Fate::kSent);
    pair.venue.report("c2", "8", "8", "", "c1");
    ASSERT_TRUE(eventually([&] { return pair.gateway.plugin.count_events(SLUICE_EVENT_REJECTED) == 1; }));
    FIX::Message cancel = cancel_order("x1", "c2");
    pair.gateway.own_application.vetoes.store(true);
    ASSERT_EQ(pair.gateway.submit_own(cancel).fate, Fate::kRefused);
    EXPECT_EQ(cancel.getField(41), "c2");
    pair.gateway.own_application.vetoes.store(false);
    ASSERT_EQ(pair.gateway.submit_own(cancel).fate, Fate::kSent);
    EXPECT_EQ(cancel.getField(41), "c1");
    ASSERT_TRUE(eventually([&] { return pair.venue.count("F") == 1; }));
    EXPECT_EQ(field(pair.venue.received("F")[0].bytes, 41), "c1");
}

TEST(OwnMessage, a_refused_one_leaves_nothing_behind) {
    Pair pair;
    pair.gateway.plugin.decide([](const sluice_request &, sluice_verdict &verdict) {
        verdict.action = SLUICE_ACTION_REFUSED;
        verdict.reason = SLUICE_REASON_BREAKER_OPEN;
    });
    FIX::Message order = new_order("c1");
    const std::string before = order.toString();
    EXPECT_EQ(pair.gateway.submit_own(order).fate, Fate::kRefused);
    EXPECT_EQ(order.toString(), before);
    EXPECT_EQ(pair.gateway.gate->numbers().held_now, 0u);
    EXPECT_EQ(pair.gateway.gate->numbers().orders_now, 0u);
}

TEST(OwnMessage, an_amend_that_is_folded_lives_on_as_a_copy) {
    Pair pair;
    pair.gateway.plugin.decide(hold_all);
    FIX::Message order = new_order("c1", "100", "5");
    const Outcome held = pair.gateway.submit_own(order);
    pair.gateway.plugin.decide([&](const sluice_request &, sluice_verdict &verdict) {
        verdict.action = SLUICE_ACTION_ABSORBED;
        verdict.reason = SLUICE_REASON_FOLDED;
        verdict.other_ticket = held.ticket;
    });
    FIX::Message amend = replace_order("c2", "c1", "101", "7");
    const Outcome folded = pair.gateway.submit_own(amend);
    ASSERT_EQ(folded.fate, Fate::kAbsorbed);
    amend.setField(44, "999");
    pair.gateway.plugin.release(held.ticket, SLUICE_RELEASE_SEND, 0, folded.ticket);
    ASSERT_TRUE(eventually([&] { return pair.venue.count("D") == 1; }));
    EXPECT_EQ(field(pair.venue.received("D")[0].bytes, 44), "101");
    EXPECT_EQ(field(pair.venue.received("D")[0].bytes, 38), "7");
    EXPECT_TRUE(eventually([&] { return pair.gateway.gate->numbers().held_now == 0; }));
}

}  // namespace
