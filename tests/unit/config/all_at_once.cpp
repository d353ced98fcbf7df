// One document, many faults of every sort, one report in the order of the document.

#include "config_document.hpp"

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(AllFaults, are_reported_at_once_in_document_order) {
    const std::string text = R"({
        "version": 2,
        "accounts": ["A", "A", 3],
        "capcity": {"owners": 1},
        "metrics": {"listen": "nowhere"},
        "firm_limits": [
            {"name": "f", "shape": "sliding_window", "scope": "venue", "limit": 10, "window_ms": 1000, "margin": 10}
        ],
        "venues": [
            {"shadow": 1,
             "lanes_max": 1000,
             "limits": [
                {"name": "a", "shape": "leaky", "scope": "venue", "limit": -1},
                {"nam": "b", "shape": "sliding_window", "scope": "venue", "limit": 1},
                {"name": "a", "shape": "token_bucket", "scope": "firm", "limit": 10, "window_ms": 3,
                 "refill_amount": 1, "refill_interval_ms": 1000, "cost": {"new": 11}},
                {"name": "d", "shape": "sliding_window", "scope": "lane", "limit": 10, "limit": 9, "window_ms": 1}
             ],
             "breaker": {"isolation_ms": 100000}},
            5
        ]
    })";
    const std::string name_words = "a text of 1 to 255 characters";
    const std::string scope_words = "another scope than \"firm\", which belongs in firm_limits";
    EXPECT_THAT(parse_config(text).faults,
        ElementsAre(fault("/version", "the number 1", "2"),
            fault("/accounts/1", "a name of its own", "\"A\", as in /accounts/0"),
            fault("/accounts/2", name_words, "3"),
            fault("/capcity", "a known key, perhaps \"capacity\"", "unknown key \"capcity\""),
            fault("/metrics/listen", "host:port with a port from 0 to 65535, such as 127.0.0.1:9464", "\"nowhere\""),
            fault("/firm_limits/0/scope", "\"firm\" in firm_limits", "\"venue\""),
            fault("/firm_limits/0/margin", "less than limit (10)", "10"),
            fault("/venues/0/name", name_words, "nothing"), fault("/venues/0/shadow", "true or false", "1"),
            fault("/venues/0/lanes_max", "a whole number from 1 to 256", "1000"),
            fault("/venues/0/limits/0/shape", kShapeWords, "\"leaky\""),
            fault("/venues/0/limits/0/limit", "a whole number from 1 to 1000000000000", "-1"),
            fault("/venues/0/limits/1/name", name_words, "nothing"),
            fault("/venues/0/limits/1/nam", "a known key, perhaps \"name\"", "unknown key \"nam\""),
            fault("/venues/0/limits/2/name", "a name of its own", "\"a\", as in /venues/0/limits/0/name"),
            fault("/venues/0/limits/2/scope", scope_words, "\"firm\""),
            fault("/venues/0/limits/2/window_ms", "nothing for a token_bucket", "3"),
            fault("/venues/0/limits/2/cost/new", "at most 10 (limit less margin)", "11"),
            fault("/venues/0/limits/3/limit", "each key once", "a second one, 9"),
            fault("/venues/0/breaker/isolation_max_ms", "at least isolation_ms (100000)", "60000 (the default)"),
            fault("/venues/1", "an object", "5")));
}

std::string list_of(size_t count, const std::string &element) {
    std::string list = "[" + element;
    for (size_t index = 1; index < count; ++index)
        list += "," + element;
    return list + "]";
}

TEST(AllFaults, end_with_one_that_says_there_are_more) {
    ConfigDocument document = ConfigDocument::smallest();
    document.set("/accounts", list_of(200, "0"));
    EXPECT_THAT(document.faults(), SizeIs(200));
    document.set("/accounts", list_of(201, "0"));
    const auto faults = document.faults();
    ASSERT_THAT(faults, SizeIs(201));
    EXPECT_EQ(faults[199].path, "/accounts/199");
    EXPECT_THAT(faults[200], fault("", "at most 200 faults, which are listed", "more faults"));
}

TEST(AllFaults, of_rules_are_bounded_too) {
    EXPECT_THAT(ConfigDocument::smallest().set("/accounts", list_of(60'000, "\"A\"")).faults(), SizeIs(201));
    EXPECT_THAT(parse_config("{" + std::string("\"version\":1,") +
                             [] {
                                 std::string members;
                                 for (int index = 0; index < 60'000; ++index)
                                     members += "\"version\":1,";
                                 return members;
                             }() +
                             "\"venues\":[{\"name\":\"X\"}]}")
                    .faults,
        SizeIs(201));
}

// Feeding the whole list again for each fault would take longer than a test may.
TEST(AllFaults, of_a_long_list_are_found_in_one_pass) {
    std::string names = "[\"I\"";
    for (int index = 0; index < 199'000; ++index)
        names += ",\"I" + std::to_string(index) + "\"";
    for (int index = 0; index < 200; ++index)
        names += ",0";
    EXPECT_THAT(ConfigDocument::smallest().set("/instruments", names + "]").faults(), SizeIs(200));
}

}  // namespace
}  // namespace sluice
