// Sound documents and the values that come out.
#include "config_document.hpp"

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint64_t kMs = 1'000'000;

// Every field that there is, each with a value of its own.
Config full_config() {
    return ConfigDocument(R"({
        "version": 1,
        "accounts": ["A1", "A2"],
        "instruments": ["I1", "\u00dcn\u00efcode"],
        "capacity": {"accounts": 3, "instruments": 4, "owners": 5},
        "metrics": {"listen": "[::1]:65535"},
        "firm_limits": [
            {"name": "all", "shape": "token_bucket", "scope": "firm", "limit": 1000000000000,
             "refill_amount": 7, "refill_interval_ms": 3, "margin": 1, "cancel_reserve": 2,
             "hard_limit": 1000000000000, "hard_margin": 4, "guard_us": 5,
             "cost": {"new": 1, "replace": 2, "cancel": 3, "mass_cancel": 4, "quote": 5, "query": 6,
                      "maintenance": 7, "admin": 8}}
        ],
        "venues": [
            {"name": "X", "shadow": true, "lanes_max": 256, "held_max": 1000000, "orders_max": 11, "grants_max": 12,
             "ageing_ms": 13, "grant_timeout_ms": 14, "answer_timeout_ms": 86400000, "busy_retry_us": 16,
             "breaker": {"enabled": false, "consecutive_failures": 17, "failure_ratio_percent": 18,
                         "slow_ratio_percent": 19, "slow_ms": 20, "window_count": 1024, "window_ms": 22,
                         "minimum_count": 23, "isolation_ms": 24, "isolation_max_ms": 25, "probes": 26,
                         "probe_timeout_ms": 27},
             "lane_breaker": {"consecutive_failures": 28},
             "limits": [
                {"name": "orders", "shape": "sliding_window", "scope": "instrument", "limit": 1000000,
                 "window_ms": 86400000, "guard_us": 43199999999}
             ]}
        ]
    })")
        .config();
}

TEST(ParseConfig, reads_names_and_capacities) {
    const Config config = full_config();
    EXPECT_THAT(config.accounts, ElementsAre("A1", "A2"));
    EXPECT_THAT(config.instruments, ElementsAre("I1",
                                        "\xc3\x9cn\xc3\xaf"
                                        "code"));
    EXPECT_EQ(config.accounts_max, 3u);
    EXPECT_EQ(config.instruments_max, 4u);
    EXPECT_EQ(config.owners_max, 5u);
    EXPECT_EQ(config.metrics_listen, "[::1]:65535");
}

