// Numbers of the wire as whole multiples of 10^-8.
#include "decimal.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace venue_simulator {
namespace {

std::int64_t parsed(const std::string &text) {
    std::int64_t value_e8 = -1;
    EXPECT_TRUE(parse_decimal(text, &value_e8)) << text;
    return value_e8;
}

bool is_refused(const std::string &text) {
    std::int64_t value_e8 = 0;
    return !parse_decimal(text, &value_e8);
}

TEST(VenueDecimal, reads_whole_numbers_fractions_and_signs) {
    EXPECT_EQ(parsed("1"), kDecimalOne);
    EXPECT_EQ(parsed("0.00000001"), 1);
    EXPECT_EQ(parsed("-2.5"), -250000000);
    EXPECT_EQ(parsed("+7."), 700000000);
    EXPECT_EQ(parsed(".25"), 25000000);
    EXPECT_EQ(parsed("000"), 0);
}

TEST(VenueDecimal, reads_more_than_eight_decimals_only_when_they_are_zero) {
    EXPECT_EQ(parsed("1.000000000000"), kDecimalOne);
    EXPECT_TRUE(is_refused("1.000000001"));
}

TEST(VenueDecimal, refuses_what_is_no_number) {
    for (const char *text : {"", "-", ".", "1e5", "0x10", "nan", " 1", "1 ", "1,5", "1.2.3", "--1"}) {
        EXPECT_TRUE(is_refused(text)) << text;
    }
}

TEST(VenueDecimal, refuses_what_does_not_fit) {
    EXPECT_EQ(parsed("92233720368.54775807"), std::numeric_limits<std::int64_t>::max());
    EXPECT_TRUE(is_refused("92233720368.54775808"));
    EXPECT_TRUE(is_refused("92233720369"));
    EXPECT_TRUE(is_refused("99999999999999999999999999"));
}

TEST(VenueDecimal, writes_the_shortest_text) {
    EXPECT_EQ(decimal_text(0), "0");
    EXPECT_EQ(decimal_text(10050000000), "100.5");
    EXPECT_EQ(decimal_text(1), "0.00000001");
    EXPECT_EQ(decimal_text(-1), "-0.00000001");
    EXPECT_EQ(decimal_text(std::numeric_limits<std::int64_t>::min()), "-92233720368.54775808");
}

}  // namespace
}  // namespace venue_simulator
