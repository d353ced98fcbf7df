// What the desk answers to each kind of request.
#include "order_desk.hpp"

#include <quickfix/FixFieldNumbers.h>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace venue_simulator {
namespace {

namespace tag = FIX::FIELD;

struct Said {
    std::string target;
    FIX::Message message;

    // The given field, or empty.
    std::string operator[](int number) const {
        if (number == tag::MsgType) return message.getHeader().getField(number);
        return message.isSetField(number) ? message.getField(number) : std::string();
    }
};

struct VenueOrderDesk : testing::Test {
    VenueOrderDesk()
        : desk([this](const FIX::SessionID &session, FIX::Message &message) {
              said.push_back(Said{session.getTargetCompID().getValue(), message});
          }) {
        desk.open(one, &one_counts);
        desk.open(other, &other_counts);
    }

    static FIX::Message request(const char *type, const std::vector<std::pair<int, std::string>> &fields) {
        FIX::Message message;
        message.getHeader().setField(tag::MsgType, type);
        message.getHeader().setField(tag::MsgSeqNum, "5");
        for (const auto &field : fields)
            message.setField(field.first, field.second);
        return message;
    }
    static FIX::Message order(const std::string &id, const std::string &side, const std::string &price,
        const std::string &quantity, const std::string &time_in_force = "1") {
        return request("D", {{tag::ClOrdID, id}, {tag::Account, "ACC"}, {tag::Symbol, "BTC-USD"}, {tag::Side, side},
                                {tag::OrdType, "2"}, {tag::Price, price}, {tag::OrderQty, quantity},
                                {tag::TimeInForce, time_in_force}});
    }
    static FIX::Message cancel(const std::string &id, const std::string &original) {
        return request(
            "F", {{tag::ClOrdID, id}, {tag::OrigClOrdID, original}, {tag::Symbol, "BTC-USD"}, {tag::Side, "1"}});
    }
    static FIX::Message replace(
        const std::string &id, const std::string &original, const std::string &price, const std::string &quantity) {
        return request("G", {{tag::ClOrdID, id}, {tag::OrigClOrdID, original}, {tag::Symbol, "BTC-USD"},
                                {tag::Side, "1"}, {tag::OrdType, "2"}, {tag::Price, price}, {tag::OrderQty, quantity}});
    }
    static FIX::Message mass_cancel(const std::string &id, const std::string &type) {
        return request("q", {{tag::ClOrdID, id}, {tag::MassCancelRequestType, type}});
    }

    // Handles the request; `said` then holds the answers to it only.
    DeskOutcome handle(const FIX::Message &message) {
        said.clear();
        return desk.handle(one, message);
    }

    const FIX::SessionID one{"FIX.4.4", "VENUE", "ONE"};
    const FIX::SessionID other{"FIX.4.4", "VENUE", "OTHER"};
    SessionCounts one_counts;
    SessionCounts other_counts;
    std::vector<Said> said;
    OrderDesk desk;
};

TEST_F(VenueOrderDesk, acknowledges_a_new_order) {
    EXPECT_EQ(handle(order("a", "1", "100.50", "2")), DeskOutcome::kDone);
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].target, "ONE");
    EXPECT_EQ(said[0][tag::MsgType], "8");
    EXPECT_EQ(said[0][tag::ExecType], "0");
    EXPECT_EQ(said[0][tag::OrdStatus], "0");
    EXPECT_EQ(said[0][tag::ClOrdID], "a");
    EXPECT_EQ(said[0][tag::Account], "ACC");
    EXPECT_EQ(said[0][tag::Price], "100.5");
    EXPECT_EQ(said[0][tag::LeavesQty], "2");
    EXPECT_EQ(desk.live_orders(), 1u);
}

