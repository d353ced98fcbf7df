// Texts that are not JSON, or not JSON that is safe to read: one fault that says where and what.
#include "config_document.hpp"

namespace sluice {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

struct Broken {
    std::string_view text;
    std::string expected;
    std::string found;
};

TEST(ParseConfigText, names_line_column_and_remedy) {
    using namespace std::string_view_literals;
    const std::vector<Broken> texts = {
        {"", "line 1, column 1: a JSON object", "the end of the text"},
        {"  \n ", "line 2, column 2: a JSON object", "the end of the text"},
        {"{\n  \"version\" 1\n}", "line 2, column 13: a colon after the key", "1"},
        {"{\"version\": 1 \"venues\": []}", "line 1, column 15: a comma or } after the value", "\"venues\": []}"},
        {"{\"venues\": [1 2]}", "line 1, column 15: a comma or ] after the value", "2]}"},
        {"{version: 1}", "line 1, column 2: a key in double quotes", "version: 1}"},
        {"{\"a\": tru}", "line 1, column 10: a JSON value", "}"},
        {"{\"a\": 01}", "line 1, column 8: a comma or } after the value", "1}"},
        {"{\"a\": 1.}", "line 1, column 9: a digit after the decimal point", "}"},
        {"{\"a\": 1e}", "line 1, column 9: a digit in the exponent", "}"},
        {"{\"a\": 1e999}", "line 1, column 7: a number that fits 64 bits", "1e999}"},
        {"{\"a\": NaN}", "line 1, column 7: a JSON value", "NaN}"},
        {"{\"a\": 1} x", "line 1, column 10: nothing after the end of the document", "x"},
        {"{\"a\": 1}\n{}", "line 2, column 1: nothing after the end of the document", "{}"},
        {"{\"a\": 1,", "line 1, column 9: a key in double quotes", "the end of the text"},
        {"{\"a\":\n", "line 2, column 1: a JSON value", "the end of the text"},
        {"// no\n{}", "line 1, column 1: a JSON value", "// no"},
        {"{\"\u00e4\u00f6\": 1 x", "line 1, column 10: a comma or } after the value", "x"},
        {"{\"a\": 1}\0{}"sv, "line 1, column 9: no NUL byte", "\\u0000{}"},
        {"\0"sv, "line 1, column 1: no NUL byte", "\\u0000"},
        {"\xff\xfe{}", "line 1, column 1: a JSON value", "\\xff\\xfe{}"},
    };
    for (const Broken &broken : texts) {
        EXPECT_THAT(parse_config(broken.text).faults, ElementsAre(fault("", broken.expected, broken.found)))
            << broken.text;
    }
}

TEST(ParseConfigText, refuses_bad_strings) {
    const std::vector<std::pair<std::string, std::string>> texts = {
        {"{\"a\": \"\xc3(\"}", "UTF-8"},         // a sequence without its second byte
        {"{\"a\": \"\xed\xa0\x80\"}", "UTF-8"},  // a surrogate
        {"{\"a\": \"\xc0\xaf\"}", "UTF-8"},      // a slash in two bytes
        {"{\"a\": \"\xf5\x80\x80\x80\"}", "UTF-8"},
        {"{\"a\": \"\\ud800x\"}", "surrogates"},
        {"{\"a\": \"\\u12g4\"}", "four hex digits"},
        {"{\"a\": \"\\q\"}", "a valid escape"},
        {"{\"a\": \"b", "a closing quotation mark"},
    };
    for (const auto &[text, word] : texts) {
        const auto faults = parse_config(text).faults;
        ASSERT_THAT(faults, SizeIs(1)) << text;
        EXPECT_THAT(faults[0].expected, HasSubstr(word)) << text;
        EXPECT_THAT(faults[0].expected, HasSubstr("line 1, column ")) << text;
    }
}

TEST(ParseConfigText, stops_at_deep_nesting) {
    for (const char *const level : {"[", "{\"a\":", "[{\"a\":"}) {
        std::string text;
        for (int depth = 0; depth < 100'000; ++depth)
            text += level;
        const auto faults = parse_config(text).faults;
        ASSERT_THAT(faults, SizeIs(1)) << level;
        EXPECT_THAT(faults[0].expected, HasSubstr("at most 32 levels of nesting")) << level;
    }
}

TEST(ParseConfigText, judges_nesting_within_the_bound_by_the_schema) {
    const std::string text =
        "{\"version\": 1, \"venues\": [{\"name\": \"X\"}], \"a\": " + std::string(31, '[') + std::string(31, ']') + "}";
    EXPECT_THAT(parse_config(text).faults, ElementsAre(testing::Field(&ConfigFault::path, "/a")));
}

TEST(ParseConfigText, survives_megabytes_of_garbage) {
    uint64_t state = 88172645463325252u;  // xorshift: the same garbage in each run
    std::string garbage;
    for (size_t index = 0; index < 10u << 20; ++index) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        garbage += static_cast<char>(1 + state % 255);
    }
    EXPECT_THAT(parse_config(garbage).faults, SizeIs(1));
    EXPECT_THAT(parse_config("{\"version\": \"" + garbage).faults, SizeIs(1));
    const std::string letters(10u << 20, 'x');
    EXPECT_THAT(parse_config("{\"version\": 1, \"venues\": [{\"name\": \"X\"}], \"" + letters + "\": 1}").faults,
        ElementsAre(testing::Field(&ConfigFault::path, "/" + std::string(37, 'x') + "...")));
}

TEST(ParseConfigText, refuses_texts_beyond_the_bound) {
    EXPECT_THAT(parse_config(std::string((64u << 20) + 1, ' ')).faults,
        ElementsAre(fault("", "a text of at most 67108864 bytes", "67108865 bytes")));
}

TEST(ParseConfigText, says_document_where_the_path_is_empty) {
    EXPECT_EQ(to_string(parse_config("[]").faults.at(0)), "(document): expected an object, found an empty list");
    EXPECT_EQ(to_string({"/a/b", "x", "y"}), "/a/b: expected x, found y");
}

}  // namespace
}  // namespace sluice
