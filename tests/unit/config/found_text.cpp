// How values and paths from outside are written into one line.
#include "config/found_text.hpp"

#include "config/json_path.hpp"
#include "config_document.hpp"

namespace sluice {
namespace {

std::string found(const std::string &json) {
    JsonDocument document;
    document.Parse(json);
    return found_text(document);
}

TEST(FoundText, writes_values_as_json) {
    EXPECT_EQ(found("null"), "null");
    EXPECT_EQ(found("true"), "true");
    EXPECT_EQ(found("false"), "false");
    EXPECT_EQ(found("-7"), "-7");
    EXPECT_EQ(found("18446744073709551615"), "18446744073709551615");
    EXPECT_EQ(found("18446744073709551616"), "18446744073709553000.0");
    EXPECT_EQ(found("0.1"), "0.1");
    EXPECT_EQ(found("\"x\""), "\"x\"");
    EXPECT_EQ(found("[]"), "an empty list");
    EXPECT_EQ(found("[1]"), "a list of 1 element");
    EXPECT_EQ(found("[1, 2]"), "a list of 2 elements");
    EXPECT_EQ(found("{}"), "an empty object");
    EXPECT_EQ(found("{\"a\": 1}"), "an object with 1 key");
    EXPECT_EQ(found("{\"a\": 1, \"b\": 2}"), "an object with 2 keys");
}

TEST(FoundText, cuts_at_forty_characters) {
    EXPECT_EQ(shortened(std::string(40, 'x')), std::string(40, 'x'));
    EXPECT_EQ(shortened(std::string(41, 'x')), std::string(37, 'x') + "...");
    std::string umlauts;
    for (int index = 0; index < 41; ++index)
        umlauts += "\u00e4";
    EXPECT_EQ(shortened(umlauts), umlauts.substr(0, 2 * 37) + "...");
    EXPECT_EQ(shortened(umlauts.substr(2)), umlauts.substr(2));
}

TEST(FoundText, never_writes_a_raw_control_character) {
    EXPECT_EQ(escaped("a\nb\tc\rd"), "a\\nb\\tc\\rd");
    EXPECT_EQ(escaped(std::string("\0\x1b\x1f\x7f ", 5)), "\\u0000\\u001b\\u001f\\u007f ");
    EXPECT_EQ(escaped("\xc3"), "\\xc3");
    EXPECT_EQ(escaped("\xe2\x82"), "\\xe2\\x82");
    EXPECT_EQ(escaped("\xe2\x82\xac \xf0\x9f\x98\x80"), "\xe2\x82\xac \xf0\x9f\x98\x80");
}

TEST(JsonPath, escapes_as_json_pointers_do) {
    EXPECT_EQ(path_of_key("", "a"), "/a");
    EXPECT_EQ(path_of_key("/a", "b/c~d"), "/a/b~1c~0d");
    EXPECT_EQ(path_of_index("/a", 12), "/a/12");
    EXPECT_EQ(path_of_key("", ""), "/");
    EXPECT_EQ(path_of_key("", "a\nb"), "/a\\nb");
    EXPECT_EQ(path_of_key("", std::string(50, 'k')), "/" + std::string(37, 'k') + "...");
}

}  // namespace
}  // namespace sluice
