#include "orders/order_table.hpp"

#include <gtest/gtest.h>

#include "orders/venue_id.hpp"

namespace fix_gateway {
namespace {

constexpr std::uint64_t kKeepNs = 1000;

Request &open(OrderTable &table, Order &order, RequestKind kind, const std::string &id) {
    return table.open_request(order, kind, Origin::kClient, id);
}

TEST(VenueIds, lead_back_to_the_request) {
    const VenueIds ids(1700000000);
    EXPECT_EQ(ids.request_id(ids.text(1)), 1u);
    EXPECT_EQ(ids.request_id(ids.text(9999999999)), 9999999999u);
}

TEST(VenueIds, know_their_own_run_only) {
    const VenueIds ids(1700000000);
    const VenueIds later(1700000001);
    EXPECT_EQ(later.request_id(ids.text(5)), 0u);
    for (const std::string &foreign : {std::string(), std::string("5"), ids.prefix(), ids.text(5) + "x",
             ids.prefix() + "-5", ids.prefix() + "99999999999999999999"}) {
        EXPECT_EQ(ids.request_id(foreign), 0u) << foreign;
    }
}

TEST(OrderTable, finds_an_order_by_every_name) {
    OrderTable table(2, 10, kKeepNs);
    Order &order = *table.open_order(1, 0);
    const Request &placed = open(table, order, RequestKind::kNew, "N1");
    const Request &amend = open(table, order, RequestKind::kReplace, "R1");
    EXPECT_EQ(table.find_order(order.id), &order);
    EXPECT_EQ(table.find_request(placed.id), &placed);
    EXPECT_EQ(table.find_client_request(1, "N1"), &placed);
    EXPECT_EQ(table.find_client_request(1, "R1"), &amend);
    EXPECT_EQ(amend.order_id, order.id);
    EXPECT_EQ(order.new_request, placed.id);
}

TEST(OrderTable, keeps_clients_with_the_same_id_apart) {
    OrderTable table(2, 10, kKeepNs);
    Order &mine = *table.open_order(0, 0);
    Order &other = *table.open_order(1, 0);
    open(table, mine, RequestKind::kNew, "SAME");
    EXPECT_EQ(table.find_client_request(1, "SAME"), nullptr);
    open(table, other, RequestKind::kNew, "SAME");
    EXPECT_EQ(table.find_client_request(0, "SAME")->order_id, mine.id);
    EXPECT_EQ(table.find_client_request(1, "SAME")->order_id, other.id);
}

TEST(OrderTable, gives_no_client_name_to_parts_of_a_mass_cancel_and_to_questions) {
    OrderTable table(1, 10, kKeepNs);
    Order &order = *table.open_order(0, 0);
    const Request &placed = open(table, order, RequestKind::kNew, "N1");
    table.open_request(order, RequestKind::kCancel, Origin::kMassCancel, "M1");
    open(table, order, RequestKind::kStatus, "N1");
    EXPECT_EQ(table.find_client_request(0, "M1"), nullptr);
    EXPECT_EQ(table.find_client_request(0, "N1"), &placed);
}

TEST(OrderTable, forgets_a_final_order_after_its_time) {
    OrderTable table(1, 10, kKeepNs);
    Order &order = *table.open_order(0, 0);
    const std::uint64_t order_id = order.id;
    const std::uint64_t request_id = open(table, order, RequestKind::kNew, "N1").id;
    table.finish(order, 100);
    EXPECT_TRUE(table.live_orders(0).empty());
    table.open_order(0, 100 + kKeepNs - 1);
    EXPECT_NE(table.find_order(order_id), nullptr);
    table.open_order(0, 100 + kKeepNs);
    EXPECT_EQ(table.find_order(order_id), nullptr);
    EXPECT_EQ(table.find_request(request_id), nullptr);
    EXPECT_EQ(table.find_client_request(0, "N1"), nullptr);
    EXPECT_EQ(table.request_count(), 0u);
}

TEST(OrderTable, when_full_forgets_final_orders_early_and_live_ones_never) {
    OrderTable table(1, 2, kKeepNs);
    Order &first = *table.open_order(0, 0);
    const std::uint64_t first_id = first.id;
    table.open_order(0, 0);
    EXPECT_EQ(table.open_order(0, 0), nullptr);
    table.finish(first, 1);
    EXPECT_NE(table.open_order(0, 2), nullptr);
    EXPECT_EQ(table.find_order(first_id), nullptr);
    EXPECT_EQ(table.size(), 2u);
}

TEST(OrderTable, remembers_a_bounded_number_of_requests_of_one_order) {
    OrderTable table(1, 10, kKeepNs);
    Order &order = *table.open_order(0, 0);
    open(table, order, RequestKind::kNew, "N").state = RequestState::kAnswered;
    for (int index = 0; index < 1000; ++index) {
        ASSERT_TRUE(table.has_room(order));
        Request &amend = open(table, order, RequestKind::kReplace, "R" + std::to_string(index));
        amend.state = RequestState::kAnswered;
        order.client_id = amend.client_id;
        order.venue_names = {amend.id};
    }
    EXPECT_LE(table.request_count(), 128u);
    EXPECT_EQ(table.find_client_request(0, "R0"), nullptr);
    // What still names the order stays.
    EXPECT_NE(table.find_client_request(0, "N"), nullptr);
    EXPECT_NE(table.find_client_request(0, "R999"), nullptr);
}

TEST(OrderTable, has_no_room_for_more_unanswered_requests) {
    OrderTable table(1, 10, kKeepNs);
    Order &order = *table.open_order(0, 0);
    int opened = 0;
    while (table.has_room(order) && opened < 1000) {
        open(table, order, RequestKind::kCancel, "C" + std::to_string(opened++));
    }
    EXPECT_EQ(opened, 128);
}

TEST(OrderTable, lists_live_orders_by_client_oldest_first) {
    OrderTable table(2, 10, kKeepNs);
    Order &first = *table.open_order(0, 0);
    Order &second = *table.open_order(0, 0);
    Order &other = *table.open_order(1, 0);
    EXPECT_EQ(table.live_orders(0), (std::vector<std::uint64_t>{first.id, second.id}));
    table.finish(first, 1);
    EXPECT_EQ(table.live_orders(0), (std::vector<std::uint64_t>{second.id}));
    EXPECT_EQ(table.live_orders(), (std::vector<std::uint64_t>{second.id, other.id}));
}

}  // namespace
}  // namespace fix_gateway
