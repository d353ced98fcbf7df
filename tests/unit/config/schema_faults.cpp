// Faults of one place: type, range, allowed values, missing and unknown names. The words come from the schema.
#include "config_document.hpp"

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A number at a place, the lowest and highest that are accepted.
struct Range {
    std::string pointer;
    uint64_t lowest;
    uint64_t highest;
    std::string else_words = "";
};

// Numbers whose neighbours in the typical document agree with every value of the range.
const std::vector<Range> kFreeRanges = {
    {"/capacity/owners", 1, 4096},
    {"/venues/0/lanes_max", 1, 256},
    {"/venues/0/held_max", 1, 1'000'000},
    {"/venues/0/orders_max", 1, 1'000'000},
    {"/venues/0/grants_max", 1, 1'000'000},
    {"/venues/0/ageing_ms", 1, 86'400'000},
    {"/venues/0/grant_timeout_ms", 1, 86'400'000},
    {"/venues/0/answer_timeout_ms", 1, 86'400'000},
    {"/venues/0/busy_retry_us", 1, 60'000'000},
    {"/venues/0/breaker/consecutive_failures", 0, 1'000'000},
    {"/venues/0/breaker/failure_ratio_percent", 0, 100},
    {"/venues/0/breaker/slow_ratio_percent", 0, 100},
    {"/venues/0/breaker/slow_ms", 1, 86'400'000},
    {"/venues/0/breaker/window_ms", 1, 86'400'000},
    {"/venues/0/breaker/isolation_max_ms", 1000, 86'400'000},
    {"/venues/0/breaker/probes", 1, 1024},
    {"/venues/0/breaker/probe_timeout_ms", 1, 86'400'000},
    {"/venues/0/limits/1/refill_amount", 1, 1'000'000'000'000},
    {"/venues/0/limits/1/refill_interval_ms", 1, 86'400'000},
};

