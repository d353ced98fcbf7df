// The judges, by the examples that venues give and by hand.
#include <gtest/gtest.h>

#include "venues/venues.hpp"

namespace conformance {
namespace {

constexpr Instant kNow = 20'000 * kDay;

Message message_of(uint32_t kind, uint32_t count = 1) {
    Message message;
    message.kind = kind;
    message.count = count;
    message.account = 1;
    message.instrument = 1;
    return message;
}

Message about(uint32_t kind, Instant order_placed) {
    Message message = message_of(kind);
    message.has_order = true;
    message.order_placed = order_placed;
    return message;
}

TEST(BinanceJudge, takes_the_first_fill_off_the_orders) {
    const std::unique_ptr<Judge> judge = judge_binance_spot(0);
    const uint32_t orders = judge->rule("orders_10s");
    for (int order = 0; order < 50; ++order)
        EXPECT_TRUE(judge->arrives(message_of(SLUICE_KIND_NEW), kNow).is_within());
    EXPECT_EQ(judge->arrives(message_of(SLUICE_KIND_NEW), kNow).broken_rule, static_cast<int32_t>(orders));
    Fill fill;
    fill.account = 1;
    fill.is_first = true;
    fill.is_maker = true;
    judge->filled(fill, kNow);
    EXPECT_EQ(judge->used(orders, 1, kNow), 45);
    fill.is_first = false;
    judge->filled(fill, kNow);
    EXPECT_EQ(judge->used(orders, 1, kNow), 45);
}

TEST(BinanceJudge, lets_successful_orders_weigh_nothing) {
    const std::unique_ptr<Judge> judge = judge_binance_spot(0);
    const uint32_t weight = judge->rule("request_weight");
    judge->arrives(message_of(SLUICE_KIND_NEW), kNow);
    EXPECT_EQ(judge->used(weight, 0, kNow), 0);
    Message refused = message_of(SLUICE_KIND_NEW);
    refused.is_valid = false;
    judge->arrives(refused, kNow);
    EXPECT_EQ(judge->used(weight, 0, kNow), 1);
}

TEST(BinanceUsdmJudge, weighs_a_batch_as_five) {
    const std::unique_ptr<Judge> judge = judge_binance_usdm(0);
    judge->arrives(message_of(SLUICE_KIND_NEW), kNow);
    EXPECT_EQ(judge->used(judge->rule("request_weight"), 0, kNow), 0);
    judge->arrives(message_of(SLUICE_KIND_NEW, 3), kNow);
    EXPECT_EQ(judge->used(judge->rule("request_weight"), 0, kNow), 5);
    EXPECT_EQ(judge->used(judge->rule("orders_10s"), 1, kNow), 4);
    EXPECT_EQ(judge->used(judge->rule("orders_1m"), 1, kNow), 2);
}

TEST(KrakenJudge, charges_cancels_by_age) {
    const std::unique_ptr<Judge> judge = judge_kraken_pro(0);
    const auto costs = [&judge](const Message &message) {
        const uint64_t pair = pair_key(1, 1);
        const int64_t before = judge->used(0, pair, kNow);
        judge->arrives(message, kNow);
        return judge->used(0, pair, kNow) - before;
    };
    EXPECT_EQ(costs(message_of(SLUICE_KIND_NEW)), 1);
    EXPECT_EQ(costs(about(SLUICE_KIND_CANCEL, kNow - 5 * kSecond + 1)), 8);
    EXPECT_EQ(costs(about(SLUICE_KIND_CANCEL, kNow - 5 * kSecond)), 6);
    EXPECT_EQ(costs(about(SLUICE_KIND_CANCEL, kNow - 200 * kSecond)), 1);
    EXPECT_EQ(costs(about(SLUICE_KIND_CANCEL, kNow - 300 * kSecond)), 0);
    EXPECT_EQ(costs(about(SLUICE_KIND_REPLACE, kNow - 12 * kSecond)), 5);
    EXPECT_EQ(costs(about(SLUICE_KIND_REPLACE, kNow - 90 * kSecond)), 1);
    // Validation failed: the fixed part stays.
    Message refused = about(SLUICE_KIND_REPLACE, kNow);
    refused.is_valid = false;
    EXPECT_EQ(costs(refused), 1);
}

TEST(CmeJudge, tells_reject_from_logout) {
    const std::unique_ptr<Judge> judge = judge_cme_ilink(0);
    Ruling ruling;
    int within = 0;
    while ((ruling = judge->arrives(message_of(SLUICE_KIND_NEW), kNow)).is_within())
        ++within;
    EXPECT_EQ(within, 500);
    EXPECT_FALSE(ruling.is_over_hard);
    // Refused messages count: 501 so far.
    for (int message = 501; message < 750; ++message)
        EXPECT_FALSE(judge->arrives(message_of(SLUICE_KIND_NEW), kNow).is_over_hard);
    EXPECT_TRUE(judge->arrives(message_of(SLUICE_KIND_NEW), kNow).is_over_hard);
    EXPECT_TRUE(judge->arrives(message_of(SLUICE_KIND_CANCEL), kNow).is_within());
}

TEST(HyperliquidJudge, earns_by_trading_and_lets_cancels_go_on) {
    const std::unique_ptr<Judge> judge = judge_hyperliquid(0);
    Fill fill;
    fill.account = 1;
    fill.value_e8 = 250'000'000;
    judge->filled(fill, kNow);
    const Charge charge = {0, 1, 1, 0, 0};
    EXPECT_EQ(judge->limit_of(charge, message_of(SLUICE_KIND_NEW)), 10'002);
    EXPECT_EQ(judge->limit_of(charge, message_of(SLUICE_KIND_CANCEL)), 20'004);
    // Halves of a dollar add up.
    judge->filled(fill, kNow);
    EXPECT_EQ(judge->limit_of(charge, message_of(SLUICE_KIND_NEW)), 10'005);
    judge->arrives(message_of(SLUICE_KIND_NEW, 80), kNow);
    EXPECT_EQ(judge->used(judge->rule("weight"), 0, kNow), 3);
}

TEST(RevolutJudge, counts_no_cancels) {
    const std::unique_ptr<Judge> judge = judge_revolut_x(0);
    judge->arrives(message_of(SLUICE_KIND_CANCEL), kNow);
    judge->arrives(message_of(SLUICE_KIND_QUERY), kNow);
    EXPECT_EQ(judge->used(0, 0, kNow), 0);
}

TEST(DydxJudge, counts_attempts_in_blocks) {
    const std::unique_ptr<Judge> judge = judge_dydx_stateful(0);
    judge->new_block(7);
    EXPECT_TRUE(judge->arrives(message_of(SLUICE_KIND_NEW, 2), kNow).is_within());
    EXPECT_FALSE(judge->arrives(message_of(SLUICE_KIND_NEW), kNow).is_within());
    judge->new_block(8);
    EXPECT_TRUE(judge->arrives(message_of(SLUICE_KIND_NEW, 2), kNow).is_within());
    // The refused attempt counts too.
    EXPECT_EQ(judge->used(judge->rule("stateful_100_blocks"), 1, kNow), 5);
}

}  // namespace
}  // namespace conformance
