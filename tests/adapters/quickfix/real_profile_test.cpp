// What the adapter tells, with the plugin itself: its profiles know the venue's words, its limits hear of fills, and it
// learns the venue's clock.
#include <gtest/gtest.h>

#include <time.h>

#include <cstdlib>

#include "fix_pair.hpp"

namespace {

using sluice::quickfix::Fate;
using namespace sluice_test;

GatewayParts with_venue(const std::string &members) {
    GatewayParts parts;
    parts.plugin_path = SLUICE_PLUGIN_PATH;
    parts.sluice_config = R"({"version": 1, "venues": [{"name": "SIM", )" + members + "}]}";
    return parts;
}

class RealProfile : public testing::Test {
protected:
    // The gateway's application hears a message after the adapter did.
    void report_and_settle(const std::string &id, const std::string &exec_type, const std::string &text = "") {
        const int before = pair_.gateway.own_application.answers.load();
        pair_.venue.report(id, exec_type, exec_type, text);
        ASSERT_TRUE(eventually([&] { return pair_.gateway.own_application.answers.load() > before; }));
    }

    // Of the profile's limit, what a new order may still take.
    std::uint64_t room() const {
        const sluice::Engine &engine = pair_.gateway.gate->engine();
        const sluice_ext_limits *limits = engine.extension<sluice_ext_limits>();
        std::uint32_t id = 0;
        sluice_usage usage = SLUICE_USAGE_INIT;
        EXPECT_EQ(
            limits->find(engine.get(), pair_.gateway.gate->venue_id("SIM"), "orders", 6, &id, nullptr), SLUICE_OK);
        EXPECT_EQ(limits->usage(engine.get(), id, nullptr, clock_ns(), &usage), SLUICE_OK);
        return usage.room_new;
    }

    Pair pair_{with_venue(R"("profile": "revolut-x", "limits": [{"name": "orders", "at_start": "unused"}])")};
};

TEST_F(RealProfile, a_rate_reject_in_the_venues_words_closes_the_limit_that_it_names) {
    ASSERT_EQ(pair_.gateway.submit(new_order("c1")).fate, Fate::kSent);
    report_and_settle("c1", "8", "Insufficient funds");
    ASSERT_EQ(pair_.gateway.submit(new_order("c2")).fate, Fate::kSent) << "a business reject closes nothing";
    EXPECT_GT(room(), 7000u);
    report_and_settle("c2", "8", "Rate limit exceeded");
    EXPECT_EQ(room(), 0u);
    EXPECT_EQ(pair_.gateway.submit(new_order("c3")).fate, Fate::kHeld);
    ASSERT_TRUE(eventually([&] { return pair_.venue.count("D") >= 2; }));
    EXPECT_EQ(pair_.venue.count("D"), 2u);
}

TEST_F(RealProfile, answers_measure_the_venues_clock) {
    for (int order = 0; order < 10; ++order) {
        const std::string id = "c" + std::to_string(order);
        ASSERT_EQ(pair_.gateway.submit(new_order(id)).fate, Fate::kSent);
        report_and_settle(id, "0");
    }
    const sluice::Engine &engine = pair_.gateway.gate->engine();
    const sluice_ext_limits *limits = engine.extension<sluice_ext_limits>();
    ASSERT_NE(limits, nullptr);
    sluice_venue_clock clock = SLUICE_VENUE_CLOCK_INIT;
    const std::uint64_t now_ns = clock_ns();
    ASSERT_EQ(limits->venue_clock(engine.get(), pair_.gateway.gate->venue_id("SIM"), now_ns, &clock), SLUICE_OK);
    EXPECT_TRUE(clock.is_known);
    EXPECT_GE(clock.samples, 10u);
    EXPECT_EQ(clock.contradictions, 0u);
    // It is this machine's clock.
    timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    const std::int64_t offset_ns =
        std::int64_t(wall.tv_sec) * 1000000000 + wall.tv_nsec - static_cast<std::int64_t>(clock_ns());
    EXPECT_LE(std::llabs(clock.offset_ns - offset_ns), static_cast<std::int64_t>(clock.uncertainty_ns) + 1000000)
        << "offset " << clock.offset_ns << " is not " << offset_ns;
    EXPECT_LT(clock.uncertainty_ns, 1000000000u);
}

TEST(RealBudget, a_fill_makes_room_for_the_order_that_waits_for_it) {
    Pair pair(with_venue(R"("limits": [{"name": "life", "shape": "budget", "scope": "venue", "limit": 2,
        "credit_amount": 1, "credit_value": 100, "cost": {"new": 1}}])"));
    ASSERT_EQ(pair.gateway.submit(new_order("c1")).fate, Fate::kSent);
    ASSERT_EQ(pair.gateway.submit(new_order("c2")).fate, Fate::kSent);
    ASSERT_EQ(pair.gateway.submit(new_order("c3")).fate, Fate::kHeld);
    const auto trade = [&](const std::string &quantity) {
        pair.venue.send(make_message("8", {{11, "c1"}, {37, "V-1"}, {17, "E-1"}, {150, "F"}, {39, "1"}, {55, "BTC-USD"},
                                              {54, "1"}, {32, quantity}, {31, "99.5"}}));
    };
    trade("1");
    ASSERT_TRUE(eventually([&] { return pair.gateway.own_application.answers.load() == 1; }));
    EXPECT_EQ(pair.venue.count("D"), 2u) << "99.5 is not 100 yet";
    trade("0.01");
    EXPECT_TRUE(eventually([&] { return pair.venue.count("D") == 3; }));
}

}  // namespace