TEST_F(VenueOrderDesk, tells_both_owners_of_a_fill) {
    desk.handle(other, order("b", "2", "100", "3"));
    EXPECT_EQ(handle(order("a", "1", "101", "2")), DeskOutcome::kDone);
    ASSERT_EQ(said.size(), 3u);
    EXPECT_EQ(said[1].target, "OTHER");
    EXPECT_EQ(said[1][tag::ExecType], "F");
    EXPECT_EQ(said[1][tag::OrdStatus], "1");
    EXPECT_EQ(said[1][tag::LeavesQty], "1");
    EXPECT_EQ(said[2].target, "ONE");
    EXPECT_EQ(said[2][tag::OrdStatus], "2");
    EXPECT_EQ(said[2][tag::LastPx], "100");
    EXPECT_EQ(said[2][tag::LastQty], "2");
    EXPECT_EQ(said[2][tag::LeavesQty], "0");
    EXPECT_EQ(one_counts.fills, 1u);
    EXPECT_EQ(other_counts.fills, 1u);
}

TEST_F(VenueOrderDesk, averages_the_price_over_all_fills) {
    handle(order("s1", "2", "100", "1"));
    handle(order("s2", "2", "101", "2"));
    handle(order("a", "1", "101", "3"));
    EXPECT_EQ(said.back()[tag::CumQty], "3");
    EXPECT_EQ(said.back()[tag::AvgPx], "100.66666666");
}

TEST_F(VenueOrderDesk, cancels_a_live_order_once) {
    handle(order("a", "1", "100", "2"));
    EXPECT_EQ(handle(cancel("c", "a")), DeskOutcome::kDone);
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0][tag::ExecType], "4");
    EXPECT_EQ(said[0][tag::ClOrdID], "c");
    EXPECT_EQ(said[0][tag::OrigClOrdID], "a");
    EXPECT_EQ(said[0][tag::LeavesQty], "0");
    EXPECT_EQ(desk.live_orders(), 0u);

    EXPECT_EQ(handle(cancel("d", "a")), DeskOutcome::kRejected);
    EXPECT_EQ(said[0][tag::MsgType], "9");
    EXPECT_EQ(said[0][tag::CxlRejReason], "0");
    EXPECT_EQ(said[0][tag::OrdStatus], "4");
}

TEST_F(VenueOrderDesk, cancels_no_unknown_and_no_foreign_order) {
    desk.handle(other, order("b", "1", "100", "2"));
    for (const char *original : {"never", "b"}) {
        EXPECT_EQ(handle(cancel(std::string("c") + original, original)), DeskOutcome::kRejected);
        EXPECT_EQ(said[0][tag::MsgType], "9");
        EXPECT_EQ(said[0][tag::CxlRejReason], "1");
        EXPECT_EQ(said[0][tag::OrderID], "NONE");
    }
    EXPECT_EQ(desk.live_orders(), 1u);
}

TEST_F(VenueOrderDesk, replaces_and_knows_the_order_by_its_new_name_only) {
    handle(order("a", "1", "100", "2"));
    EXPECT_EQ(handle(replace("b", "a", "101", "5")), DeskOutcome::kDone);
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0][tag::ExecType], "5");
    EXPECT_EQ(said[0][tag::ClOrdID], "b");
    EXPECT_EQ(said[0][tag::OrigClOrdID], "a");
    EXPECT_EQ(said[0][tag::LeavesQty], "5");
    EXPECT_EQ(handle(cancel("c", "a")), DeskOutcome::kRejected);
    EXPECT_EQ(handle(cancel("d", "b")), DeskOutcome::kDone);
}

TEST_F(VenueOrderDesk, replaces_the_total_quantity_of_a_part_filled_order) {
    handle(order("a", "1", "100", "5"));
    handle(order("s", "2", "100", "2"));
    EXPECT_EQ(handle(replace("b", "a", "100", "2")), DeskOutcome::kRejected);
    EXPECT_EQ(said[0][tag::MsgType], "9");
    EXPECT_EQ(said[0][tag::CxlRejResponseTo], "2");
    EXPECT_EQ(handle(replace("c", "a", "100", "3")), DeskOutcome::kDone);
    EXPECT_EQ(said[0][tag::LeavesQty], "1");
    EXPECT_EQ(said[0][tag::CumQty], "2");
    EXPECT_EQ(said[0][tag::OrdStatus], "1");
}

