#include "decimal.hpp"

#include <gtest/gtest.h>

namespace {

using sluice::quickfix::multiply_e8;
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

TEST(Decimal, multiplies_exactly_and_cuts_off_what_is_behind_the_eighth_decimal) {
    const std::int64_t one = 100000000;
    EXPECT_EQ(multiply_e8(one, one), std::uint64_t(one));
    EXPECT_EQ(multiply_e8(parsed("64321.55"), parsed("0.00012345")), std::uint64_t(parsed("7.94049534")));
    EXPECT_EQ(multiply_e8(parsed("92233720368.54775807"), one), std::uint64_t(INT64_MAX));
    EXPECT_EQ(multiply_e8(1, 1), 0u);
    EXPECT_EQ(multiply_e8(1, one - 1), 0u);
    EXPECT_EQ(multiply_e8(3, one / 2), 1u);
}

TEST(Decimal, has_an_end_for_products_that_do_not_fit_and_none_below_0) {
    EXPECT_EQ(multiply_e8(INT64_MAX, INT64_MAX), UINT64_MAX);
    EXPECT_EQ(multiply_e8(INT64_MAX, 200000000), std::uint64_t(INT64_MAX) * 2);
    EXPECT_EQ(multiply_e8(INT64_MAX, 300000000), UINT64_MAX);
    EXPECT_EQ(multiply_e8(-100000000, 100000000), 0u);
    EXPECT_EQ(multiply_e8(100000000, -1), 0u);
    EXPECT_EQ(multiply_e8(INT64_MIN, INT64_MIN), 0u);
}

}  // namespace
