#include "limits/assumed_charges.hpp"

#include <gtest/gtest.h>

#include "random_trip.hpp"

namespace sluice {
namespace {

TEST(AssumedCharges, leave_with_their_stamps) {
    AssumedCharges assumed;
    assumed.add(3, 100);
    assumed.add(2, 110);
    assumed.expire_before(110);
    EXPECT_EQ(assumed.used(), 2u);
    assumed.expire_before(111);
    EXPECT_EQ(assumed.used(), 0u);
    EXPECT_EQ(assumed.count(), 0u);
}

TEST(AssumedCharges, merge_into_the_later_stamp_when_there_are_many) {
    AssumedCharges assumed;
    for (uint64_t stamp = 100; stamp < 110; ++stamp)
        assumed.add(1, stamp);
    EXPECT_EQ(assumed.used(), 10u);
    assumed.expire_before(109);
    EXPECT_EQ(assumed.used(), 7u);
    assumed.expire_before(110);
    EXPECT_EQ(assumed.used(), 0u);
}

TEST(AssumedCharges, count_from_the_newest_moment_at_which_they_were_seen) {
    AssumedCharges assumed;
    assumed.add(5, 100);
    assumed.raise_to(3, 200);
    EXPECT_EQ(assumed.used(), 5u) << "that is no reason to assume less";
    assumed.expire_before(101);
    EXPECT_EQ(assumed.used(), 3u);
    assumed.raise_to(7, 300);
    assumed.expire_before(300);
    EXPECT_EQ(assumed.used(), 7u);
}

TEST(AssumedCharges, are_not_lowered_by_what_was_seen_before_them) {
    AssumedCharges assumed;
    assumed.add(5, 100);
    assumed.add(4, 200);
    assumed.lower_to(1, 150);
    EXPECT_EQ(assumed.used(), 4u);
    assumed.lower_to(1, 200);
    EXPECT_EQ(assumed.used(), 1u);
    assumed.expire_before(200);
    EXPECT_EQ(assumed.used(), 1u) << "what stays counts longest";
}

TEST(AssumedCharges, are_at_no_later_time_less_than_before_they_were_raised) {
    Random random(4);
    for (int run = 0; run < 2'000; ++run) {
        AssumedCharges assumed;
        uint64_t stamp = 100;
        for (int step = 0; step < 10; ++step) {
            stamp += up_to(random, 10);
            const AssumedCharges before = assumed;
            const uint64_t cost = up_to(random, 6);
            assumed.raise_to(cost, stamp);
            for (uint64_t cut = stamp - 60; cut <= stamp + 1; ++cut) {
                AssumedCharges then = before;
                AssumedCharges now = assumed;
                then.expire_before(cut);
                now.expire_before(cut);
                ASSERT_GE(now.used(), then.used());
                ASSERT_GE(now.used(), cut <= stamp ? cost : 0);
            }
        }
    }
}

}  // namespace
}  // namespace sluice
