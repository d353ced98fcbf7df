// Trades of the venue become FILLED events, for the limits that give credit for them.
#include <gtest/gtest.h>

#include "answers_fixture.hpp"

namespace {

using namespace sluice_test;

class Fills : public Answers {
protected:
    FIX::Message trade(const std::string &cl_ord_id, const std::string &status,
        const std::vector<std::pair<int, std::string>> &more = {}) {
        FIX::Message message = make_message("8", {{11, cl_ord_id}, {37, "V-1"}, {17, "E-1"}, {150, "F"}, {39, status},
                                                     {55, "BTC-USD"}, {54, "1"}, {32, "2"}, {31, "101.5"}});
        for (const auto &entry : more)
            message.setField(entry.first, entry.second);
        return message;
    }
};

TEST_F(Fills, come_after_the_answer_and_before_the_end_of_the_order) {
    const std::uint64_t grant = send(new_order("c1"));
    const std::uint64_t order = last_order();
    pair_.venue.send(trade("c1", "2", {{851, "1"}, {60, "20240614-01:07:02.123456"}}));
    ASSERT_TRUE(eventually([&] { return count(SLUICE_EVENT_DONE) == 1; }));
    std::vector<std::uint32_t> kinds;
    for (const sluice_event &event : pair_.gateway.plugin.events()) {
        if (event.order_id == order) kinds.push_back(event.kind);
    }
    EXPECT_EQ(kinds,
        (std::vector<std::uint32_t>{SLUICE_EVENT_WRITTEN, SLUICE_EVENT_ACKED, SLUICE_EVENT_FILLED, SLUICE_EVENT_DONE}));
    EXPECT_EQ(last(SLUICE_EVENT_ACKED).grant, grant);
    const sluice_event fill = last(SLUICE_EVENT_FILLED);
    EXPECT_EQ(fill.grant, 0u);
    EXPECT_EQ(fill.value, 20300000000u);
    EXPECT_EQ(fill.flags, std::uint32_t(SLUICE_EVENT_FLAG_MAKER));
    EXPECT_EQ(fill.venue_time_ns, 1718327222123456000u);
    EXPECT_EQ(fill.venue_time_resolution_us, 1u);
}

TEST_F(Fills, are_told_one_by_one_under_the_names_that_an_amend_gave) {
    send(new_order("c1"));
    const std::uint64_t order = last_order();
    pair_.venue.report("c1", "0", "0");
    pair_.venue.send(trade("c1", "1"));
    send(replace_order("c2", "c1", "101"));
    pair_.venue.report("c2", "5", "1", "", "c1");
    pair_.venue.send(trade("c2", "1"));
    settle(4);
    EXPECT_EQ(count(SLUICE_EVENT_FILLED), 2u);
    EXPECT_EQ(last(SLUICE_EVENT_FILLED).order_id, order);
    EXPECT_EQ(last(SLUICE_EVENT_FILLED).flags, 0u);
    EXPECT_EQ(count(SLUICE_EVENT_DONE), 0u);
}

TEST_F(Fills, of_orders_that_are_not_ours_and_of_no_trade_are_not_told) {
    send(new_order("c1"));
    pair_.venue.report("c1", "0", "0");
    pair_.venue.send(trade("another", "1"));
    pair_.venue.send(trade("c1", "1", {{150, "H"}}));
    FIX::Message repeated = trade("c1", "1");
    repeated.getHeader().setField(97, "Y");
    pair_.venue.send(repeated);
    pair_.venue.send(trade("c1", "1", {{150, "I"}}));
    settle(5);
    EXPECT_EQ(count(SLUICE_EVENT_FILLED), 0u);
}

}  // namespace
