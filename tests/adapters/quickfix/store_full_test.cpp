// The message store is full: orders are refused with a clear text, cancels still pass, and what is held stays held.
#include <gtest/gtest.h>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using namespace sluice_test;

TEST(StoreFull, refuses_orders_clearly_and_loses_nothing) {
    GatewayParts parts;
    parts.options.held_max = 4;
    Pair pair(parts);
    pair.gateway.plugin.decide(
        [](const sluice_request &, sluice_verdict &verdict) { verdict.action = SLUICE_ACTION_HELD; });
    for (int order = 0; order < 4; ++order) {
        EXPECT_EQ(pair.gateway.submit(new_order("c" + std::to_string(order))).fate, Fate::kHeld);
    }
    const Outcome refused = pair.gateway.submit(new_order("c4"));
    EXPECT_EQ(refused.fate, Fate::kRefused);
    EXPECT_EQ(refused.reason, std::uint32_t(SLUICE_REASON_QUEUE_FULL));
    EXPECT_NE(refused.text.find("message store is full"), std::string::npos) << refused.text;
    EXPECT_EQ(pair.gateway.plugin.requests().size(), 4u);

    // Cancels have room of their own.
    for (int cancel = 0; cancel < 4; ++cancel) {
        const std::string number = std::to_string(cancel);
        EXPECT_EQ(pair.gateway.submit(cancel_order("x" + number, "c" + number)).fate, Fate::kHeld);
    }
    // And beyond it they go out without asking, which is counted.
    EXPECT_EQ(pair.gateway.submit(cancel_order("x9", "old")).fate, Fate::kSent);
    EXPECT_TRUE(eventually([&] { return pair.venue.count("F") == 1; }));
    EXPECT_EQ(pair.gateway.gate->numbers().unstored_cancels, 1u);
    EXPECT_EQ(pair.gateway.plugin.count_events(SLUICE_EVENT_UNGATED), 2u) << "the logon and the cancel";

    for (const std::uint64_t ticket : pair.gateway.plugin.held_tickets()) {
        pair.gateway.plugin.release(ticket, SLUICE_RELEASE_SEND);
    }
    EXPECT_TRUE(eventually([&] { return pair.venue.count("D") == 4 && pair.venue.count("F") == 5; }));
    EXPECT_TRUE(eventually([&] { return pair.gateway.listener.news().size() == 8; }));
    EXPECT_EQ(pair.gateway.submit(new_order("c5")).fate, Fate::kHeld) << "there is room again";
}

}  // namespace
