#include "limits/token_bucket.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

constexpr uint64_t kUnitNs = 100;
constexpr uint64_t kDepthNs = 5 * kUnitNs;

void spend(TokenBucket &bucket, uint64_t cost, uint64_t at_ns) {
    bucket.take(cost);
    bucket.confirm(cost, at_ns, kUnitNs);
}

TEST(TokenBucket, gives_its_burst_and_then_one_unit_at_a_time) {
    TokenBucket bucket;
    spend(bucket, 5, 1000);
    EXPECT_EQ(bucket.used(1000, kUnitNs), 5u);
    EXPECT_EQ(bucket.available_ns(1000, 1, kDepthNs, kUnitNs), 1100u);
    EXPECT_EQ(bucket.available_ns(1050, 1, kDepthNs, kUnitNs), 1100u);
    EXPECT_EQ(bucket.available_ns(1100, 1, kDepthNs, kUnitNs), 1100u);
    EXPECT_EQ(bucket.available_ns(1000, 3, kDepthNs, kUnitNs), 1300u);
}

TEST(TokenBucket, is_never_more_than_full) {
    TokenBucket bucket;
    spend(bucket, 1, 1000);
    spend(bucket, 5, 900'000);
    EXPECT_EQ(bucket.available_ns(900'000, 1, kDepthNs, kUnitNs), 900'100u);
}

TEST(TokenBucket, rounds_what_is_used_up) {
    TokenBucket bucket;
    spend(bucket, 2, 1000);
    EXPECT_EQ(bucket.used(1001, kUnitNs), 2u);
    EXPECT_EQ(bucket.used(1100, kUnitNs), 1u);
    EXPECT_EQ(bucket.used(1101, kUnitNs), 1u);
    EXPECT_EQ(bucket.used(1200, kUnitNs), 0u);
}

TEST(TokenBucket, counts_what_is_not_written_without_refilling_it) {
    TokenBucket bucket;
    bucket.take(5);
    EXPECT_GT(bucket.available_ns(900'000, 1, kDepthNs, kUnitNs), 900'000u);
    bucket.refund(5);
    EXPECT_EQ(bucket.available_ns(900'000, 5, kDepthNs, kUnitNs), 900'000u);
}

TEST(TokenBucket, takes_a_write_that_is_reported_late_as_no_earlier_than_those_before) {
    TokenBucket bucket;
    spend(bucket, 2, 1000);
    spend(bucket, 2, 900);
    EXPECT_EQ(bucket.used(1000, kUnitNs), 4u);
}

TEST(TokenBucket, stays_full_when_unasked_messages_cost_more_than_time_can_count) {
    TokenBucket bucket;
    constexpr uint64_t kLongUnitNs = uint64_t{1} << 24;
    bucket.append(uint64_t{1} << 40, 1000, kLongUnitNs);
    EXPECT_GT(bucket.used(1000, kLongUnitNs), 1'000'000u);
    for (int message = 0; message < 10; ++message)
        bucket.append(uint64_t{1} << 38, 1000, kLongUnitNs);
    EXPECT_GT(bucket.used(1000, kLongUnitNs), 1'000'000u);
    EXPECT_GT(bucket.available_ns(1000, 1, kLongUnitNs, kLongUnitNs), 1000u);
}

}  // namespace
}  // namespace sluice