TEST_F(VenueOrderDesk, cancels_what_is_not_filled_at_once) {
    handle(order("s", "2", "100", "2"));
    handle(order("a", "1", "100", "5", "3"));
    EXPECT_EQ(said.back()[tag::ExecType], "4");
    EXPECT_EQ(said.back()[tag::CumQty], "2");
    EXPECT_EQ(desk.live_orders(), 0u);
}

TEST_F(VenueOrderDesk, rejects_terms_that_it_does_not_trade) {
    FIX::Message market = order("m", "1", "100", "1");
    market.setField(tag::OrdType, "1");
    const std::vector<FIX::Message> requests = {market, order("p", "1", "0", "1"), order("q", "1", "100", "-1"),
        order("r", "1", "100", "0.000000001"), order("t", "1", "100", "1", "6")};
    for (const FIX::Message &bad : requests) {
        EXPECT_EQ(handle(bad), DeskOutcome::kRejected);
        ASSERT_EQ(said.size(), 1u);
        EXPECT_EQ(said[0][tag::ExecType], "8");
        EXPECT_EQ(said[0][tag::OrdStatus], "8");
        EXPECT_FALSE(said[0][tag::Text].empty());
    }
    EXPECT_EQ(one_counts.business_rejects, requests.size());
    EXPECT_EQ(desk.live_orders(), 0u);
}

TEST_F(VenueOrderDesk, counts_and_rejects_a_clordid_that_was_used_before) {
    handle(order("a", "1", "100", "2"));
    EXPECT_EQ(handle(order("a", "1", "100", "2")), DeskOutcome::kDuplicate);
    EXPECT_EQ(said[0][tag::OrdRejReason], "6");
    EXPECT_EQ(handle(cancel("a", "a")), DeskOutcome::kDuplicate);
    EXPECT_EQ(said[0][tag::MsgType], "9");
    EXPECT_EQ(one_counts.duplicate_orders, 1u);
    EXPECT_EQ(one_counts.duplicate_requests, 1u);
    EXPECT_EQ(desk.live_orders(), 1u);
    // Another session has its own names.
    EXPECT_EQ(desk.handle(other, order("a", "1", "100", "2")), DeskOutcome::kDone);
}

TEST_F(VenueOrderDesk, drops_a_repeat_that_says_so) {
    handle(order("a", "1", "100", "2"));
    FIX::Message repeat = order("a", "1", "100", "2");
    repeat.getHeader().setField(tag::PossDupFlag, "Y");
    EXPECT_EQ(handle(repeat), DeskOutcome::kIgnoredDuplicate);
    EXPECT_TRUE(said.empty());
    EXPECT_EQ(one_counts.duplicate_orders, 0u);
}

TEST_F(VenueOrderDesk, reports_the_status_of_known_and_unknown_orders) {
    handle(order("a", "1", "100", "2"));
    EXPECT_EQ(
        handle(request("H", {{tag::ClOrdID, "a"}, {tag::Symbol, "BTC-USD"}, {tag::Side, "1"}})), DeskOutcome::kDone);
    EXPECT_EQ(said[0][tag::ExecType], "I");
    EXPECT_EQ(said[0][tag::OrdStatus], "0");
    EXPECT_EQ(handle(request("H", {{tag::ClOrdID, "x"}, {tag::Symbol, "BTC-USD"}, {tag::Side, "1"}})),
        DeskOutcome::kRejected);
    EXPECT_EQ(said[0][tag::ExecType], "I");
    EXPECT_EQ(said[0][tag::OrdStatus], "8");
}