// Numbers that other rules bind too: only the end that the schema alone decides.
const std::vector<Range> kBoundRanges = {
    {"/version", 1, 1},
    {"/capacity/accounts", 1, 65'536},
    {"/capacity/instruments", 1, 200'000},
    {"/venues/0/breaker/window_count", 1, 1024},
    {"/venues/0/breaker/minimum_count", 1, 1024},
    {"/venues/0/breaker/isolation_ms", 1, 86'400'000},
    {"/venues/0/limits/0/limit", 1, 1'000'000'000'000},
    {"/venues/0/limits/0/window_ms", 1, 86'400'000},
    {"/venues/0/limits/0/margin", 0, 1'000'000'000'000},
    {"/venues/0/limits/0/cancel_reserve", 0, 1'000'000'000'000},
    {"/venues/0/limits/0/hard_limit", 0, 1'000'000'000'000},
    {"/venues/0/limits/0/hard_margin", 0, 1'000'000'000'000},
    {"/venues/0/limits/0/guard_us", 0, 43'200'000'000},
    {"/venues/0/limits/0/cost/new", 0, 1'000'000'000, " or an object"},
};

std::string words(const Range &range) {
    if (range.lowest == range.highest) return "the number " + std::to_string(range.lowest);
    return "a whole number from " + std::to_string(range.lowest) + " to " + std::to_string(range.highest) +
           range.else_words;
}

std::vector<ConfigFault> faults_with(const std::string &pointer, const std::string &json) {
    return ConfigDocument::typical().set(pointer, json).faults();
}

TEST(ConfigSchema, accepts_both_ends_of_a_range) {
    for (const Range &range : kFreeRanges) {
        for (const uint64_t number : {range.lowest, range.highest}) {
            EXPECT_THAT(faults_with(range.pointer, std::to_string(number)), IsEmpty()) << range.pointer;
        }
    }
}

TEST(ConfigSchema, refuses_numbers_outside_a_range) {
    for (const auto *ranges : {&kFreeRanges, &kBoundRanges}) {
        for (const Range &range : *ranges) {
            // The lowest isolation_max_ms that is accepted is decided by isolation_ms, tested elsewhere.
            const bool is_by_schema = range.pointer != "/venues/0/breaker/isolation_max_ms";
            Range stated = range;
            if (!is_by_schema) stated.lowest = 1;
            const int64_t below = static_cast<int64_t>(stated.lowest) - 1;
            for (const std::string &number : {std::to_string(below), std::to_string(range.highest + 1),
                     std::string("-9223372036854775808"), std::string("18446744073709551615")}) {
                EXPECT_THAT(
                    faults_with(range.pointer, number), ElementsAre(fault(range.pointer, words(stated), number)));
            }
        }
    }
}

TEST(ConfigSchema, refuses_what_is_not_a_whole_number) {
    const std::vector<std::pair<std::string, std::string>> values = {{"1.0", "1.0"}, {"0.5", "0.5"}, {"1e2", "100.0"},
        {"18446744073709551616", "18446744073709553000.0"}, {"1e300", "1e300"}, {"null", "null"}, {"true", "true"},
        {"\"5\"", "\"5\""}, {"[5]", "a list of 1 element"}, {"{}", "an empty object"}};
    for (const auto &[json, found] : values) {
        EXPECT_THAT(faults_with("/venues/0/held_max", json),
            ElementsAre(fault("/venues/0/held_max", "a whole number from 1 to 1000000", found)));
    }
}

TEST(ConfigSchema, refuses_wrong_types) {
    const std::vector<std::array<std::string, 4>> cases = {
        {"", "5", "an object", "5"},
        {"/accounts", "\"A\"", "a list of at most 65536 elements", "\"A\""},
        {"/accounts/1", "7", "a text of 1 to 255 characters", "7"},
        {"/instruments", "{}", "a list of at most 200000 elements", "an empty object"},
        {"/capacity", "[]", "an object", "an empty list"},
        {"/metrics", "null", "an object", "null"},
        {"/metrics/listen", "9464", "a text of 1 to 255 characters", "9464"},
        {"/firm_limits", "{}", "a list of at most 16 elements", "an empty object"},
        {"/firm_limits/0", "[]", "an object", "an empty list"},
        {"/venues", "{}", "a list of 1 to 4096 elements", "an empty object"},
        {"/venues/1", "\"Y\"", "an object", "\"Y\""},
        {"/venues/0/name", "false", "a text of 1 to 255 characters", "false"},
        {"/venues/0/shadow", "0", "true or false", "0"},
        {"/venues/0/breaker", "true", "an object", "true"},
        {"/venues/0/lane_breaker", "5", "an object", "5"},
        {"/venues/0/breaker/enabled", "\"yes\"", "true or false", "\"yes\""},
        {"/venues/0/limits", "7", "a list of at most 16 elements", "7"},
        {"/venues/0/limits/0/name", "1", "a text of 1 to 255 characters", "1"},
        {"/venues/0/limits/0/cost", "1", "an object", "1"},
        {"/venues/0/limits/0/shape", "1", kShapeWords, "1"},
    };
    for (const auto &[pointer, json, expected, found] : cases) {
        EXPECT_THAT(faults_with(pointer, json), ElementsAre(fault(pointer, expected, found)));
    }
}

TEST(ConfigSchema, refuses_values_that_are_not_listed) {
    EXPECT_THAT(faults_with("/venues/0/limits/0/shape", "\"leaky\""),
        ElementsAre(fault("/venues/0/limits/0/shape", kShapeWords, "\"leaky\"")));
    EXPECT_THAT(faults_with("/venues/0/limits/0/scope", "\"Venue\""),
        ElementsAre(fault("/venues/0/limits/0/scope", kScopeWords, "\"Venue\"")));
}

TEST(ConfigSchema, refuses_lengths_outside_a_range) {
    EXPECT_THAT(faults_with("/venues/0/name", "\"\""),
        ElementsAre(fault("/venues/0/name", "a text of 1 to 255 characters", "\"\"")));
    EXPECT_THAT(faults_with("/venues/0/name", "\"" + std::string(256, 'x') + "\""),
        ElementsAre(fault("/venues/0/name", "a text of 1 to 255 characters",
            "\"" + std::string(37, 'x') + "...\" (256 characters)")));
    EXPECT_THAT(faults_with("/venues/0/name", "\"" + std::string(255, 'x') + "\""), IsEmpty());
    EXPECT_THAT(
        faults_with("/venues", "[]"), ElementsAre(fault("/venues", "a list of 1 to 4096 elements", "an empty list")));
}

TEST(ConfigSchema, counts_list_elements_as_they_are) {
    ConfigDocument document = ConfigDocument::smallest();
    document.set("/venues/0/limits", "[]");
    for (int index = 0; index < 17; ++index) {
        document.set("/venues/0/limits/-", R"({"name": "l)" + std::to_string(index) +
                                               R"(", "shape": "sliding_window", "scope": "venue", "limit": 5,
                                                  "window_ms": 1000})");
    }
    EXPECT_THAT(document.faults(),
        ElementsAre(fault("/venues/0/limits", "a list of at most 16 elements", "a list of 17 elements")));
    // A broken element is left out of later checks, but still counts.
    document.set("/venues/0/limits/3", "5");
    EXPECT_THAT(document.faults(),
        ElementsAre(fault("/venues/0/limits", "a list of at most 16 elements", "a list of 17 elements"),
            fault("/venues/0/limits/3", "an object", "5")));
    // Nor does a list get too short by it.
    EXPECT_THAT(
        ConfigDocument::smallest().set("/venues/0", "5").faults(), ElementsAre(fault("/venues/0", "an object", "5")));
}

TEST(ConfigSchema, names_what_is_missing) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"/version", "the number 1"},
        {"/venues", "a list of 1 to 4096 elements"},
        {"/venues/1/name", "a text of 1 to 255 characters"},
        {"/venues/0/limits/0/name", "a text of 1 to 255 characters"},
        {"/venues/0/limits/0/shape", kShapeWords},
        {"/venues/0/limits/0/scope", kScopeWords},
        {"/venues/0/limits/0/limit", "a whole number from 1 to 1000000000000"},
    };
    for (const auto &[pointer, expected] : cases) {
        EXPECT_THAT(
            ConfigDocument::typical().remove(pointer).faults(), ElementsAre(fault(pointer, expected, "nothing")));
    }
}

