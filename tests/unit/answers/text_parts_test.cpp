#include "answers/text_parts.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace sluice {
namespace {

TextParts parts_of(std::string_view text) {
    TextParts parts;
    for (const char character : text)
        parts.add(static_cast<unsigned char>(character));
    return parts;
}

TEST(TextParts, never_deny_a_text_that_is_there) {
    std::mt19937_64 random(4);
    for (int round = 0; round < 200; ++round) {
        std::string text(1 + random() % 300, ' ');
        for (char &character : text)
            character = static_cast<char>(random() % (round % 2 ? 256 : 3));
        const TextParts parts = parts_of(text);
        for (int piece = 0; piece < 50; ++piece) {
            const std::string part = text.substr(random() % text.size(), random() % 200);
            EXPECT_TRUE(parts.may_contain(part));
        }
    }
}

TEST(TextParts, deny_most_texts_that_are_not_there) {
    std::mt19937_64 random(5);
    std::string page(64 * 1024, ' ');
    for (char &character : page)
        character = static_cast<char>('a' + random() % 12);
    const TextParts parts = parts_of(page);
    int perhaps = 0;
    for (int round = 0; round < 1'000; ++round)
        perhaps += parts.may_contain("rate limit " + std::to_string(random()));
    EXPECT_LT(perhaps, 10);
}

TEST(TextParts, of_short_texts_tell_nothing) {
    EXPECT_TRUE(parts_of("").may_contain(""));
    EXPECT_TRUE(parts_of("").may_contain("abc"));
    EXPECT_FALSE(parts_of("").may_contain("abcd"));
    EXPECT_FALSE(parts_of("abc").may_contain("abcd"));
    EXPECT_TRUE(parts_of("abcd").may_contain("abcd"));
}

}  // namespace
}  // namespace sluice
