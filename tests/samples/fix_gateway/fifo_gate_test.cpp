#include "gates/fifo_gate.hpp"

#include <gtest/gtest.h>

namespace fix_gateway {
namespace {

constexpr std::uint64_t kWindowNs = 1000;

// How many messages the bucket lets through from `begin_ns` on before `end_ns`, when there are always more.
int drain(TokenBucket &bucket, std::uint64_t begin_ns, std::uint64_t end_ns) {
    int sent = 0;
    for (std::uint64_t now_ns = begin_ns; (now_ns = bucket.available_ns(now_ns)) < end_ns; ++sent)
        bucket.take(now_ns);
    return sent;
}

TEST(FifoTokenBucket, holds_a_burst_of_the_limit) {
    TokenBucket bucket(10, kWindowNs);
    EXPECT_EQ(drain(bucket, 5000, 5001), 10);
}

TEST(FifoTokenBucket, gives_the_limit_back_in_each_window) {
    TokenBucket bucket(10, kWindowNs);
    drain(bucket, 5000, 5001);
    EXPECT_EQ(drain(bucket, 5001, 6001), 10);
    EXPECT_EQ(drain(bucket, 6001, 16001), 100);
}

TEST(FifoTokenBucket, keeps_no_more_than_the_burst_when_idle) {
    TokenBucket bucket(10, kWindowNs);
    drain(bucket, 5000, 5001);
    EXPECT_EQ(drain(bucket, 1000000, 1000001), 10);
}

// The flaw that the demo shows: nearly twice the limit inside one window of the venue.
TEST(FifoTokenBucket, lets_twice_the_limit_into_one_window) {
    TokenBucket bucket(10, kWindowNs);
    EXPECT_GE(drain(bucket, 5000, 5000 + kWindowNs), 19);
}

}  // namespace
}  // namespace fix_gateway
