#include "answers/body_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

namespace sluice {
namespace {

using namespace std::string_view_literals;

std::string normal(std::string_view bytes, bool has_tags = false) {
    BodyText text(bytes, has_tags);
    std::string characters;
    for (int character = text.next(); character != BodyText::kEnd; character = text.next())
        characters.push_back(static_cast<char>(character));
    EXPECT_EQ(text.next(), BodyText::kEnd);
    return characters;
}

bool is_found(std::string_view bytes, std::string_view wanted) {
    BodyText text(bytes, true);
    return find_behind(text, WantedText(wanted));
}

TEST(BodyText, has_small_letters_and_single_blanks) {
    EXPECT_EQ(normal("Too  MANY\r\n\t requests"), "too many requests");
    EXPECT_EQ(normal("  a b  "), "a b");
    EXPECT_EQ(normal(" \n "), "");
    EXPECT_EQ(normal(""), "");
}

TEST(BodyText, has_no_blanks_beside_punctuation) {
    EXPECT_EQ(normal("{ \"code\" : -1003 ,\n  \"msg\" : \"a b\" }"), R"({"code":-1003,"msg":"a b"})");
    EXPECT_EQ(normal("{'code': 'a b'}"), "{'code':'a b'}");
    EXPECT_EQ(normal("code = -1003 msg"), "code=-1003 msg");
}

TEST(BodyText, reads_escapes) {
    EXPECT_EQ(normal(R"(a\nb\/c\"d\\e\u0041\u00e9)"), R"(a b/c"d\ea?)");
    EXPECT_EQ(normal(R"("{\"code\":1}")"), R"("{"code":1}")");
    EXPECT_EQ(normal(R"(\x \u00g0 \u12)"), R"(\x \u00g0 \u12)");
    EXPECT_EQ(normal("\\"), "\\");
    EXPECT_EQ(normal("\\u004"), "\\u004");
    EXPECT_EQ(normal(R"(ban\u0000ned)"), "banned");
}

TEST(BodyText, reads_nothing_behind_its_end) {
    const std::string_view whole = R"(<a "\u0041\n <p> <!--)";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        // Memory of exactly that size, for a sanitizer to see.
        const std::unique_ptr<char[]> bytes(new char[length]);
        std::copy_n(whole.data(), length, bytes.get());
        EXPECT_LE(normal({bytes.get(), length}, true).size(), length);
    }
}

TEST(BodyText, leaves_out_nul_and_reads_utf_16) {
    EXPECT_EQ(normal("ban\0ned"sv), "banned");
    EXPECT_EQ(normal("T\0o\0o\0 \0m\0"sv), "too m");
}

TEST(BodyText, keeps_what_is_no_utf_8) {
    EXPECT_EQ(normal("\xff\xc3(\x80 A"), "\xff\xc3(\x80 a");
}

TEST(BodyText, separates_fix_fields_and_blanks_other_control_bytes) {
    EXPECT_EQ(normal("35=8\x01"
                     "58=Too\x02many\x01"),
        "35=8|58=too many|");
}

TEST(BodyText, leaves_out_tags_where_markup_may_stand) {
    EXPECT_EQ(normal("<TITLE>429</TITLE><h1>Too <b>Many</b></h1>", true), "429 too many");
    EXPECT_EQ(normal("<p class=\"a\n b\">x<br/>y<!-- c --><?z?>", true), "x y");
    EXPECT_EQ(normal("<b>x</b>", false), "<b>x</b>");
}

TEST(BodyText, keeps_a_lesser_sign_that_begins_no_tag) {
    EXPECT_EQ(normal("1 < 2 and 3 > 2", true), "1 < 2 and 3 > 2");
    EXPECT_EQ(normal("<", true), "<");
    EXPECT_EQ(normal("a <b", true), "a <b");
    EXPECT_EQ(normal("<h1>Too</h", true), "too</h");
    EXPECT_EQ(normal("qty<min<b>too", true), "qty<min too");
}

TEST(BodyText, finds_a_text_in_any_layout) {
    EXPECT_TRUE(is_found("<h1>429 Too\nMany   <b>Requests</b>", "too many requests"));
    EXPECT_TRUE(is_found(R"({ "orderStatus" : "Rejected" })", R"("orderStatus":"Rejected")"));
    EXPECT_TRUE(is_found("aab aabaab", "aabaab"));
    EXPECT_TRUE(is_found("xaaaab", "aaab"));
    EXPECT_TRUE(is_found("anything", ""));
    EXPECT_TRUE(is_found("IP banned until 15", " banned until "));
    EXPECT_FALSE(is_found("too many", "too many requests"));
    EXPECT_FALSE(is_found("", "a"));
}

TEST(BodyText, reads_on_behind_what_was_found) {
    BodyText text("wait, retry in 2 s", false);
    ASSERT_TRUE(find_behind(text, WantedText("retry in ")));
    EXPECT_EQ(text.next(), ' ');
    EXPECT_EQ(text.next(), '2');
}

TEST(WantedText, that_is_too_long_is_nowhere) {
    const std::string longest(kAnswerTextBytesMax, 'a');
    EXPECT_TRUE(is_found(longest, longest));
    EXPECT_FALSE(is_found(longest + "a", longest + "a"));
    EXPECT_TRUE(is_found("a", "a" + std::string(1000, ' ')));
}

// Each of these takes hours when anything is read again for each character.
TEST(BodyText, takes_linear_time_on_hostile_text) {
    const auto repeated = [](std::string_view part) {
        std::string text;
        while (text.size() < 4'000'000)
            text += part;
        return text;
    };
    const auto begin = std::chrono::steady_clock::now();
    for (const std::string_view part : {"<a"sv, "<"sv, "<!"sv, "aaaaaaaaab"sv, " "sv, "\\"sv, "\\u004"sv, "\0"sv}) {
        const std::string text = repeated(part);
        EXPECT_FALSE(is_found(text, std::string(150, 'a') + "c")) << part;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

}  // namespace
}  // namespace sluice
