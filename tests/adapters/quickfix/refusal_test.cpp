// What is refused never touches the session: QuickFIX stamps its last-sent time before it asks anybody, so a row of
// vetoed messages would silence the heartbeats, and the venue would end the session.
#include <gtest/gtest.h>

#include <thread>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using namespace sluice_test;

void refuse_all(const sluice_request &, sluice_verdict &verdict) {
    verdict.action = SLUICE_ACTION_REFUSED;
    verdict.reason = SLUICE_REASON_BREAKER_OPEN;
}

TEST(Refusal, heartbeats_keep_their_interval_while_orders_are_refused_at_5_a_second) {
    GatewayParts parts;
    parts.heartbeat_s = 2;
    Pair pair(parts);
    pair.gateway.plugin.decide(refuse_all);
    const std::uint64_t begin_ns = clock_ns();
    for (int order = 0; order < 45; ++order) {
        EXPECT_EQ(pair.gateway.submit(new_order("c" + std::to_string(order))).fate, Fate::kRefused);
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    const std::uint64_t end_ns = clock_ns();
    std::uint64_t last_ns = begin_ns;
    for (const Venue::Received &heartbeat : pair.venue.received("0")) {
        // Interval 2 s, QuickFIX looks once a second.
        EXPECT_LT(heartbeat.time_ns - last_ns, 3500000000u);
        last_ns = heartbeat.time_ns;
    }
    EXPECT_LT(end_ns - last_ns, 3500000000u);
    EXPECT_GE(pair.venue.count("0"), 3u);
    EXPECT_EQ(pair.venue.count("D"), 0u);
    EXPECT_EQ(pair.venue.count("5"), 0u);
    EXPECT_TRUE(pair.gateway.is_logged_on());
}

TEST(Refusal, says_reason_and_sequence_number_stays) {
    Pair pair;
    pair.gateway.plugin.decide(refuse_all);
    const int number = pair.gateway.session().getExpectedSenderNum();
    const Outcome outcome = pair.gateway.submit(new_order("c1"));
    EXPECT_EQ(outcome.fate, Fate::kRefused);
    EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_BREAKER_OPEN));
    EXPECT_FALSE(outcome.text.empty());
    EXPECT_EQ(pair.gateway.session().getExpectedSenderNum(), number);
    EXPECT_EQ(pair.gateway.gate->numbers().held_now, 0u);
    EXPECT_EQ(pair.gateway.gate->numbers().orders_now, 0u);
}

TEST(Refusal, bad_fields_are_named_with_value_and_remedy) {
    Pair pair;
    Outcome outcome = pair.gateway.submit(new_order("c1", "ten"));
    EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_BAD_NOTIONAL));
    EXPECT_NE(outcome.text.find("Price(44) is 'ten'"), std::string::npos) << outcome.text;
    outcome = pair.gateway.submit(new_order("c2", "1", "99999999999999"));
    EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_BAD_QUANTITY));
    EXPECT_NE(outcome.text.find("OrderQty(38)"), std::string::npos) << outcome.text;
    FIX::Message nameless = new_order("c3");
    nameless.removeField(11);
    outcome = pair.gateway.submit(nameless);
    EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_BAD_ORDER_ID));
    EXPECT_NE(outcome.text.find("11"), std::string::npos) << outcome.text;
    outcome = pair.gateway.submit(FIX::Message());
    EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_BAD_KIND));
    EXPECT_TRUE(pair.gateway.plugin.requests().empty()) << "nothing of it is the plugin's business";
    EXPECT_EQ(pair.gateway.gate->numbers().refused, 4u);
}

TEST(Refusal, unknown_account_stops_an_order_but_no_cancel) {
    Pair pair;
    pair.gateway.plugin.forget_name("GONE");
    sluice::quickfix::SubmitOptions options;
    options.account = "GONE";
    const Outcome outcome = pair.gateway.submit(new_order("c1"), options);
    EXPECT_EQ(outcome.reason, std::uint32_t(SLUICE_REASON_UNKNOWN_ACCOUNT));
    EXPECT_NE(outcome.text.find("account 'GONE'"), std::string::npos) << outcome.text;
    EXPECT_EQ(pair.gateway.submit(cancel_order("x1", "old"), options).fate, Fate::kSent);
    FIX::Message bad_cancel = cancel_order("x2", "old");
    bad_cancel.setField(38, "many");
    EXPECT_EQ(pair.gateway.submit(bad_cancel, options).fate, Fate::kSent);
}

}  // namespace
