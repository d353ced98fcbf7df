// Numbers and times as people read them.
#include "number_words.hpp"

#include <gtest/gtest.h>

namespace sluice::profile_tool {
namespace {

TEST(NumberWords, group_thousands) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1'000), "1,000");
    EXPECT_EQ(grouped(160'000), "160,000");
    EXPECT_EQ(grouped(UINT64_MAX), "18,446,744,073,709,551,615");
    EXPECT_EQ(counted(1, "order", "orders"), "1 order");
    EXPECT_EQ(counted(2'000, "order", "orders"), "2,000 orders");
}

TEST(NumberWords, cut_rates_and_never_round_them_up) {
    EXPECT_EQ(rate_text(0), "0");
    EXPECT_EQ(rate_text(4.9), "4.9");
    EXPECT_EQ(rate_text(3.7496), "3.74");
    EXPECT_EQ(rate_text(9.999), "9.99");
    EXPECT_EQ(rate_text(99.99), "99.9");
    EXPECT_EQ(rate_text(164.9), "164");
    EXPECT_EQ(rate_text(999.9), "999");
    EXPECT_EQ(rate_text(12'345.6), "12,345");
    EXPECT_EQ(rate_text(0.041'67), "0.0416");
    EXPECT_EQ(rate_text(1.0), "1");
    EXPECT_EQ(rate_text(10.0), "10");
    EXPECT_EQ(rate_text(0.1 * 3), "0.3");
    EXPECT_EQ(rate_text(1e-12), "0");
}

TEST(NumberWords, say_times_in_their_units) {
    EXPECT_EQ(time_text(0), "no time");
    EXPECT_EQ(time_text(999), "no time");
    EXPECT_EQ(time_text(50'000), "50 us");
    EXPECT_EQ(time_text(2'500'000), "2 ms 500 us");
    EXPECT_EQ(time_text(10'000'000'000), "10 s");
    EXPECT_EQ(time_text(90'000'000'000), "1 min 30 s");
    EXPECT_EQ(time_text(86'400'000'000'000), "1 day");
    EXPECT_EQ(time_text(172'800'000'000'000), "2 days");
}

}  // namespace
}  // namespace sluice::profile_tool
