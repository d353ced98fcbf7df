// Each shape as a document writes it: the values that come out, the fields that it needs, and those that it refuses.
#include <map>

#include "config_document.hpp"

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr uint64_t kMs = 1'000'000;

// The fields that each shape needs, with a value for each; and those that it may have besides.
const std::map<std::string, std::map<std::string, std::string>> kNeeded = {
    {"sliding_window", {{"window_ms", "1000"}}},
    {"aligned_window", {{"window_ms", "1000"}}},
    {"first_message_window", {{"window_ms", "1000"}}},
    {"block_window", {{"window_blocks", "5"}, {"block_ms", "500"}}},
    {"token_bucket", {{"refill_amount", "7"}, {"refill_interval_ms", "1000"}}},
    {"decaying_counter", {{"decay_amount", "7"}, {"decay_interval_ms", "1000"}}},
    {"in_flight", {{"window_ms", "1000"}}},
    {"budget", {{"credit_amount", "7"}, {"credit_value", "2"}}},
};
const std::map<std::string, std::map<std::string, std::string>> kAllowed = {
    {"sliding_window", {{"guard_us", "1"}}},
    {"aligned_window", {{"guard_us", "1"}, {"phase_ms", "999"}, {"first_fill_credit", "{}"}}},
    {"first_message_window", {{"guard_us", "1"}}},
    {"block_window", {{"guard_blocks", "0"}}},
    {"token_bucket", {{"guard_us", "1"}}},
    {"decaying_counter", {{"guard_us", "1"}}},
    {"in_flight", {}},
    {"budget", {{"guard_us", "1"}, {"trickle_interval_ms", "5"}}},
};
const std::map<std::string, std::string> kWithArticle = {
    {"sliding_window", "a sliding_window"},
    {"aligned_window", "an aligned_window"},
    {"first_message_window", "a first_message_window"},
    {"block_window", "a block_window"},
    {"token_bucket", "a token_bucket"},
    {"decaying_counter", "a decaying_counter"},
    {"in_flight", "an in_flight"},
    {"budget", "a budget"},
};
const std::string kLimit = "/venues/0/limits/0";

// A document with one limit that has just what its shape needs.
ConfigDocument with_shape(const std::string &shape) {
    ConfigDocument document = ConfigDocument::smallest();
    document.set("/venues/0/limits", R"([{"name": "l", "scope": "account", "limit": 100, "shape": ")" + shape + "\"}]");
    for (const auto &[key, value] : kNeeded.at(shape))
        document.set(kLimit + "/" + key, value);
    return document;
}

LimitConfig limit_of(const ConfigDocument &document) {
    const Config config = document.config();
    return config.venues.at(0).limits.at(0);
}

TEST(LimitShapes, need_their_fields) {
    for (const auto &[shape, fields] : kNeeded) {
        EXPECT_THAT(with_shape(shape).faults(), IsEmpty());
        for (const auto &[key, value] : fields) {
            const std::string path = kLimit + "/" + key;
            EXPECT_THAT(with_shape(shape).remove(path).faults(),
                ElementsAre(fault(path, "a value for " + kWithArticle.at(shape), "nothing")));
        }
    }
}

TEST(LimitShapes, may_have_some_fields_and_refuse_those_of_others) {
    const std::map<std::string, std::string> fields = {{"window_ms", "1000"}, {"phase_ms", "1"}, {"window_blocks", "5"},
        {"block_ms", "500"}, {"guard_blocks", "2"}, {"refill_amount", "3"}, {"refill_interval_ms", "4"},
        {"decay_amount", "5"}, {"decay_interval_ms", "6"}, {"credit_amount", "7"}, {"credit_value", "8"},
        {"trickle_interval_ms", "9"}, {"first_fill_credit", "{}"}, {"guard_us", "1"}};
    for (const auto &[shape, needed] : kNeeded) {
        for (const auto &[key, value] : kAllowed.at(shape))
            EXPECT_THAT(with_shape(shape).set(kLimit + "/" + key, value).faults(), IsEmpty()) << shape;
        for (const auto &[key, value] : fields) {
            if (needed.contains(key) || kAllowed.at(shape).contains(key)) continue;
            const std::string path = kLimit + "/" + key;
            EXPECT_THAT(with_shape(shape).set(path, value).faults(),
                ElementsAre(fault(path, "nothing for " + kWithArticle.at(shape),
                    key == "first_fill_credit" ? "an empty object" : value)));
        }
    }
    for (const std::string key : {"cancel_extra", "cancel_times"}) {
        const std::string path = kLimit + "/" + key;
        EXPECT_THAT(with_shape("token_bucket").set(path, "2").faults(),
            ElementsAre(fault(path, "nothing for a token_bucket", "2")));
    }
}

TEST(LimitShapes, are_read) {
    const std::map<std::string, LimitShape> shapes = {{"sliding_window", LimitShape::sliding_window},
        {"aligned_window", LimitShape::aligned_window}, {"first_message_window", LimitShape::first_message_window},
        {"block_window", LimitShape::block_window}, {"token_bucket", LimitShape::token_bucket},
        {"decaying_counter", LimitShape::decaying_counter}, {"in_flight", LimitShape::in_flight},
        {"budget", LimitShape::budget}};
    ASSERT_EQ(shapes.size(), kNeeded.size());
    for (const auto &[name, shape] : shapes)
        EXPECT_EQ(limit_of(with_shape(name)).shape, shape) << name;
}

