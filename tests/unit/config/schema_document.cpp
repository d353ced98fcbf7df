// The schema as a document: complete, and in step with config.hpp.
#include <limits>

#include "config/built_in_texts.hpp"
#include "config/schema_words.hpp"
#include "config_document.hpp"

namespace sluice {
namespace {

using testing::EndsWith;

JsonDocument schema() {
    JsonDocument document;
    document.Parse(config_schema().data(), config_schema().size());
    EXPECT_FALSE(document.HasParseError());
    return document;
}

// Calls visit(pointer, node) for each property of each object of the schema, references not followed.
template <class Visit>
void for_each_property(const JsonValue &node, const std::string &pointer, Visit visit) {
    if (!node.IsObject()) return;
    if (const JsonValue *properties = find_member(node, "properties")) {
        for (const auto &member : properties->GetObject()) {
            const std::string name = pointer + "/" + std::string(text_of(member.name));
            visit(name, member.value);
            for_each_property(member.value, name, visit);
        }
    }
    if (const JsonValue *definitions = find_member(node, "definitions")) {
        for (const auto &member : definitions->GetObject()) {
            for_each_property(member.value, pointer + "/" + std::string(text_of(member.name)), visit);
        }
    }
}

void expect_bounds(const JsonValue &node, std::string_view type, const std::string &pointer) {
    if (type == "integer") {
        EXPECT_TRUE(find_member(node, "minimum") && find_member(node, "maximum")) << pointer;
    } else if (type == "string") {
        EXPECT_TRUE(find_member(node, "enum") || find_member(node, "maxLength")) << pointer;
    } else if (type == "array") {
        EXPECT_TRUE(find_member(node, "maxItems") && find_member(node, "items")) << pointer;
    } else if (type == "object") {
        ASSERT_TRUE(find_member(node, "additionalProperties")) << pointer;
        EXPECT_FALSE(find_member(node, "additionalProperties")->GetBool()) << pointer;
    } else {
        EXPECT_EQ(type, "boolean") << pointer;
    }
}

TEST(ConfigSchemaDocument, describes_every_field_and_bounds_every_value) {
    const JsonDocument document = schema();
    size_t properties = 0;
    for_each_property(document, "", [&](const std::string &pointer, const JsonValue &written) {
        ++properties;
        const JsonValue *description = find_member(written, "description");
        ASSERT_TRUE(description) << pointer;
        EXPECT_GT(description->GetStringLength(), 10u) << pointer;

        const JsonValue &node = resolved(document, written);
        const JsonValue *type = find_member(node, "type");
        ASSERT_TRUE(type) << pointer;
        if (!type->IsArray()) return expect_bounds(node, text_of(*type), pointer);
        for (const JsonValue &name : type->GetArray())
            expect_bounds(node, text_of(name), pointer);
    });
    EXPECT_GT(properties, 50u);
    EXPECT_FALSE(find_member(document, "additionalProperties")->GetBool());
}

TEST(ConfigSchemaDocument, times_fit_64_bits_of_nanoseconds) {
    size_t times = 0;
    for_each_property(schema(), "", [&](const std::string &pointer, const JsonValue &node) {
        const uint64_t ns_per_unit = pointer.ends_with("_ms") ? 1'000'000 : pointer.ends_with("_us") ? 1'000 : 0;
        if (ns_per_unit == 0) return;
        ++times;
        EXPECT_LT(find_member(node, "maximum")->GetUint64(), std::numeric_limits<int64_t>::max() / ns_per_unit)
            << pointer;
    });
    EXPECT_GT(times, 10u);
}

TEST(ConfigSchemaDocument, states_the_defaults_that_are_used) {
    const JsonDocument document = schema();
    const auto default_of = [&document](const std::string &pointer) {
        const JsonValue *node = rapidjson::Pointer(pointer + "/default").Get(document);
        EXPECT_TRUE(node) << pointer;
        return node && node->IsUint64() ? node->GetUint64() : node && node->IsTrue() ? 1u : 0u;
    };
    const std::string capacity = "/properties/capacity/properties/";
    const Config config;
    EXPECT_EQ(default_of(capacity + "accounts"), config.accounts_max);
    EXPECT_EQ(default_of(capacity + "instruments"), config.instruments_max);
    EXPECT_EQ(default_of(capacity + "owners"), config.owners_max);

    const std::string venue = "/definitions/venue/properties/";
    const VenueConfig venue_config;
    EXPECT_EQ(default_of(venue + "shadow"), venue_config.is_shadow);
    EXPECT_EQ(default_of(venue + "lanes_max"), venue_config.lanes_max);
    EXPECT_EQ(default_of(venue + "held_max"), venue_config.held_max);
    EXPECT_EQ(default_of(venue + "orders_max"), venue_config.orders_max);
    EXPECT_EQ(default_of(venue + "grants_max"), venue_config.grants_max);
    EXPECT_EQ(default_of(venue + "ageing_ms") * 1'000'000, venue_config.ageing_ns);
    EXPECT_EQ(default_of(venue + "grant_timeout_ms") * 1'000'000, venue_config.grant_timeout_ns);
    EXPECT_EQ(default_of(venue + "answer_timeout_ms") * 1'000'000, venue_config.answer_timeout_ns);
    EXPECT_EQ(default_of(venue + "busy_retry_us") * 1'000, venue_config.busy_retry_ns);

    const std::string breaker = "/definitions/breaker/properties/";
    const BreakerConfig breaker_config;
    EXPECT_EQ(default_of(breaker + "enabled"), breaker_config.is_enabled);
    EXPECT_EQ(default_of(breaker + "consecutive_failures"), breaker_config.consecutive_failures);
    EXPECT_EQ(default_of(breaker + "failure_ratio_percent"), breaker_config.failure_ratio_percent);
    EXPECT_EQ(default_of(breaker + "slow_ratio_percent"), breaker_config.slow_ratio_percent);
    EXPECT_EQ(default_of(breaker + "slow_ms") * 1'000'000, breaker_config.slow_ns);
    EXPECT_EQ(default_of(breaker + "window_count"), breaker_config.window_count);
    EXPECT_EQ(default_of(breaker + "window_ms") * 1'000'000, breaker_config.window_ns);
    EXPECT_EQ(default_of(breaker + "minimum_count"), breaker_config.minimum_count);
    EXPECT_EQ(default_of(breaker + "isolation_ms") * 1'000'000, breaker_config.isolation_ns);
    EXPECT_EQ(default_of(breaker + "isolation_max_ms") * 1'000'000, breaker_config.isolation_max_ns);
    EXPECT_EQ(default_of(breaker + "probes"), breaker_config.probes);
    EXPECT_EQ(default_of(breaker + "probe_timeout_ms") * 1'000'000, breaker_config.probe_timeout_ns);

    const std::string limit = "/definitions/limit/properties/";
    const LimitConfig limit_config;
    EXPECT_EQ(default_of(limit + "margin"), limit_config.margin);
    EXPECT_EQ(default_of(limit + "cancel_reserve"), limit_config.cancel_reserve);
    EXPECT_EQ(default_of(limit + "hard_limit"), limit_config.hard_limit);
    EXPECT_EQ(default_of(limit + "hard_margin"), limit_config.hard_margin);
    EXPECT_EQ(default_of(limit + "guard_us"), limit_config.guard_ns);
    EXPECT_EQ(default_of(limit + "phase_ms"), limit_config.phase_ns);
    EXPECT_EQ(default_of(limit + "cancel_extra"), limit_config.cancel_extra);
    EXPECT_EQ(default_of(limit + "cancel_times"), limit_config.cancel_times);
    EXPECT_EQ(default_of(limit + "first_fill_credit/properties/taker"), limit_config.first_fill_taker);
    EXPECT_EQ(default_of(limit + "first_fill_credit/properties/maker"), limit_config.first_fill_maker);

    const std::string cost = "/definitions/cost/properties/";
    const KindCost cost_config;
    EXPECT_EQ(default_of(cost + "message"), cost_config.per_message);
    EXPECT_EQ(default_of(cost + "request"), cost_config.per_request);
}

}  // namespace
}  // namespace sluice
