// Which moments a stall excuses, and which it does not.
#include <gtest/gtest.h>

#include <time.h>

#include "stall_watch.hpp"

namespace venue_simulator {
namespace {

TEST(VenueStallLog, excuses_the_stall_and_as_long_again_to_catch_up) {
    StallLog log(1000);
    log.add(100, 130);
    EXPECT_FALSE(log.disturbed(99));
    EXPECT_TRUE(log.disturbed(100));
    EXPECT_TRUE(log.disturbed(130));
    EXPECT_TRUE(log.disturbed(160));
    EXPECT_FALSE(log.disturbed(161));
}

TEST(VenueStallLog, two_witnesses_of_one_stall_count_it_once) {
    StallLog log(1000);
    log.add(100, 130);
    log.add(90, 125);
    log.add(120, 140);
    EXPECT_EQ(log.totals().count, 1u);
    EXPECT_EQ(log.totals().max_ns, 50);
    EXPECT_TRUE(log.disturbed(90));
    log.add(300, 310);
    EXPECT_EQ(log.totals().count, 2u);
    EXPECT_EQ(log.totals().max_ns, 50);
}

TEST(VenueStallLog, forgets_what_is_older_than_asked_for_but_keeps_the_totals) {
    StallLog log(1000);
    log.add(100, 130);
    log.add(2000, 2010);
    EXPECT_FALSE(log.disturbed(110));
    EXPECT_EQ(log.totals().count, 2u);
    EXPECT_EQ(log.totals().max_ns, 30);
}

// A stall that goes on: the watching thread has not come to report it. It must be seen from the reading thread all the
// same, which is what the time in the future stands for here.
TEST(VenueStallWatch, sees_a_stall_that_its_own_thread_has_not_reported) {
    StallWatch watch(1000000000);
    const std::int64_t now_ns = monotonic_now_ns();
    const std::int64_t resumed_ns = now_ns + 500000000;
    EXPECT_TRUE(watch.disturbed(now_ns + 250000000, resumed_ns));
    EXPECT_GE(watch.totals().count, 1u);
    EXPECT_GE(watch.totals().max_ns, 400000000);
}

TEST(VenueStallWatch, excuses_nothing_before_it_began) {
    StallWatch watch(1000000000);
    watch.watch_this_thread();
    const std::int64_t now_ns = monotonic_now_ns();
    EXPECT_FALSE(watch.disturbed(now_ns - 900000000, now_ns));
}

}  // namespace
}  // namespace venue_simulator
