// The part of a limit that new orders leave to the cancels of those that live.
#include <gtest/gtest.h>

#include "limits/limit_plan.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kNow = 1'000'000 * kMs;

LimitConfig config_of(LimitShape shape, uint64_t limit, uint64_t floor, uint64_t cap) {
    LimitConfig config;
    config.shape = shape;
    config.limit = limit;
    config.window_ns = 1'000 * kMs;
    config.refill_amount = 1;
    config.refill_interval_ns = 100 * kMs;
    config.order_reserve = {true, floor, cap};
    config.cost.fill(1);
    config.cost[SLUICE_KIND_CANCEL] = 2;
    return config;
}

LimitConfig window_of(uint64_t limit, uint64_t floor, uint64_t cap) {
    return config_of(LimitShape::sliding_window, limit, floor, cap);
}

bool fits(Limit &limit, uint32_t kind, uint64_t now_ns = kNow) {
    const bool is_cancel = kind == SLUICE_KIND_CANCEL;
    return limit.available_ns(0, Charge{.kind = kind}, is_cancel, now_ns) == now_ns;
}

void spend(Limit &limit, uint64_t cost, bool is_cancel) {
    limit.take(0, cost, is_cancel, kNow);
    limit.confirm(0, cost, is_cancel, kNow);
}

TEST(OrderReserve, keeps_the_cost_of_a_cancel_for_each_order_that_lives) {
    Limit limit(window_of(20, 0, 12), 1, 1);
    int orders = 0;
    while (fits(limit, SLUICE_KIND_NEW)) {
        spend(limit, 1, false);
        limit.open_order(0);
        ++orders;
    }
    EXPECT_EQ(orders, 8) << "three each until the reserve is at its cap";
    for (int order = 0; order < 6; ++order) {
        EXPECT_TRUE(fits(limit, SLUICE_KIND_CANCEL)) << order;
        spend(limit, 2, true);
    }
    EXPECT_FALSE(fits(limit, SLUICE_KIND_CANCEL));
}

TEST(OrderReserve, is_returned_as_orders_end) {
    Limit limit(window_of(10, 0, 9), 1, 1);
    for (int order = 0; order < 3; ++order) {
        spend(limit, 1, false);
        limit.open_order(0);
    }
    EXPECT_EQ(limit.usage(0, kNow).reserve, 6u);
    EXPECT_FALSE(fits(limit, SLUICE_KIND_NEW));
    limit.close_order(0);
    EXPECT_EQ(limit.usage(0, kNow).reserve, 4u);
    EXPECT_TRUE(fits(limit, SLUICE_KIND_NEW));
    limit.close_order(0);
    limit.close_order(0);
    EXPECT_EQ(limit.usage(0, kNow).room_new, 7u);
}

TEST(OrderReserve, is_no_less_than_its_floor) {
    Limit limit(window_of(10, 4, 8), 1, 1);
    EXPECT_EQ(limit.usage(0, kNow).room_new, 6u);
    spend(limit, 5, false);
    EXPECT_TRUE(fits(limit, SLUICE_KIND_NEW));
    spend(limit, 1, false);
    EXPECT_FALSE(fits(limit, SLUICE_KIND_QUERY));
    EXPECT_TRUE(fits(limit, SLUICE_KIND_CANCEL));
}

TEST(OrderReserve, is_kept_in_a_bucket_as_well) {
    Limit limit(config_of(LimitShape::token_bucket, 10, 0, 6), 1, 1);
    int orders = 0;
    while (fits(limit, SLUICE_KIND_NEW)) {
        spend(limit, 1, false);
        limit.open_order(0);
        ++orders;
    }
    EXPECT_EQ(orders, 4);
    EXPECT_TRUE(fits(limit, SLUICE_KIND_CANCEL));
    // Time fills the bucket: then there is room beside the reserve again.
    EXPECT_TRUE(fits(limit, SLUICE_KIND_NEW, kNow + 200 * kMs));
}

TEST(OrderReserve, is_kept_in_a_budget_as_well) {
    LimitConfig config = config_of(LimitShape::budget, 10, 0, 6);
    Limit limit(config, 1, 1);
    int orders = 0;
    while (fits(limit, SLUICE_KIND_NEW)) {
        spend(limit, 1, false);
        limit.open_order(0);
        ++orders;
    }
    EXPECT_EQ(orders, 4);
    EXPECT_TRUE(fits(limit, SLUICE_KIND_CANCEL));
}

// As long as the cap is not reached, every order that lives can be cancelled at once, whatever went before.
TEST(OrderReserve, has_room_for_the_cancels_of_all_orders_at_every_moment) {
    Random random(19);
    for (int run = 0; run < 300; ++run) {
        const uint64_t most = 10 + up_to(random, 30);
        LimitConfig config = window_of(most, up_to(random, 3), most - 2);
        LimitPlan plan({config}, {}, 1, LimitPlan::KeyCounts{});
        Limit &limit = *plan.own()[0];
        const Charge order{.kind = SLUICE_KIND_NEW};
        Charge cancel{.kind = SLUICE_KIND_CANCEL, .request_class = SLUICE_CLASS_CRITICAL};
        uint64_t now_ns = kNow;
        uint64_t live = 0;
        for (int step = 0; step < 200; ++step) {
            now_ns += up_to(random, 60 * kMs);
            if (random() % 3 != 0 && plan.take(order, 0, now_ns).is_free) {
                plan.confirm(order, now_ns);
                plan.open_order(order);
                ++live;
            } else if (live != 0 && random() % 2 == 0) {
                ASSERT_TRUE(plan.take(cancel, 0, now_ns).is_free);
                plan.confirm(cancel, now_ns);
                plan.close_order(order);
                --live;
            } else if (live != 0) {
                plan.close_order(order);  // filled
                --live;
            }
            const uint64_t needed = std::min(2 * live, most - 2);
            ASSERT_GE(limit.usage(0, now_ns).room_cancel, needed) << "run " << run << " step " << step;
        }
    }
}

}  // namespace
}  // namespace sluice
