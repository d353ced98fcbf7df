// A glance at a counter allows exactly what a close look allows: two plans get the same traffic, one of them looks
// closely before each charge.
#include <gtest/gtest.h>

#include <vector>

#include "limits/limit_plan.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr LimitPlan::KeyCounts kKeys{2, 3, 3, 3};

LimitConfig config_of(Random &random, LimitShape shape) {
    LimitConfig config;
    config.shape = shape;
    config.scope = static_cast<LimitScope>(1 + up_to(random, 7));
    config.limit = 10 + up_to(random, 40);
    config.margin = up_to(random, 2);
    if (up_to(random, 2) == 0) {
        config.hard_limit = config.limit;
        config.hard_margin = 4;
    }
    config.window_ns = 1'000'000 + up_to(random, 9'000'000);
    config.guard_ns = up_to(random, 1) * up_to(random, 50'000);
    config.window_blocks = 2;
    config.block_ns = 100'000;
    config.refill_amount = 1 + up_to(random, 3);
    config.refill_interval_ns = 100'000 + up_to(random, 400'000);
    config.credit_value_e8 = 0;
    config.cancel_reserve = up_to(random, 3);
    if (up_to(random, 2) == 0) config.order_reserve = {true, 1, 4};
    config.cost.fill(1);
    config.cost[SLUICE_KIND_REPLACE] = 2;
    config.cost[SLUICE_KIND_NEW].per_step = 1;
    config.cost[SLUICE_KIND_NEW].step_messages = static_cast<uint32_t>(up_to(random, 2));
    return config;
}

class Glance : public testing::TestWithParam<LimitShape> {};

TEST_P(Glance, allows_what_a_close_look_allows) {
    Random random(11);
    uint64_t free = 0;
    uint64_t refused = 0;
    for (int run = 0; run < 60; ++run) {
        const std::vector<LimitConfig> configs{config_of(random, GetParam()), config_of(random, GetParam())};
        LimitPlan plan(configs, {}, 1, kKeys);
        LimitPlan close(configs, {}, 1, kKeys);
        std::vector<Charge> unwritten;
        uint64_t now_ns = 100'000'000;
        for (int step = 0; step < 2000; ++step) {
            now_ns += up_to(random, 3) == 0 ? up_to(random, 1'000'000) : up_to(random, 20'000);
            if (up_to(random, 1) == 0 && !unwritten.empty()) {
                const Charge charge = unwritten.back();
                unwritten.pop_back();
                const bool is_written = up_to(random, 9) != 0;
                const uint64_t write_ns = now_ns - up_to(random, 1000);
                for (LimitPlan *each : {&plan, &close}) {
                    is_written ? each->confirm(charge, write_ns) : each->refund(charge);
                    if (is_written) each->settle(charge, Answer::accepted, write_ns, now_ns);
                }
                continue;
            }
            Charge charge;
            charge.kind = SLUICE_KIND_NEW + static_cast<uint32_t>(up_to(random, 2));
            charge.request_class = charge.kind == SLUICE_KIND_CANCEL ? SLUICE_CLASS_CRITICAL : SLUICE_CLASS_NORMAL;
            charge.message_count = 1 + static_cast<uint32_t>(up_to(random, 3));
            charge.lane = static_cast<uint32_t>(up_to(random, 1));
            charge.account = static_cast<uint32_t>(up_to(random, 2));
            charge.instrument = static_cast<uint32_t>(up_to(random, 2));
            const Room looked = close.look(charge, 0, now_ns);
            const Room taken = plan.take(charge, 0, now_ns);
            ASSERT_EQ(taken.is_free, looked.is_free) << "run " << run << " step " << step;
            ASSERT_EQ(taken.not_before_ns, looked.not_before_ns);
            ASSERT_EQ(taken.limit_id, looked.limit_id);
            ++(taken.is_free ? free : refused);
            if (!taken.is_free) continue;
            ASSERT_TRUE(close.take(charge, 0, now_ns).is_free);
            unwritten.push_back(charge);
        }
    }
    EXPECT_GT(free, 1000u);
    EXPECT_GT(refused, 1000u);
}

INSTANTIATE_TEST_SUITE_P(Shapes, Glance,
    testing::Values(LimitShape::token_bucket, LimitShape::decaying_counter, LimitShape::sliding_window,
        LimitShape::aligned_window, LimitShape::first_message_window, LimitShape::block_window, LimitShape::in_flight,
        LimitShape::budget));

// A limit above the ring's length merges. With little traffic nobody looks closely for long; the ring must not fill up
// with what has left, or the newest entry would take in everything and count far too long.
TEST(GlanceRing, is_emptied_before_it_is_full) {
    LimitConfig config;
    config.scope = LimitScope::venue;
    config.limit = 1'000'000;
    config.window_ns = 1'000'000'000;
    config.cost.fill(1);
    LimitPlan plan({config}, {}, 1, kKeys);
    Charge charge;
    charge.kind = SLUICE_KIND_NEW;
    uint64_t now_ns = 5'000'000'000;
    for (int message = 0; message < 40'000; ++message) {
        now_ns += 500'000;  // 2,000 in a window
        ASSERT_TRUE(plan.take(charge, 0, now_ns).is_free);
        plan.confirm(charge, now_ns);
    }
    EXPECT_LE(plan.own()[0]->usage(0, now_ns).used, 2'010u);
    EXPECT_EQ(plan.own()[0]->usage(0, now_ns + 1'010'000'000).used, 0u);
}

// Three left with their window; then the venue's clock turns out to be wrong, so that they may count still. They are
// all that a glance would overlook.
TEST(GlanceWindow, overlooks_nothing_that_must_count_again) {
    constexpr uint64_t kMillisecondNs = 1'000'000;
    VenueOffset clock;
    LimitConfig config;
    config.shape = LimitShape::aligned_window;
    config.scope = LimitScope::venue;
    config.limit = 3;
    config.window_ns = 1'000 * kMillisecondNs;
    config.cost.fill(1);
    LimitPlan plan({config}, {}, 1, kKeys, &clock);
    Charge charge;
    charge.kind = SLUICE_KIND_NEW;
    const auto send = [&](uint64_t now_ns) {
        const bool is_free = plan.take(charge, 0, now_ns).is_free;
        if (is_free) plan.confirm(charge, now_ns);
        return is_free;
    };
    clock.hear(5'598 * kMillisecondNs, 5'600 * kMillisecondNs, 90'899 * kMillisecondNs, 1'000);
    for (int message = 0; message < 3; ++message)
        ASSERT_TRUE(send(5'600 * kMillisecondNs));
    ASSERT_TRUE(send(5'800 * kMillisecondNs)) << "the next window has begun";
    clock.hear(5'800 * kMillisecondNs, 5'802 * kMillisecondNs, 90'601 * kMillisecondNs, 1'000);
    ASSERT_EQ(clock.losses(), 1u);
    EXPECT_FALSE(send(5'802 * kMillisecondNs));
}

}  // namespace
}  // namespace sluice
