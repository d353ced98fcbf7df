#include "percentile.hpp"

#include <gtest/gtest.h>

namespace {

using namespace replay;

TEST(Percentiles, of_nothing_are_zero) {
    const Percentiles none = percentiles_of({});
    EXPECT_EQ(none.count, 0u);
    EXPECT_EQ(none.p99_ns, 0u);
    EXPECT_EQ(none.max_ns, 0u);
}

TEST(Percentiles, of_one_value_are_that_value) {
    const Percentiles one = percentiles_of({7});
    EXPECT_EQ(one.p50_ns, 7u);
    EXPECT_EQ(one.p99_ns, 7u);
    EXPECT_EQ(one.max_ns, 7u);
}

TEST(Percentiles, follow_the_nearest_rank_rule_in_any_order) {
    std::vector<std::uint64_t> values;
    for (std::uint64_t value = 200; value >= 1; --value)
        values.push_back(value);
    const Percentiles result = percentiles_of(values);
    EXPECT_EQ(result.count, 200u);
    EXPECT_EQ(result.p50_ns, 100u);
    EXPECT_EQ(result.p99_ns, 198u);
    EXPECT_EQ(result.max_ns, 200u);
}

TEST(Percentiles, p99_of_few_values_is_the_largest) {
    EXPECT_EQ(percentiles_of({1, 2, 3}).p99_ns, 3u);
    EXPECT_EQ(percentiles_of({1, 2, 3}).p50_ns, 2u);
    EXPECT_EQ(percentiles_of({1, 2}).p50_ns, 1u);
}

TEST(Percentiles, keep_every_bit_of_long_times) {
    const std::uint64_t day_ns = 86400000000001;
    EXPECT_EQ(percentiles_of({1, day_ns}).max_ns, day_ns);
}

}  // namespace
