#include "limits/message_cost.hpp"

#include <gtest/gtest.h>

#include "limits/limit.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kSecond = 1'000 * kMs;

std::array<KindCost, kKindCount> costs_of(const KindCost &cancel) {
    std::array<KindCost, kKindCount> costs{};
    costs[SLUICE_KIND_NEW] = 1;
    costs[SLUICE_KIND_CANCEL] = cancel;
    return costs;
}

Charge cancel_of_age(uint64_t age_ns, uint32_t count = 1) {
    Charge charge{.kind = SLUICE_KIND_CANCEL, .message_count = count, .request_class = SLUICE_CLASS_CRITICAL};
    charge.order_age_ns = age_ns;
    return charge;
}

// As at Kraken: one and more the younger the order is.
KindCost by_age() {
    KindCost cost;
    cost.by_age = {{{5 * kSecond, 8}, {10 * kSecond, 6}, {15 * kSecond, 5}}};
    return cost;
}

TEST(MessageCost, counts_messages_requests_and_full_steps) {
    KindCost cost(2);
    cost.per_request = 10;
    cost.per_step = 100;
    cost.step_messages = 40;
    const MessageCost compiled(costs_of(cost), 0);
    EXPECT_EQ(compiled.of(cancel_of_age(0, 1)), 12u);
    EXPECT_EQ(compiled.of(cancel_of_age(0, 39)), 88u);
    EXPECT_EQ(compiled.of(cancel_of_age(0, 40)), 190u);
    EXPECT_EQ(compiled.of(cancel_of_age(0, 1'000)), 4'510u);
    EXPECT_FALSE(compiled.counts(SLUICE_KIND_QUERY));
}

TEST(MessageCost, falls_with_the_age_of_the_order) {
    const MessageCost cost(costs_of(by_age()), 0);
    EXPECT_EQ(cost.of(cancel_of_age(0)), 8u);
    EXPECT_EQ(cost.of(cancel_of_age(5 * kSecond - 1)), 8u);
    EXPECT_EQ(cost.of(cancel_of_age(5 * kSecond)), 6u);
    EXPECT_EQ(cost.of(cancel_of_age(15 * kSecond)), 0u);
    EXPECT_TRUE(cost.counts(SLUICE_KIND_CANCEL));
}

TEST(MessageCost, takes_an_order_for_as_young_as_the_venue_may_see_it) {
    const MessageCost cost(costs_of(by_age()), 100 * kMs);
    EXPECT_EQ(cost.of(cancel_of_age(5 * kSecond + 100 * kMs)), 8u) << "its clock may be slower as well";
    EXPECT_EQ(cost.of(cancel_of_age(5 * kSecond + 102 * kMs)), 6u);
}

TEST(MessageCost, takes_every_order_of_a_batch_for_young) {
    const MessageCost cost(costs_of(by_age()), 0);
    EXPECT_EQ(cost.of(cancel_of_age(0, 3)), 24u);
}

TEST(MessageCost, names_the_age_at_which_it_falls) {
    for (const uint64_t guard_ns : {uint64_t{0}, 100 * kMs}) {
        const MessageCost cost(costs_of(by_age()), guard_ns);
        uint64_t age_ns = 0;
        for (const uint64_t then : {6u, 5u, 0u}) {
            const uint64_t before = cost.of(cancel_of_age(age_ns));
            age_ns = cost.falls_at_age_ns(cancel_of_age(age_ns));
            EXPECT_EQ(cost.of(cancel_of_age(age_ns)), then);
            EXPECT_EQ(cost.of(cancel_of_age(age_ns - 20'000)), before) << "and not much later than it could";
        }
        EXPECT_EQ(cost.falls_at_age_ns(cancel_of_age(age_ns)), UINT64_MAX);
    }
}

TEST(MessageCost, keeps_after_the_answer_what_the_rule_says) {
    KindCost kind = by_age();
    kind.per_message = 1;
    kind.on_accepted = Keeps::nothing;
    kind.on_rejected = Keeps::fixed;
    const MessageCost cost(costs_of(kind), 0);
    const Charge young = cancel_of_age(0);
    EXPECT_TRUE(cost.settles(SLUICE_KIND_CANCEL));
    EXPECT_FALSE(cost.settles(SLUICE_KIND_NEW));
    EXPECT_EQ(cost.sure_of(young), 0u);
    EXPECT_EQ(cost.kept_of(young, Answer::accepted), 0u);
    EXPECT_EQ(cost.kept_of(young, Answer::rejected), 1u);
    EXPECT_EQ(cost.kept_of(young, Answer::failed), 9u);
    EXPECT_EQ(cost.kept_of(young, Answer::unknown), 9u);
}

LimitConfig window_by_age(uint64_t guard_ns) {
    LimitConfig config;
    config.limit = 10;
    config.window_ns = 60 * kSecond;
    config.guard_ns = guard_ns;
    config.cost = costs_of(by_age());
    return config;
}

// With room for six of ten a cancel that costs eight waits until its order is old enough, not until the window is over.
TEST(MessageCost, lets_a_cancel_wait_for_the_age_at_which_it_fits) {
    for (const uint64_t guard_ns : {uint64_t{0}, 100 * kMs}) {
        Limit limit(window_by_age(guard_ns), 1, 1);
        const uint64_t now_ns = 1'000 * kSecond;
        limit.take(0, 5, false, now_ns);
        limit.confirm(0, 5, false, now_ns);
        Charge cancel = cancel_of_age(kSecond);
        const uint64_t at_ns = limit.available_ns(0, cancel, true, now_ns);
        EXPECT_GE(at_ns, now_ns + 9 * kSecond) << "five fit from the age of ten seconds";
        EXPECT_LT(at_ns, now_ns + 9 * kSecond + guard_ns + 3 * kMs);
        cancel.order_age_ns += at_ns - now_ns;
        EXPECT_EQ(limit.available_ns(0, cancel, true, at_ns), at_ns);
        cancel.order_age_ns = 11 * kSecond;
        EXPECT_EQ(limit.available_ns(0, cancel, true, now_ns), now_ns);
    }
}

}  // namespace
}  // namespace sluice
