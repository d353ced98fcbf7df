// After a disconnect with orders held, a logon and a ResendRequest for everything: no old order goes out.
#include <gtest/gtest.h>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using namespace sluice_test;

TEST(PossDup, a_resend_request_for_everything_gets_no_order) {
    Pair pair;
    FIX::Message status = make_message("H", {{11, "c1"}, {790, "s1"}, {55, "BTC-USD"}, {54, "1"}});
    EXPECT_EQ(pair.gateway.submit(new_order("c1")).fate, Fate::kSent);
    EXPECT_EQ(pair.gateway.submit(replace_order("c2", "c1", "99")).fate, Fate::kSent);
    EXPECT_EQ(pair.gateway.submit(cancel_order("x1", "c2")).fate, Fate::kSent);
    EXPECT_EQ(pair.gateway.submit(status).fate, Fate::kSent);
    // Held when the session goes.
    pair.gateway.plugin.decide(
        [](const sluice_request &, sluice_verdict &verdict) { verdict.action = SLUICE_ACTION_HELD; });
    EXPECT_EQ(pair.gateway.submit(new_order("c3")).fate, Fate::kHeld);
    ASSERT_TRUE(eventually([&] { return pair.venue.count("H") == 1; }));

    pair.venue.accept_logons(false);
    pair.venue.cut_connection();
    ASSERT_TRUE(eventually([&] { return pair.gateway.listener.news().size() == 1; }));
    EXPECT_FALSE(pair.gateway.listener.news()[0].is_sent);
    EXPECT_EQ(pair.gateway.listener.news()[0].reason, std::uint32_t(SLUICE_REASON_LANE_DOWN));
    // Offered while logged off.
    EXPECT_EQ(pair.gateway.submit(new_order("c4")).fate, Fate::kRefused);

    pair.venue.forget_received();
    pair.venue.accept_logons(true);
    ASSERT_TRUE(eventually([&] { return pair.gateway.is_logged_on(); }));
    // The question is answered by resending the status request and filling the gaps around it.
    ASSERT_TRUE(eventually([&] { return pair.venue.count("H") == 2; }));
    ASSERT_TRUE(eventually([&] { return pair.venue.count("4") >= 1; }));
    EXPECT_EQ(field(pair.venue.received("H")[1].bytes, 43), "Y");
    EXPECT_EQ(pair.venue.count("D"), 1u);
    EXPECT_EQ(pair.venue.count("G"), 1u);
    EXPECT_EQ(pair.venue.count("F"), 1u);
    EXPECT_EQ(pair.gateway.gate->numbers().possdup_gap_filled, 3u);
    // And the session works on.
    pair.gateway.plugin.decide(nullptr);
    EXPECT_TRUE(eventually([&] { return pair.gateway.submit(new_order("c5")).fate == Fate::kSent; }));
    EXPECT_TRUE(eventually([&] { return pair.venue.count("D") == 2; }));
}

}  // namespace
