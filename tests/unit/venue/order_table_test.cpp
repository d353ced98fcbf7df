#include "venue/order_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <unordered_map>
#include <vector>

namespace sluice {
namespace {

void make_live(OrderTable &orders, uint64_t order_id) {
    const uint32_t index = orders.obtain(order_id);
    orders.record(index).is_live = true;
    orders.settle(index);
}

TEST(OrderTable, frees_a_record_of_which_nothing_is_left) {
    OrderTable orders(2, 2);
    orders.settle(orders.obtain(7));
    EXPECT_EQ(orders.find(7), kNone);
    EXPECT_EQ(orders.size(), 0u);
}

TEST(OrderTable, forgets_the_order_that_was_heard_of_longest_ago) {
    OrderTable orders(2, 2);
    make_live(orders, 1);
    make_live(orders, 2);
    make_live(orders, 1);  // heard of again
    make_live(orders, 3);
    EXPECT_EQ(orders.find(2), kNone);
    EXPECT_NE(orders.find(1), kNone);
    EXPECT_NE(orders.find(3), kNone);
}

TEST(OrderTable, never_forgets_an_order_with_a_message_on_its_way) {
    OrderTable orders(1, 1);
    const uint32_t busy = orders.obtain(1);
    orders.record(busy).is_live = true;
    orders.record(busy).unwritten_grant = 0;
    orders.settle(busy);
    for (uint64_t order_id = 2; order_id < 20; ++order_id)
        make_live(orders, order_id);
    EXPECT_EQ(orders.find(1), busy);
}

TEST(OrderTable, still_finds_the_one_that_was_asked_for_last_when_another_one_is_freed) {
    OrderTable orders(2, 2);
    const uint32_t freed = orders.obtain(7);
    const uint32_t kept = orders.obtain(8);
    orders.settle(freed);
    EXPECT_EQ(orders.find(8), kept);
}

TEST(OrderTable, takes_no_guess_for_an_answer) {
    OrderTable orders(2, 2);
    const uint32_t first = orders.obtain(7);
    const uint32_t second = orders.obtain(8);
    EXPECT_EQ(orders.find(7, first), first);
    EXPECT_EQ(orders.find(7, second), first);
    EXPECT_EQ(orders.find(7, kNone), first);
    EXPECT_EQ(orders.find(9, first), kNone);
    orders.settle(first);
    EXPECT_EQ(orders.find(7, first), kNone);
    const uint32_t third = orders.obtain(9);
    EXPECT_EQ(third, first);  // the record serves another order now
    EXPECT_EQ(orders.find(7, first), kNone);
    EXPECT_EQ(orders.obtain(8, first), second);
}

TEST(OrderTable, finds_the_one_for_which_it_forgot_another_one) {
    std::mt19937_64 random(11);
    OrderTable orders(12, 2);
    for (uint64_t order_id = 1; order_id <= 2; ++order_id)
        orders.record(orders.obtain(order_id)).unwritten_grant = 0;
    for (int step = 0; step < 10'000; ++step) {
        const uint64_t order_id = 3 + random() % (uint64_t{1} << 40);
        const uint32_t index = orders.obtain(order_id);
        orders.find(1);
        ASSERT_EQ(orders.find(order_id), index);
        orders.record(index).is_live = true;
        orders.settle(index);
    }
}

// With ids that collide, as those in sequence do not: neighbours are erased from the middle of runs.
TEST(OrderTable, agrees_with_a_hash_map) {
    std::mt19937_64 random(11);
    std::vector<uint64_t> ids(60);
    std::generate(ids.begin(), ids.end(), std::ref(random));
    OrderTable orders(40, 20);
    std::unordered_map<uint64_t, uint32_t> known;
    for (int step = 0; step < 50'000; ++step) {
        const uint64_t order_id = ids[random() % ids.size()];
        if (known.count(order_id) != 0) {
            ASSERT_EQ(orders.find(order_id), known[order_id]);
            const uint32_t index = known[order_id];
            orders.record(index).is_live = false;
            orders.record(index).unwritten_grant = kNone;
            orders.settle(index);
            known.erase(order_id);
        } else if (known.size() < 55) {
            ASSERT_EQ(orders.find(order_id), kNone);
            const uint32_t index = orders.obtain(order_id);
            orders.record(index).unwritten_grant = 1;
            orders.settle(index);
            known[order_id] = index;
        }
        ASSERT_EQ(orders.size(), known.size());
    }
}

}  // namespace
}  // namespace sluice