TEST(ParseConfig, reads_a_token_bucket) {
    const Config config = full_config();
    ASSERT_EQ(config.firm_limits.size(), 1u);
    const LimitConfig &bucket = config.firm_limits[0];
    EXPECT_EQ(bucket.name, "all");
    EXPECT_EQ(bucket.shape, LimitShape::token_bucket);
    EXPECT_EQ(bucket.scope, LimitScope::firm);
    EXPECT_EQ(bucket.limit, 1'000'000'000'000u);
    EXPECT_EQ(bucket.window_ns, 0u);
    EXPECT_EQ(bucket.refill_amount, 7u);
    EXPECT_EQ(bucket.refill_interval_ns, 3 * kMs);
    EXPECT_EQ(bucket.margin, 1u);
    EXPECT_EQ(bucket.cancel_reserve, 2u);
    EXPECT_EQ(bucket.hard_limit, 1'000'000'000'000u);
    EXPECT_EQ(bucket.hard_margin, 4u);
    EXPECT_EQ(bucket.guard_ns, 5'000u);
    EXPECT_THAT(bucket.cost, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
}

TEST(ParseConfig, reads_a_venue) {
    const Config config = full_config();
    ASSERT_EQ(config.venues.size(), 1u);
    const VenueConfig &venue = config.venues[0];
    EXPECT_EQ(venue.name, "X");
    EXPECT_TRUE(venue.is_shadow);
    EXPECT_EQ(venue.lanes_max, 256u);
    EXPECT_EQ(venue.held_max, 1'000'000u);
    EXPECT_EQ(venue.orders_max, 11u);
    EXPECT_EQ(venue.grants_max, 12u);
    EXPECT_EQ(venue.ageing_ns, 13 * kMs);
    EXPECT_EQ(venue.grant_timeout_ns, 14 * kMs);
    EXPECT_EQ(venue.answer_timeout_ns, 86'400'000 * kMs);
    EXPECT_EQ(venue.busy_retry_ns, 16'000u);
}

TEST(ParseConfig, reads_breakers) {
    const Config config = full_config();
    ASSERT_EQ(config.venues.size(), 1u);
    const VenueConfig &venue = config.venues[0];
    const BreakerConfig &breaker = venue.venue_breaker;
    EXPECT_FALSE(breaker.is_enabled);
    EXPECT_EQ(breaker.consecutive_failures, 17u);
    EXPECT_EQ(breaker.failure_ratio_percent, 18u);
    EXPECT_EQ(breaker.slow_ratio_percent, 19u);
    EXPECT_EQ(breaker.slow_ns, 20 * kMs);
    EXPECT_EQ(breaker.window_count, 1024u);
    EXPECT_EQ(breaker.window_ns, 22 * kMs);
    EXPECT_EQ(breaker.minimum_count, 23u);
    EXPECT_EQ(breaker.isolation_ns, 24 * kMs);
    EXPECT_EQ(breaker.isolation_max_ns, 25 * kMs);
    EXPECT_EQ(breaker.probes, 26u);
    EXPECT_EQ(breaker.probe_timeout_ns, 27 * kMs);

    // A field that lane_breaker does not give has the default, not the value of breaker.
    EXPECT_EQ(venue.lane_breaker.consecutive_failures, 28u);
    EXPECT_TRUE(venue.lane_breaker.is_enabled);
    EXPECT_EQ(venue.lane_breaker.window_count, BreakerConfig().window_count);
}

TEST(ParseConfig, reads_a_sliding_window) {
    const Config config = full_config();
    ASSERT_EQ(config.venues.size(), 1u);
    ASSERT_EQ(config.venues[0].limits.size(), 1u);
    const LimitConfig &window = config.venues[0].limits[0];
    EXPECT_EQ(window.shape, LimitShape::sliding_window);
    EXPECT_EQ(window.scope, LimitScope::instrument);
    EXPECT_EQ(window.limit, 1'000'000u);
    EXPECT_EQ(window.window_ns, 86'400'000 * kMs);
    EXPECT_EQ(window.guard_ns, 43'199'999'999'000u);
    EXPECT_EQ(window.refill_amount, 0u);
    EXPECT_EQ(window.refill_interval_ns, 0u);
}

TEST(ParseConfig, fills_defaults) {
    const Config config = ConfigDocument::smallest().config();
    const VenueConfig defaults;
    ASSERT_EQ(config.venues.size(), 1u);
    EXPECT_EQ(config.venues[0].held_max, defaults.held_max);
    EXPECT_EQ(config.venues[0].busy_retry_ns, defaults.busy_retry_ns);
    EXPECT_EQ(config.venues[0].venue_breaker.isolation_max_ns, defaults.venue_breaker.isolation_max_ns);
    EXPECT_EQ(config.owners_max, Config().owners_max);
    EXPECT_THAT(config.metrics_listen, IsEmpty());
    EXPECT_THAT(config.venues[0].limits, IsEmpty());
}

TEST(ParseConfig, lane_breaker_follows_breaker_when_missing) {
    const Config config =
        ConfigDocument::smallest().set("/venues/0/breaker", R"({"probes": 9, "slow_ms": 7})").config();
    EXPECT_EQ(config.venues[0].lane_breaker.probes, 9u);
    EXPECT_EQ(config.venues[0].lane_breaker.slow_ns, 7 * kMs);
}

TEST(ParseConfig, every_kind_but_admin_costs_one_without_cost) {
    const Config config = ConfigDocument::typical().config();
    EXPECT_THAT(config.firm_limits[0].cost, ElementsAre(0, 1, 1, 1, 1, 1, 1, 1, 0));
}

TEST(ParseConfig, kinds_that_cost_does_not_name_cost_nothing) {
    const Config config = ConfigDocument::typical().config();
    EXPECT_THAT(config.venues[0].limits[0].cost, ElementsAre(0, 2, 0, 1, 0, 0, 0, 0, 0));
}

TEST(ParseConfig, reads_every_scope) {
    const std::vector<std::pair<std::string, LimitScope>> scopes = {{"venue", LimitScope::venue},
        {"account", LimitScope::account}, {"lane", LimitScope::lane}, {"instrument", LimitScope::instrument},
        {"owner", LimitScope::owner}, {"account_instrument", LimitScope::account_instrument},
        {"account_owner", LimitScope::account_owner}, {"lane_instrument", LimitScope::lane_instrument}};
    for (const auto &[name, scope] : scopes) {
        const Config config = ConfigDocument::typical().set("/venues/0/limits/0/scope", "\"" + name + "\"").config();
        EXPECT_EQ(config.venues[0].limits[0].scope, scope) << name;
    }
}

TEST(ParseConfig, capacity_grows_with_the_list_when_not_given) {
    ConfigDocument document = ConfigDocument::smallest();
    document.set("/accounts", "[]").set("/instruments", R"(["I"])");
    for (int index = 0; index < 100; ++index)
        document.set("/accounts/-", "\"A" + std::to_string(index) + "\"");
    const Config config = document.config();
    EXPECT_EQ(config.accounts_max, 100u);
    EXPECT_EQ(config.instruments_max, Config().instruments_max);
}

TEST(ParseConfig, accepts_a_byte_order_mark) {
    EXPECT_THAT(parse_config("\xef\xbb\xbf" + ConfigDocument::smallest().text()).faults, IsEmpty());
}

TEST(ParseConfig, accepts_the_largest_document) {
    ConfigDocument document = ConfigDocument::smallest();
    std::string instruments = "[";
    for (int index = 0; index < 200'000; ++index) {
        instruments += (index ? ",\"I" : "\"I") + std::to_string(index) + "\"";
    }
    const Config config = document.set("/instruments", instruments + "]").config();
    EXPECT_EQ(config.instruments.size(), 200'000u);
    EXPECT_EQ(config.instruments_max, 200'000u);
}

}  // namespace
}  // namespace sluice