TEST_F(VenueOrderDesk, mass_cancels_the_senders_orders_only) {
    handle(order("a", "1", "100", "2"));
    handle(order("b", "2", "110", "2"));
    FIX::Message eth = order("e", "1", "10", "1");
    eth.setField(tag::Symbol, "ETH-USD");
    handle(eth);
    desk.handle(other, order("o", "1", "99", "2"));

    FIX::Message one_instrument = mass_cancel("q1", "1");
    one_instrument.setField(tag::Symbol, "ETH-USD");
    EXPECT_EQ(handle(one_instrument), DeskOutcome::kDone);
    ASSERT_EQ(said.size(), 2u);
    EXPECT_EQ(said[0][tag::MsgType], "r");
    EXPECT_EQ(said[0][tag::TotalAffectedOrders], "1");
    EXPECT_EQ(said[1][tag::ClOrdID], "e");

    EXPECT_EQ(handle(mass_cancel("q2", "7")), DeskOutcome::kDone);
    ASSERT_EQ(said.size(), 3u);
    EXPECT_EQ(said[0][tag::MassCancelResponse], "7");
    EXPECT_EQ(said[0][tag::TotalAffectedOrders], "2");
    EXPECT_EQ(said[1][tag::ClOrdID], "a");
    EXPECT_EQ(said[2][tag::ClOrdID], "b");
    EXPECT_EQ(said[2][tag::ExecType], "4");
    EXPECT_EQ(desk.live_orders(), 1u);

    EXPECT_EQ(handle(mass_cancel("q3", "3")), DeskOutcome::kRejected);
    EXPECT_EQ(said[0][tag::MassCancelResponse], "0");
    EXPECT_EQ(handle(mass_cancel("q4", "1")), DeskOutcome::kRejected);
}

TEST_F(VenueOrderDesk, refuses_each_kind_in_its_own_words_and_changes_nothing) {
    handle(order("a", "1", "100", "2"));
    const auto refuse = [this](const FIX::Message &message) {
        said.clear();
        desk.refuse(one, message, "Rate limit exceeded");
        EXPECT_EQ(said.size(), 1u);
        EXPECT_EQ(said[0][tag::Text], "Rate limit exceeded");
        return said[0];
    };
    const Said refused_order = refuse(order("n", "1", "100", "2"));
    EXPECT_EQ(refused_order[tag::MsgType], "8");
    EXPECT_EQ(refused_order[tag::ExecType], "8");
    EXPECT_EQ(refused_order[tag::OrdRejReason], "99");
    const Said refused_cancel = refuse(cancel("c", "a"));
    EXPECT_EQ(refused_cancel[tag::MsgType], "9");
    EXPECT_EQ(refused_cancel[tag::CxlRejReason], "99");
    EXPECT_EQ(refused_cancel[tag::CxlRejResponseTo], "1");
    EXPECT_EQ(refused_cancel[tag::OrdStatus], "0");
    const Said refused_replace = refuse(replace("r", "a", "100", "3"));
    EXPECT_EQ(refused_replace[tag::MsgType], "9");
    EXPECT_EQ(refused_replace[tag::CxlRejResponseTo], "2");
    const Said refused_status = refuse(request("H", {{tag::ClOrdID, "a"}}));
    EXPECT_EQ(refused_status[tag::MsgType], "j");
    EXPECT_EQ(refused_status[tag::RefMsgType], "H");
    EXPECT_EQ(refused_status[tag::RefSeqNum], "5");
    const Said refused_mass = refuse(mass_cancel("m", "7"));
    EXPECT_EQ(refused_mass[tag::MsgType], "r");
    EXPECT_EQ(refused_mass[tag::MassCancelResponse], "0");
    EXPECT_EQ(refused_mass[tag::MassCancelRejectReason], "99");

    EXPECT_EQ(desk.live_orders(), 1u);
    // A ClOrdID that was refused is still free: the client may try again.
    EXPECT_EQ(handle(cancel("c", "a")), DeskOutcome::kDone);
}

}  // namespace
}  // namespace venue_simulator
