#include "orders/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace fix_gateway {
namespace {

std::int64_t value_of(const std::string &text) {
    std::int64_t value_e8 = -1;
    EXPECT_EQ(parse_decimal(text, &value_e8), DecimalFault::kNone) << text;
    return value_e8;
}

DecimalFault fault_of(const std::string &text) {
    std::int64_t untouched = 42;
    const DecimalFault fault = parse_decimal(text, &untouched);
    if (fault != DecimalFault::kNone) {
        EXPECT_EQ(untouched, 42) << text;
    }
    return fault;
}

TEST(GatewayDecimal, reads_what_fix_allows) {
    EXPECT_EQ(value_of("0"), 0);
    EXPECT_EQ(value_of("1.5"), 150000000);
    EXPECT_EQ(value_of("-0.00000001"), -1);
    EXPECT_EQ(value_of("007."), 700000000);
    EXPECT_EQ(value_of(".25"), 25000000);
    EXPECT_EQ(value_of("0.1"), 10000000);
    EXPECT_EQ(value_of("0.100000000000"), 10000000);
}

TEST(GatewayDecimal, knows_the_edge_of_64_bits) {
    EXPECT_EQ(value_of("92233720368.54775807"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(fault_of("92233720368.54775808"), DecimalFault::kTooLarge);
    EXPECT_EQ(fault_of("92233720369"), DecimalFault::kTooLarge);
    EXPECT_EQ(fault_of("99999999999999999999999999999999"), DecimalFault::kTooLarge);
}

TEST(GatewayDecimal, refuses_what_is_no_number) {
    EXPECT_EQ(fault_of(""), DecimalFault::kEmpty);
    for (const char *text : {"-", ".", "-.", "1e5", "1,5", " 1", "1 ", "+1", "0x10", "1.2.3", "--1", "nan", "inf"}) {
        EXPECT_EQ(fault_of(text), DecimalFault::kNotANumber) << text;
    }
    EXPECT_EQ(fault_of("99999999999999999999999x"), DecimalFault::kNotANumber);
}

TEST(GatewayDecimal, refuses_digits_that_would_be_lost) {
    EXPECT_EQ(fault_of("0.123456789"), DecimalFault::kTooManyDecimals);
    EXPECT_EQ(fault_of("0.0000000000001"), DecimalFault::kTooManyDecimals);
}

TEST(GatewayDecimal, writes_the_shortest_text_that_reads_the_same) {
    for (const char *text : {"0", "1.5", "-1.5", "100", "0.00000001", "92233720368.54775807", "0.1"}) {
        EXPECT_EQ(decimal_text(value_of(text)), text);
    }
    EXPECT_EQ(decimal_text(std::numeric_limits<std::int64_t>::min()), "-92233720368.54775808");
}

TEST(GatewayDecimal, knows_when_a_product_does_not_fit) {
    EXPECT_TRUE(notional_fits(value_of("92233720368.54775807"), value_of("1")));
    EXPECT_FALSE(notional_fits(value_of("92233720368.54775807"), value_of("1.00000001")));
    EXPECT_FALSE(notional_fits(value_of("90000000000"), value_of("90000000000")));
}

}  // namespace
}  // namespace fix_gateway
