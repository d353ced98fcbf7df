#include "limits/limit.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

LimitConfig window_config(uint64_t limit) {
    LimitConfig config;
    config.shape = LimitShape::sliding_window;
    config.limit = limit;
    config.window_ns = 1000;
    config.cost.fill(1);
    return config;
}

void spend(Limit &limit, uint32_t key, uint64_t cost, bool is_cancel, uint64_t at_ns) {
    limit.take(key, cost, is_cancel);
    limit.confirm(key, cost, is_cancel, at_ns);
}

TEST(Limit, keeps_margin_and_reserve_from_new_orders_and_only_the_margin_from_cancels) {
    LimitConfig config = window_config(10);
    config.margin = 1;
    config.cancel_reserve = 3;
    Limit limit(config, 1, 1);
    EXPECT_EQ(limit.ceiling(false), 6u);
    EXPECT_EQ(limit.ceiling(true), 9u);
    spend(limit, 0, 6, false, 5000);
    EXPECT_EQ(limit.available_ns(0, 1, false, 5000), 6001u);
    EXPECT_EQ(limit.available_ns(0, 3, true, 5000), 5000u);
    EXPECT_EQ(limit.available_ns(0, 4, true, 5000), 6001u);
}

TEST(Limit, takes_the_reserve_from_new_orders_only_once) {
    LimitConfig config = window_config(10);
    config.cancel_reserve = 4;
    Limit limit(config, 1, 1);
    spend(limit, 0, 4, true, 5000);
    EXPECT_EQ(limit.available_ns(0, 6, false, 5000), 5000u);
    spend(limit, 0, 2, true, 5000);  // beyond the reserve: out of the common room
    EXPECT_EQ(limit.available_ns(0, 4, false, 5000), 5000u);
    EXPECT_GT(limit.available_ns(0, 5, false, 5000), 5000u);
}

TEST(Limit, stays_below_the_hard_wall_and_says_so) {
    LimitConfig config = window_config(10);
    config.hard_limit = 10;
    config.hard_margin = 4;
    Limit limit(config, 1, 1);
    EXPECT_EQ(limit.ceiling(true), 6u);
    EXPECT_EQ(limit.ceiling(false), 6u);
    EXPECT_TRUE(limit.is_wall_binding(true));
    EXPECT_EQ(limit.available_ns(0, 7, true, 5000), SLUICE_NEVER);
    EXPECT_EQ(limit.usage(0, 5000).to_hard_wall, 10u);
}

// The stamp may be early by the clock's error and the question late by it.
TEST(Limit, waits_for_twice_what_its_clock_may_be_off) {
    constexpr uint64_t kErrorNs = 30;
    Limit window(window_config(1), 1, 1, 1, nullptr, 0, kErrorNs);
    spend(window, 0, 1, false, 5000);
    EXPECT_EQ(window.available_ns(0, 1, false, 5000), 6001u + 2 * kErrorNs);

    LimitConfig config = window_config(1);
    config.shape = LimitShape::token_bucket;
    config.refill_amount = 1;
    config.refill_interval_ns = 1000;
    Limit bucket(config, 1, 1, 1, nullptr, 0, kErrorNs);
    EXPECT_EQ(bucket.available_ns(0, 1, false, 5000), 5000u) << "all of the burst is there";
    spend(bucket, 0, 1, false, 5000);
    EXPECT_EQ(bucket.available_ns(0, 1, false, 5000), 6000u + 2 * kErrorNs);
}

TEST(Limit, counts_each_key_for_itself) {
    Limit limit(window_config(2), 1, 3);
    spend(limit, 1, 2, false, 5000);
    EXPECT_GT(limit.available_ns(1, 1, false, 5000), 5000u);
    EXPECT_EQ(limit.available_ns(2, 2, false, 5000), 5000u);
    EXPECT_EQ(limit.available_ns(0, 2, false, 5000), 5000u);
}

TEST(Limit, lengthens_the_window_by_the_guard) {
    LimitConfig config = window_config(1);
    config.guard_ns = 100;
    Limit limit(config, 1, 1);
    spend(limit, 0, 1, false, 5000);
    EXPECT_EQ(limit.available_ns(0, 1, false, 5000), 6102u);  // 1 ns for a venue's clock that is slower than ours
}

TEST(Limit, lowers_the_burst_of_a_bucket_by_the_guard) {
    LimitConfig config = window_config(5);
    config.shape = LimitShape::token_bucket;
    config.refill_amount = 1;
    config.refill_interval_ns = 100;
    config.guard_ns = 200;
    Limit limit(config, 1, 1);
    EXPECT_EQ(limit.available_ns(0, 3, false, 5000), 5000u);
    EXPECT_EQ(limit.available_ns(0, 4, false, 5000), SLUICE_NEVER);
}

TEST(Limit, refills_no_faster_than_the_venue_when_the_parts_are_uneven) {
    LimitConfig config = window_config(3);
    config.shape = LimitShape::token_bucket;
    config.refill_amount = 3;
    config.refill_interval_ns = 100;
    Limit limit(config, 1, 1);
    spend(limit, 0, 3, false, 5000);
    EXPECT_EQ(limit.available_ns(0, 1, false, 5000), 5034u);
    EXPECT_EQ(limit.available_ns(0, 3, false, 5000), 5102u);
}

TEST(Limit, is_full_for_a_window_after_the_venue_said_so) {
    Limit limit(window_config(5), 1, 1);
    limit.saturate(0, 5000);
    EXPECT_EQ(limit.available_ns(0, 1, true, 5000), 6001u);
    EXPECT_EQ(limit.usage(0, 5000).used, 5u);
}

TEST(Limit, keeps_what_was_used_over_a_reload) {
    Limit limit(window_config(5), 1, 1);
    spend(limit, 0, 5, false, 5000);
    limit.reload({7, 0, 1, 0, 0});
    EXPECT_EQ(limit.available_ns(0, 1, false, 5000), 5000u);
    EXPECT_GT(limit.available_ns(0, 2, false, 5000), 5000u);
    limit.reload({3, 0, 0, 0, 0});
    EXPECT_EQ(limit.available_ns(0, 4, false, 5000), SLUICE_NEVER);
    EXPECT_EQ(limit.available_ns(0, 1, false, 5000), 6001u);
    EXPECT_EQ(limit.usage(0, 5000).room_cancel, 0u);
}

TEST(Limit, reports_usage_that_adds_up) {
    LimitConfig config = window_config(10);
    config.margin = 1;
    config.cancel_reserve = 3;
    config.hard_limit = 20;
    Limit limit(config, 1, 1);
    spend(limit, 0, 2, false, 5000);
    limit.take(0, 1, true);
    const LimitUsage usage = limit.usage(0, 5000);
    EXPECT_EQ(usage.used, 3u);
    EXPECT_EQ(usage.unconfirmed, 1u);
    EXPECT_EQ(usage.reserve, 2u);
    EXPECT_EQ(usage.room_new, 4u);
    EXPECT_EQ(usage.room_cancel, 6u);
    EXPECT_EQ(usage.to_reject, 7u);
    EXPECT_EQ(usage.to_hard_wall, 17u);
}

}  // namespace
}  // namespace sluice
