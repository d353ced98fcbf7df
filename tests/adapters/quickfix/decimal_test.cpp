#include "decimal.hpp"

#include <gtest/gtest.h>

namespace {

using sluice::quickfix::parse_decimal_e8;

std::int64_t parsed(const std::string &text) {
    std::int64_t value = -1;
    EXPECT_TRUE(parse_decimal_e8(text, value)) << text;
    return value;
}

TEST(Decimal, reads_prices_and_quantities) {
    EXPECT_EQ(parsed("0"), 0);
    EXPECT_EQ(parsed("1.5"), 150000000);
    EXPECT_EQ(parsed("-0.00000001"), -1);
    EXPECT_EQ(parsed("007."), 700000000);
    EXPECT_EQ(parsed(".25"), 25000000);
    EXPECT_EQ(parsed("92233720368.54775807"), INT64_MAX);
    EXPECT_EQ(parsed("1.123456789999"), 112345678) << "decimals after the eighth are cut off";
}

TEST(Decimal, refuses_what_is_no_number_or_does_not_fit) {
    std::int64_t value;
    for (const char *text : {"", "-", ".", "-.", "1e5", "0x10", "1,5", " 1", "1 ", "1.2.3", "+1", "nan"}) {
        EXPECT_FALSE(parse_decimal_e8(text, value)) << text;
    }
    for (const char *text : {"92233720368.54775808", "92233720369", "99999999999999999999999999"}) {
        EXPECT_FALSE(parse_decimal_e8(text, value)) << text;
    }
}

}  // namespace
