// Who trades with whom, at what price, and who keeps a place in the queue.
#include "order_book.hpp"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace venue_simulator {
namespace {

using Fills = std::vector<std::tuple<OrderNumber, std::int64_t, std::int64_t>>;  // resting order, price, quantity

Fills fills_of(const Matching &matching) {
    Fills fills;
    for (const Fill &fill : matching.fills)
        fills.emplace_back(fill.resting, fill.price_e8, fill.quantity_e8);
    return fills;
}

struct OrderBookTest : testing::Test {
    Matching buy(OrderNumber number, std::int64_t price, std::int64_t quantity, Lifetime lifetime = Lifetime::kRests) {
        return book.enter(number, Side::kBuy, price, quantity, lifetime);
    }
    Matching sell(OrderNumber number, std::int64_t price, std::int64_t quantity, Lifetime lifetime = Lifetime::kRests) {
        return book.enter(number, Side::kSell, price, quantity, lifetime);
    }

    OrderBook book;
};

using VenueOrderBook = OrderBookTest;

TEST_F(VenueOrderBook, rests_what_does_not_cross) {
    EXPECT_EQ(buy(1, 99, 5).rested_e8, 5);
    EXPECT_EQ(sell(2, 101, 7).rested_e8, 7);
    EXPECT_EQ(book.best_bid_e8(), 99);
    EXPECT_EQ(book.best_ask_e8(), 101);
    EXPECT_EQ(book.left_e8(1), 5);
    EXPECT_EQ(book.left_e8(2), 7);
}

TEST_F(VenueOrderBook, trades_best_price_first_at_the_resting_price) {
    sell(1, 102, 5);
    sell(2, 101, 5);
    sell(3, 103, 5);
    const Matching matching = buy(4, 102, 12);
    EXPECT_EQ(fills_of(matching), (Fills{{2, 101, 5}, {1, 102, 5}}));
    EXPECT_EQ(matching.rested_e8, 2);
    EXPECT_EQ(book.best_bid_e8(), 102);
    EXPECT_EQ(book.best_ask_e8(), 103);
}

TEST_F(VenueOrderBook, trades_the_oldest_first_at_one_price) {
    buy(1, 100, 5);
    buy(2, 100, 5);
    EXPECT_EQ(fills_of(sell(3, 100, 7)), (Fills{{1, 100, 5}, {2, 100, 2}}));
    EXPECT_EQ(book.left_e8(1), 0);
    EXPECT_EQ(book.left_e8(2), 3);
}

TEST_F(VenueOrderBook, a_smaller_quantity_keeps_the_place) {
    buy(1, 100, 5);
    buy(2, 100, 5);
    EXPECT_EQ(book.amend(1, 100, 3).rested_e8, 3);
    EXPECT_EQ(fills_of(sell(3, 100, 4)), (Fills{{1, 100, 3}, {2, 100, 1}}));
}

TEST_F(VenueOrderBook, a_larger_quantity_goes_to_the_end) {
    buy(1, 100, 5);
    buy(2, 100, 5);
    book.amend(1, 100, 6);
    EXPECT_EQ(fills_of(sell(3, 100, 6)), (Fills{{2, 100, 5}, {1, 100, 1}}));
}

TEST_F(VenueOrderBook, a_new_price_goes_to_the_end_of_that_price) {
    buy(1, 100, 5);
    buy(2, 101, 5);
    book.amend(1, 101, 5);
    EXPECT_EQ(fills_of(sell(3, 101, 6)), (Fills{{2, 101, 5}, {1, 101, 1}}));
    EXPECT_FALSE(book.cancel(2));
}

TEST_F(VenueOrderBook, an_amendment_that_crosses_trades) {
    buy(1, 99, 5);
    sell(2, 100, 3);
    const Matching matching = book.amend(1, 100, 5);
    EXPECT_EQ(fills_of(matching), (Fills{{2, 100, 3}}));
    EXPECT_EQ(matching.rested_e8, 2);
    EXPECT_FALSE(book.has_ask());
}

TEST_F(VenueOrderBook, immediate_or_cancel_rests_nothing) {
    sell(1, 100, 3);
    const Matching matching = buy(2, 100, 5, Lifetime::kImmediateOrCancel);
    EXPECT_EQ(fills_of(matching), (Fills{{1, 100, 3}}));
    EXPECT_EQ(matching.rested_e8, 0);
    EXPECT_EQ(book.size(), 0u);
}

TEST_F(VenueOrderBook, fill_or_kill_takes_all_or_nothing) {
    sell(1, 100, 3);
    sell(2, 101, 2);
    EXPECT_TRUE(buy(3, 100, 5, Lifetime::kFillOrKill).fills.empty());
    EXPECT_EQ(book.size(), 2u);
    EXPECT_EQ(fills_of(buy(4, 101, 5, Lifetime::kFillOrKill)), (Fills{{1, 100, 3}, {2, 101, 2}}));
    EXPECT_EQ(book.size(), 0u);
}

TEST_F(VenueOrderBook, cancels_once) {
    buy(1, 100, 5);
    EXPECT_TRUE(book.cancel(1));
    EXPECT_FALSE(book.cancel(1));
    EXPECT_FALSE(book.has_bid());
    EXPECT_TRUE(book.amend(1, 100, 5).fills.empty());
    EXPECT_EQ(book.size(), 0u);
}

}  // namespace
}  // namespace venue_simulator
