#include "boundary/name_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

std::size_t bad_byte(const std::string &text) {
    return find_bad_byte(text.data(), text.size());
}

TEST(NameText, accepts_every_length_of_utf8) {
    for (const std::string text :
        {"BTC-USD", "a b", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8c\x8a", "x\xf4\x8f\xbf\xbf"}) {
        EXPECT_EQ(bad_byte(text), text.size()) << text;
    }
}

TEST(NameText, finds_control_characters) {
    EXPECT_EQ(bad_byte("ab\ncd"), 2u);
    EXPECT_EQ(bad_byte(std::string("a\0b", 3)), 1u);
    EXPECT_EQ(bad_byte("abc\x7f"), 3u);
}

TEST(NameText, finds_broken_sequences) {
    EXPECT_EQ(bad_byte("a\x80"), 1u);             // a continuation without a start
    EXPECT_EQ(bad_byte("ab\xe2\x82"), 2u);        // cut off
    EXPECT_EQ(bad_byte("\xe2\x28\xa1"), 0u);      // second byte is no continuation
    EXPECT_EQ(bad_byte("\xc0\xaf"), 0u);          // overlong, two bytes
    EXPECT_EQ(bad_byte("\xe0\x80\xaf"), 0u);      // overlong, three
    EXPECT_EQ(bad_byte("\xf0\x80\x80\xaf"), 0u);  // overlong, four
    EXPECT_EQ(bad_byte("\xed\xa0\x80"), 0u);      // a surrogate
    EXPECT_EQ(bad_byte("\xf4\x90\x80\x80"), 0u);  // beyond the last code point
    EXPECT_EQ(bad_byte("\xff"), 0u);
}

}  // namespace
}  // namespace sluice
