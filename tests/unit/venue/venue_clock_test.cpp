#include "venue/venue_clock.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

constexpr uint64_t kSecondNs = 1'000'000'000;

class VenueClockTest : public testing::Test {
protected:
    uint64_t advance(uint64_t caller_ns) {
        return clock_.advance(caller_ns, counters_, [this] { return engine_ns_; });
    }
    VenueCounters counters_;
    VenueClock clock_;
    uint64_t engine_ns_ = 100 * kSecondNs;
};

TEST_F(VenueClockTest, follows_the_caller) {
    EXPECT_EQ(advance(100 * kSecondNs), 100 * kSecondNs);
    EXPECT_EQ(advance(100 * kSecondNs + 5), 100 * kSecondNs + 5);
}

TEST_F(VenueClockTest, stands_still_and_counts_when_the_caller_goes_back) {
    advance(100 * kSecondNs);
    EXPECT_EQ(advance(50 * kSecondNs), 100 * kSecondNs);
    EXPECT_EQ(counters_.clock_backwards.value(), 1u);
}

TEST_F(VenueClockTest, believes_a_jump_that_the_engine_clock_made_too) {
    advance(100 * kSecondNs);
    engine_ns_ = 500 * kSecondNs;
    EXPECT_EQ(advance(500 * kSecondNs), 500 * kSecondNs);
    EXPECT_EQ(counters_.clock_ahead.value(), 0u);
}

TEST_F(VenueClockTest, does_not_believe_a_time_far_ahead) {
    advance(100 * kSecondNs);
    EXPECT_EQ(advance(900 * kSecondNs), 100 * kSecondNs);
    EXPECT_EQ(counters_.clock_ahead.value(), 1u);
    EXPECT_EQ(advance(100 * kSecondNs + 1), 100 * kSecondNs + 1);
}

}  // namespace
}  // namespace sluice
