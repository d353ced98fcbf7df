// The adapter with the plugin itself, opened by its path, between two real sessions.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using sluice::quickfix::Outcome;
using namespace sluice_test;

constexpr std::uint64_t kWindowMs = 200;
constexpr std::size_t kLimit = 20;

GatewayParts with_real_plugin() {
    GatewayParts parts;
    parts.plugin_path = SLUICE_PLUGIN_PATH;
    parts.sluice_config = R"({"version": 1, "venues": [{"name": "SIM", "limits": [{"name": "session",
        "shape": "sliding_window", "scope": "lane", "limit": 20, "window_ms": 200, "cancel_reserve": 5}]}]})";
    return parts;
}

// SendingTime(52) as milliseconds of the day.
std::uint64_t sending_ms(const std::string &bytes) {
    const std::string time = field(bytes, 52).substr(9);
    return static_cast<std::uint64_t>(std::stoi(time.substr(0, 2)) * 3600000 + std::stoi(time.substr(3, 2)) * 60000 +
                                      std::stoi(time.substr(6, 2)) * 1000 + std::stoi(time.substr(9, 3)));
}

class RealPlugin : public testing::Test {
protected:
    // Fills the window, so that what follows is held.
    void fill_window() {
        for (std::size_t order = 0; order < kLimit; ++order) {
            pair_.gateway.submit(new_order("fill" + std::to_string(order)));
        }
    }
    std::size_t news() const { return pair_.gateway.listener.news().size(); }

    Pair pair_{with_real_plugin()};
};

TEST_F(RealPlugin, smooths_a_burst_and_loses_nothing) {
    constexpr std::size_t kOrders = 120;
    std::size_t sent = 0;
    std::size_t held = 0;
    for (std::size_t order = 0; order < kOrders; ++order) {
        const Outcome outcome = pair_.gateway.submit(new_order("c" + std::to_string(order)));
        sent += outcome.fate == Fate::kSent;
        held += outcome.fate == Fate::kHeld;
    }
    EXPECT_EQ(sent + held, kOrders);
    EXPECT_GT(held, 0u);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") == kOrders; }));
    ASSERT_TRUE(eventually([&] { return news() == held; }));
    std::set<std::string> ids;
    std::vector<std::uint64_t> times_ms;
    for (const Venue::Received &order : pair_.venue.received("D")) {
        EXPECT_TRUE(ids.insert(field(order.bytes, 11)).second) << "came twice";
        times_ms.push_back(sending_ms(order.bytes));
    }
    // Judged by SendingTime, which no stall of the receiving side can move. The stamps are cut to milliseconds.
    for (std::size_t order = kLimit; order < times_ms.size(); ++order) {
        EXPECT_GE(times_ms[order] + 1, times_ms[order - kLimit] + kWindowMs) << "window ending at order " << order;
    }
    EXPECT_EQ(pair_.gateway.gate->numbers().held_now, 0u);
}

TEST_F(RealPlugin, a_cancel_that_meets_its_held_order_settles_both) {
    fill_window();
    const Outcome order = pair_.gateway.submit(new_order("c1"));
    ASSERT_EQ(order.fate, Fate::kHeld);
    const std::size_t before = news();
    const Outcome cancel = pair_.gateway.submit(cancel_order("x1", "c1"));
    EXPECT_EQ(cancel.fate, Fate::kAbsorbed);
    EXPECT_EQ(cancel.reason, std::uint32_t(SLUICE_REASON_ANNIHILATED));
    EXPECT_EQ(cancel.other_ticket, order.ticket);
    ASSERT_TRUE(eventually([&] { return news() > before; }));
    bool is_dropped = false;
    ASSERT_TRUE(eventually([&] {
        for (const SeenNews &one : pair_.gateway.listener.news()) {
            if (one.ticket == order.ticket) is_dropped = !one.is_sent && one.reason == SLUICE_REASON_ANNIHILATED;
        }
        return is_dropped;
    }));
    ASSERT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
    for (const Venue::Received &sent : pair_.venue.received("D"))
        EXPECT_NE(field(sent.bytes, 11), "c1");
    EXPECT_EQ(pair_.venue.count("F"), 0u);
}

TEST_F(RealPlugin, the_last_of_two_amends_is_what_the_held_order_goes_out_with) {
    fill_window();
    ASSERT_EQ(pair_.gateway.submit(new_order("c1", "100")).fate, Fate::kHeld);
    EXPECT_EQ(pair_.gateway.submit(replace_order("c2", "c1", "101")).fate, Fate::kAbsorbed);
    EXPECT_EQ(pair_.gateway.submit(replace_order("c3", "c2", "102")).fate, Fate::kAbsorbed);
    std::string bytes;
    ASSERT_TRUE(eventually([&] {
        for (const Venue::Received &sent : pair_.venue.received("D")) {
            if (field(sent.bytes, 11) == "c1") bytes = sent.bytes;
        }
        return !bytes.empty();
    }));
    EXPECT_EQ(field(bytes, 44), "102");
    EXPECT_EQ(pair_.venue.count("G"), 0u);
    EXPECT_TRUE(eventually([&] { return pair_.gateway.gate->numbers().held_now == 0; }));
    EXPECT_TRUE(eventually([&] { return pair_.gateway.submit(cancel_order("x1", "c3")).fate == Fate::kSent; }));
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("F") >= 1; }));
    EXPECT_EQ(field(pair_.venue.received("F")[0].bytes, 41), "c1");
}

TEST_F(RealPlugin, held_orders_die_with_the_session_and_held_cancels_survive_it) {
    for (std::size_t order = 0; order < kLimit; ++order) {
        pair_.gateway.submit(new_order("fill" + std::to_string(order)));
    }
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") >= kLimit - 5; }));
    const std::size_t orders = pair_.venue.count("D");
    pair_.venue.accept_logons(false);
    pair_.venue.cut_connection();
    ASSERT_TRUE(eventually([&] { return !pair_.gateway.is_logged_on(); }));
    EXPECT_EQ(pair_.gateway.submit(new_order("late")).fate, Fate::kRefused);
    const Outcome cancel = pair_.gateway.submit(cancel_order("x1", "fill0"));
    EXPECT_EQ(cancel.fate, Fate::kHeld);
    pair_.venue.forget_received();
    pair_.venue.accept_logons(true);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("F") == 1; }));
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("4") >= 1; }));
    for (const Venue::Received &order : pair_.venue.received("D"))
        EXPECT_NE(field(order.bytes, 43), "Y");
    EXPECT_GE(pair_.gateway.gate->numbers().possdup_gap_filled, orders);
}

TEST_F(RealPlugin, stopping_sends_held_cancels_and_drops_held_orders) {
    for (std::size_t order = 0; order < 15; ++order) {
        EXPECT_EQ(pair_.gateway.submit(new_order("c" + std::to_string(order))).fate, Fate::kSent);
    }
    EXPECT_EQ(pair_.gateway.submit(new_order("held")).fate, Fate::kHeld);
    for (std::size_t cancel = 0; cancel < 15; ++cancel) {
        const std::string number = std::to_string(cancel);
        pair_.gateway.submit(cancel_order("x" + number, "c" + number));
    }
    EXPECT_TRUE(pair_.gateway.gate->stop(SLUICE_STOP_DRAIN, std::chrono::milliseconds(3000)));
    EXPECT_TRUE(eventually([&] { return pair_.venue.count("F") == 15; }));
    EXPECT_EQ(pair_.gateway.gate->numbers().held_now, 0u);
    EXPECT_EQ(pair_.gateway.submit(new_order("after")).fate, Fate::kRefused);
}

}  // namespace