TEST(LimitShapes, aligned_window_has_a_phase_and_credit) {
    const LimitConfig limit = limit_of(with_shape("aligned_window")
                                           .set(kLimit + "/phase_ms", "250")
                                           .set(kLimit + "/first_fill_credit", R"({"taker": 1, "maker": 5})"));
    EXPECT_EQ(limit.window_ns, 1000 * kMs);
    EXPECT_EQ(limit.phase_ns, 250 * kMs);
    EXPECT_EQ(limit.first_fill_taker, 1u);
    EXPECT_EQ(limit.first_fill_maker, 5u);
}

TEST(LimitShapes, block_window_counts_blocks) {
    const LimitConfig limit = limit_of(with_shape("block_window"));
    EXPECT_EQ(limit.window_blocks, 5u);
    EXPECT_EQ(limit.block_ns, 500 * kMs);
    EXPECT_EQ(limit.guard_blocks, 1u);
    EXPECT_EQ(limit_of(with_shape("block_window").set(kLimit + "/guard_blocks", "3")).guard_blocks, 3u);
    EXPECT_EQ(limit_of(with_shape("sliding_window")).guard_blocks, 0u);
}

TEST(LimitShapes, decaying_counter_falls_as_a_bucket_refills) {
    const LimitConfig limit = limit_of(with_shape("decaying_counter"));
    EXPECT_EQ(limit.refill_amount, 7u);
    EXPECT_EQ(limit.refill_interval_ns, 1000 * kMs);
}

TEST(LimitShapes, budget_earns_by_value) {
    const LimitConfig plain = limit_of(with_shape("budget"));
    EXPECT_EQ(plain.credit_amount, 7u);
    EXPECT_EQ(plain.credit_value_e8, 200'000'000u);
    EXPECT_EQ(plain.refill_interval_ns, 0u);
    EXPECT_EQ(plain.cancel_extra, 0u);
    EXPECT_EQ(plain.cancel_times, 1u);
    const LimitConfig whole = limit_of(with_shape("budget")
                                           .set(kLimit + "/credit_value", "10000000000")
                                           .set(kLimit + "/cancel_extra", "100000")
                                           .set(kLimit + "/cancel_times", "2")
                                           .set(kLimit + "/trickle_interval_ms", "10000"));
    EXPECT_EQ(whole.credit_value_e8, 1'000'000'000'000'000'000u);
    EXPECT_EQ(whole.cancel_extra, 100'000u);
    EXPECT_EQ(whole.cancel_times, 2u);
    EXPECT_EQ(whole.refill_interval_ns, 10'000 * kMs);
}

TEST(LimitShapes, all_may_follow_the_orders_and_begin_used) {
    for (const auto &[shape, fields] : kNeeded) {
        const LimitConfig limit = limit_of(with_shape(shape)
                                               .set(kLimit + "/order_reserve", R"({"floor": 8, "cap": 40})")
                                               .set(kLimit + "/at_start", "\"used\""));
        EXPECT_EQ(limit.order_reserve, (OrderReserve{true, 8, 40})) << shape;
        EXPECT_TRUE(limit.is_used_at_start) << shape;
    }
    const LimitConfig limit = limit_of(with_shape("sliding_window").set(kLimit + "/at_start", "\"unused\""));
    EXPECT_EQ(limit.order_reserve, OrderReserve());
    EXPECT_FALSE(limit.is_used_at_start);
}

TEST(LimitShapes, of_the_firm_are_the_simple_ones) {
    for (const auto &[shape, fields] : kNeeded) {
        ConfigDocument document = ConfigDocument::smallest();
        document.set("/firm_limits", R"([{"name": "l", "scope": "firm", "limit": 100, "shape": ")" + shape + "\"}]");
        for (const auto &[key, value] : fields)
            document.set("/firm_limits/0/" + key, value);
        if (shape == "sliding_window" || shape == "token_bucket" || shape == "decaying_counter") {
            EXPECT_THAT(document.faults(), IsEmpty()) << shape;
            document.set("/firm_limits/0/order_reserve", R"({"floor": 1, "cap": 2})");
            document.set("/firm_limits/0/cost", R"({"new": {"request": 1}, "query": {"message": 3}})");
            EXPECT_THAT(document.faults(),
                UnorderedElementsAre(
                    fault("/firm_limits/0/order_reserve", "nothing for scope firm", "a reserve of 1 to 2"),
                    fault("/firm_limits/0/cost/new", "a plain number for scope firm", "a cost of several parts")));
        } else {
            EXPECT_THAT(
                document.faults(), ElementsAre(fault("/firm_limits/0/shape",
                                       "one of token_bucket, decaying_counter, sliding_window for scope firm", shape)));
        }
    }
}

}  // namespace
}  // namespace sluice