TEST(ConfigSchema, names_all_that_is_missing_in_one_object) {
    EXPECT_THAT(faults_with("/venues/0/limits/0", "{}"),
        ElementsAre(testing::Field(&ConfigFault::path, "/venues/0/limits/0/name"),
            testing::Field(&ConfigFault::path, "/venues/0/limits/0/shape"),
            testing::Field(&ConfigFault::path, "/venues/0/limits/0/scope"),
            testing::Field(&ConfigFault::path, "/venues/0/limits/0/limit")));
}

TEST(ConfigSchema, a_broken_member_is_not_missing) {
    EXPECT_THAT(ConfigDocument::typical().set("/version", "2").remove("/venues").faults(),
        ElementsAre(
            fault("/venues", "a list of 1 to 4096 elements", "nothing"), fault("/version", "the number 1", "2")));
}

TEST(ConfigSchema, suggests_the_key_that_was_meant) {
    const std::vector<std::array<std::string, 3>> cases = {
        {"/venue", "a known key, perhaps \"venues\"", "unknown key \"venue\""},
        {"/capacity/owner", "a known key, perhaps \"owners\"", "unknown key \"owner\""},
        {"/venues/0/lane_max", "a known key, perhaps \"lanes_max\"", "unknown key \"lane_max\""},
        {"/venues/0/breaker/isolation_ns", "a known key, perhaps \"isolation_ms\"", "unknown key \"isolation_ns\""},
        {"/venues/0/limits/0/windowms", "a known key, perhaps \"window_ms\"", "unknown key \"windowms\""},
        {"/venues/0/limits/0/cost/cancle", "a known key, perhaps \"cancel\"", "unknown key \"cancle\""},
    };
    for (const auto &[pointer, expected, found] : cases) {
        EXPECT_THAT(faults_with(pointer, "1"), ElementsAre(fault(pointer, expected, found)));
    }
}

TEST(ConfigSchema, lists_the_keys_when_none_is_near) {
    EXPECT_THAT(faults_with("/capacity/elephants", "1"),
        ElementsAre(fault("/capacity/elephants", "one of the keys \"accounts\", \"instruments\", \"owners\"",
            "unknown key \"elephants\"")));
    EXPECT_THAT(faults_with("/metrics/port", "1"),
        ElementsAre(fault("/metrics/port", "one of the keys \"listen\"", "unknown key \"port\"")));
}

TEST(ConfigSchema, refuses_an_unknown_key_in_every_object) {
    for (const std::string object : {"", "/capacity", "/metrics", "/firm_limits/0", "/venues/0", "/venues/0/breaker",
             "/venues/0/limits/0", "/venues/0/limits/0/cost"}) {
        const auto faults = faults_with(object + "/zzzzzzzz", "{}");
        ASSERT_THAT(faults, SizeIs(1)) << object;
        EXPECT_EQ(faults[0].path, object + "/zzzzzzzz");
    }
    EXPECT_THAT(ConfigDocument::smallest().set("/venues/0/lane_breaker", R"({"zzzzzzzz": 1})").faults(), SizeIs(1));
}

TEST(ConfigSchema, refuses_a_key_given_twice) {
    EXPECT_THAT(parse_config(R"({"version": 1, "venues": [{"name": "X", "held_max": 5, "held_max": 6}]})").faults,
        ElementsAre(fault("/venues/0/held_max", "each key once", "a second one, 6")));
    EXPECT_THAT(parse_config(R"({"version": 1, "venues": [{"name": "X"}], "venues": []})").faults,
        ElementsAre(fault("/venues", "each key once", "a second one, an empty list")));
    // The same key, spelt with an escape.
    EXPECT_THAT(parse_config(R"({"version": 1, "versio\u006e": 1, "venues": [{"name": "X"}]})").faults,
        ElementsAre(fault("/version", "each key once", "a second one, 1")));
    // In places that the schema does not know too.
    EXPECT_THAT(parse_config(R"({"version": 1, "venues": [{"name": "X"}], "zzzzzzzz": {"a": 1, "a": 2}})").faults,
        ElementsAre(
            testing::Field(&ConfigFault::path, "/zzzzzzzz"), fault("/zzzzzzzz/a", "each key once", "a second one, 2")));
}

TEST(ConfigSchema, survives_keys_that_look_like_pointers) {
    EXPECT_THAT(parse_config(R"({"version": 1, "venues": [{"name": "X", "a/b~c#%": 1, "\u0000": 2}]})").faults,
        ElementsAre(testing::Field(&ConfigFault::path, "/venues/0/a~1b~0c#%"),
            testing::Field(&ConfigFault::path, "/venues/0/\\u0000")));
}

}  // namespace
}  // namespace sluice
