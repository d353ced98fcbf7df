#include "limits/limit_plan.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace sluice {
namespace {

constexpr LimitPlan::KeyCounts kCounters{2, 4, 4, 4};

LimitConfig config_of(LimitScope scope, uint64_t limit, uint64_t window_ns = 1000) {
    LimitConfig config;
    config.scope = scope;
    config.limit = limit;
    config.window_ns = window_ns;
    config.cost.fill(1);
    return config;
}

Charge charge_of(uint32_t kind, uint32_t account) {
    Charge charge;
    charge.kind = kind;
    charge.account = account;
    charge.request_class = kind == SLUICE_KIND_CANCEL ? SLUICE_CLASS_CRITICAL : SLUICE_CLASS_NORMAL;
    return charge;
}

TEST(LimitPlan, takes_from_all_or_from_none) {
    LimitPlan plan({config_of(LimitScope::venue, 5), config_of(LimitScope::account, 1)}, {}, 1, kCounters);
    EXPECT_TRUE(plan.take(charge_of(SLUICE_KIND_NEW, 1), 0, 5000).is_free);
    const Room room = plan.take(charge_of(SLUICE_KIND_NEW, 1), 0, 5000);
    EXPECT_FALSE(room.is_free);
    EXPECT_EQ(room.limit_id, 2u);
    EXPECT_EQ(plan.own()[0]->usage(0, 5000).used, 1u);
    EXPECT_EQ(plan.own()[1]->usage(1, 5000).used, 1u);
}

TEST(LimitPlan, names_the_limit_that_binds_longest) {
    LimitPlan plan({config_of(LimitScope::venue, 1, 1000), config_of(LimitScope::account, 1, 9000)}, {}, 7, kCounters);
    const Charge charge = charge_of(SLUICE_KIND_NEW, 1);
    ASSERT_TRUE(plan.take(charge, 0, 5000).is_free);
    plan.confirm(charge, 5000);
    const Room room = plan.look(charge, 0, 5000);
    EXPECT_EQ(room.limit_id, 8u);
    EXPECT_EQ(room.not_before_ns, 14'001u);
}

TEST(LimitPlan, leaves_kinds_alone_that_cost_nothing) {
    LimitConfig config = config_of(LimitScope::venue, 1);
    config.cost[SLUICE_KIND_QUERY] = 0;
    LimitPlan plan({config}, {}, 1, kCounters);
    ASSERT_TRUE(plan.take(charge_of(SLUICE_KIND_NEW, 0), 0, 5000).is_free);
    EXPECT_TRUE(plan.take(charge_of(SLUICE_KIND_QUERY, 0), 0, 5000).is_free);
    EXPECT_FALSE(plan.look(charge_of(SLUICE_KIND_NEW, 0), 0, 5000).is_free);
}

TEST(LimitPlan, gives_back_exactly_what_it_took) {
    auto firm = std::make_shared<FirmLimit>(config_of(LimitScope::firm, 5), 1);
    LimitPlan plan({config_of(LimitScope::venue, 5)}, {firm}, 2, kCounters);
    Charge charge = charge_of(SLUICE_KIND_NEW, 0);
    charge.message_count = 3;
    ASSERT_TRUE(plan.take(charge, 0, 5000).is_free);
    plan.refund(charge);
    EXPECT_EQ(plan.own()[0]->usage(0, 5000).used, 0u);
    EXPECT_EQ(firm->with([](Limit &limit) { return limit.usage(0, 5000).used; }), 0u);
}

TEST(LimitPlan, takes_nothing_at_all_when_one_limit_of_the_firm_is_full) {
    auto roomy = std::make_shared<FirmLimit>(config_of(LimitScope::firm, 9), 1);
    auto narrow = std::make_shared<FirmLimit>(config_of(LimitScope::firm, 2), 2);
    LimitPlan plan({config_of(LimitScope::venue, 9)}, {roomy, narrow}, 3, kCounters);
    for (int message = 0; message < 6; ++message)
        EXPECT_EQ(plan.take(charge_of(SLUICE_KIND_NEW, 0), 0, 5000).is_free, message < 2);
    EXPECT_EQ(plan.own()[0]->usage(0, 5000).used, 2u);
    for (const auto &firm : {roomy, narrow})
        EXPECT_EQ(firm->with([](Limit &limit) { return limit.usage(0, 5000).used; }), 2u);
}

TEST(LimitPlan, lets_nobody_take_room_that_others_wait_for) {
    LimitPlan plan({config_of(LimitScope::account, 5)}, {}, 1, kCounters);
    const Charge cancel = charge_of(SLUICE_KIND_CANCEL, 1);
    const Charge order = charge_of(SLUICE_KIND_NEW, 1);
    constexpr uint32_t kCriticalFirst = 1u << SLUICE_CLASS_CRITICAL;
    plan.add_waiter(cancel, 0);
    EXPECT_TRUE(plan.take(order, kCriticalFirst, 5000).is_behind);
    EXPECT_TRUE(plan.has_waiters(order));
    EXPECT_TRUE(plan.take(charge_of(SLUICE_KIND_NEW, 2), kCriticalFirst, 5000).is_free);
    plan.remove_waiter(cancel, 0);
    EXPECT_FALSE(plan.has_waiters(order));
    EXPECT_TRUE(plan.take(order, kCriticalFirst, 5000).is_free);
}

TEST(LimitPlan, keeps_the_room_of_one_who_waits_when_another_one_goes) {
    LimitPlan plan({config_of(LimitScope::account, 5)}, {}, 1, kCounters);
    constexpr uint32_t kCriticalFirst = 1u << SLUICE_CLASS_CRITICAL;
    for (const uint32_t account : {1u, 2u})
        plan.add_waiter(charge_of(SLUICE_KIND_CANCEL, account), 0);
    plan.remove_waiter(charge_of(SLUICE_KIND_CANCEL, 1), 0);
    EXPECT_TRUE(plan.has_waiters(charge_of(SLUICE_KIND_NEW, 2)));
    EXPECT_TRUE(plan.take(charge_of(SLUICE_KIND_NEW, 2), kCriticalFirst, 5000).is_behind);
    EXPECT_TRUE(plan.take(charge_of(SLUICE_KIND_NEW, 1), kCriticalFirst, 5000).is_free);
}

// Two venues on two threads draw on one limit of the firm, which holds 1,000 in all.
TEST(LimitPlan, shares_a_limit_of_the_firm_between_threads_to_the_last_unit) {
    auto firm = std::make_shared<FirmLimit>(config_of(LimitScope::firm, 1000, 1'000'000'000), 1);
    std::atomic<int> taken{0};
    const auto draw = [&] {
        LimitPlan plan({}, {firm}, 2, kCounters);
        const Charge charge = charge_of(SLUICE_KIND_NEW, 0);
        for (int turn = 0; turn < 5000; ++turn) {
            if (!plan.take(charge, 0, 5000).is_free) continue;
            if (turn % 3 == 0) {
                plan.refund(charge);
            } else {
                plan.confirm(charge, 5000);
                taken.fetch_add(1);
            }
        }
    };
    std::thread other(draw);
    draw();
    other.join();
    EXPECT_EQ(taken.load(), 1000);
    EXPECT_EQ(firm->with([](Limit &limit) { return limit.usage(0, 5000).used; }), 1000u);
}

}  // namespace
}  // namespace sluice
