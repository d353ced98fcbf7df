#include "limits/venue_offset.hpp"

#include <gtest/gtest.h>

#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kSecond = 1'000 * kMs;
constexpr int64_t kOffset = 1'700'000'000'000'000'000;

uint64_t venue_time(uint64_t at_ns, int64_t offset_ns = kOffset) {
    return static_cast<uint64_t>(static_cast<int64_t>(at_ns) + offset_ns);
}

// An answer after a round trip whose way there took `there_ns`.
void answer(VenueOffset &clock, uint64_t sent_ns, uint64_t there_ns, uint64_t back_ns, int64_t offset_ns = kOffset) {
    clock.hear(sent_ns, sent_ns + there_ns + back_ns, venue_time(sent_ns + there_ns, offset_ns), 0);
}

bool holds(const VenueOffset &clock, uint64_t now_ns, int64_t offset_ns) {
    const OffsetBounds bounds = clock.at(now_ns);
    return bounds.low_ns <= offset_ns && offset_ns <= bounds.high_ns;
}

TEST(VenueOffset, knows_nothing_before_an_answer) {
    VenueOffset clock;
    EXPECT_FALSE(clock.is_known());
    clock.hear(0, 10 * kSecond, venue_time(10 * kSecond), 0);
    EXPECT_FALSE(clock.is_known()) << "what nobody asked for bounds it from one side only";
    answer(clock, 11 * kSecond, kMs, kMs);
    EXPECT_TRUE(clock.is_known());
    EXPECT_TRUE(holds(clock, 11 * kSecond, kOffset));
}

TEST(VenueOffset, is_narrowed_by_a_quick_answer_and_not_widened_by_a_slow_one) {
    VenueOffset clock;
    answer(clock, kSecond, 40 * kMs, 40 * kMs);
    const uint32_t before = clock.version();
    answer(clock, 2 * kSecond, kMs, kMs);
    EXPECT_NE(clock.version(), before);
    const OffsetBounds narrow = clock.at(2 * kSecond);
    EXPECT_LT(narrow.high_ns - narrow.low_ns, static_cast<int64_t>(5 * kMs));
    answer(clock, 3 * kSecond, 200 * kMs, 200 * kMs);
    const OffsetBounds after = clock.at(3 * kSecond);
    EXPECT_LT(after.high_ns - after.low_ns, static_cast<int64_t>(7 * kMs));
}

TEST(VenueOffset, takes_a_timestamp_that_was_cut_off_as_up_to_its_resolution_later) {
    VenueOffset clock;
    const uint64_t exact_ns = venue_time(kSecond + kMs);
    clock.hear(kSecond, kSecond + 2 * kMs, exact_ns / kSecond * kSecond, kSecond);
    EXPECT_TRUE(holds(clock, kSecond, kOffset));
}

TEST(VenueOffset, ignores_what_no_clock_can_say) {
    VenueOffset clock;
    clock.hear(kSecond, 2 * kSecond, UINT64_MAX, 0);
    clock.hear(3 * kSecond, 2 * kSecond, venue_time(2 * kSecond), 0);  // heard before it was sent
    EXPECT_EQ(clock.samples(), 0u);
    EXPECT_FALSE(clock.is_known());
}

// The true offset is inside the bounds at every moment, for any clock that drifts by up to 1 in 2,000.
TEST(VenueOffset, holds_the_true_offset_under_drift_jitter_and_coarse_stamps) {
    Random random(5);
    for (int run = 0; run < 200; ++run) {
        VenueOffset clock;
        const int64_t ppm_most = static_cast<int64_t>(up_to(random, 1'000)) - 500;
        const uint64_t trip_max_ns = kMs * (1 + up_to(random, 400));
        const uint64_t resolution_ns = random() % 3 == 0 ? kSecond : random() % 2 == 0 ? kMs : 1;
        uint64_t now_ns = 100 * kSecond;
        int64_t offset_ns = kOffset;
        // The rate wanders; each stretch is a straight line.
        for (int stretch = 0; stretch < 200; ++stretch) {
            const int64_t ppm = ppm_most == 0 ? 0 : static_cast<int64_t>(random() % 1'000) * ppm_most / 1'000;
            const uint64_t length_ns = 2 + up_to(random, 3 * kSecond);
            const auto offset_at = [&](uint64_t at_ns) {
                return offset_ns + static_cast<int64_t>(at_ns - now_ns) / 1'000'000 * ppm;
            };
            const uint64_t sent_ns = now_ns + up_to(random, length_ns / 2);
            const uint64_t there_ns = up_to(random, std::min(trip_max_ns, length_ns / 4));
            const uint64_t back_ns = up_to(random, std::min(trip_max_ns, length_ns / 4));
            const uint64_t stamped_ns = sent_ns + there_ns;
            const uint64_t stamp_ns = venue_time(stamped_ns, offset_at(stamped_ns)) / resolution_ns * resolution_ns;
            const bool is_asked = random() % 4 != 0;
            clock.hear(is_asked ? sent_ns : 0, stamped_ns + back_ns, stamp_ns, resolution_ns);
            const uint64_t end_ns = now_ns + length_ns;
            const int64_t end_offset_ns = offset_at(end_ns);
            if (clock.is_known()) {
                ASSERT_TRUE(holds(clock, stamped_ns + back_ns, offset_at(stamped_ns + back_ns))) << run;
                ASSERT_TRUE(holds(clock, end_ns, end_offset_ns)) << run << " " << stretch;
            }
            now_ns = end_ns;
            offset_ns = end_offset_ns;
        }
        ASSERT_EQ(clock.contradictions(), 0u) << run;
    }
}

TEST(VenueOffset, is_withdrawn_by_the_first_contradiction_and_adopted_anew_after_four_that_agree) {
    VenueOffset clock;
    answer(clock, kSecond, kMs, kMs);
    const int64_t stepped = kOffset + static_cast<int64_t>(kSecond);
    answer(clock, 2 * kSecond, kMs, kMs, stepped);
    EXPECT_FALSE(clock.is_known());
    EXPECT_EQ(clock.losses(), 1u);
    for (uint64_t second = 3; second < 5; ++second)
        answer(clock, second * kSecond, kMs, kMs, stepped);
    EXPECT_FALSE(clock.is_known());
    answer(clock, 5 * kSecond, kMs, kMs, stepped);
    EXPECT_TRUE(clock.is_known());
    EXPECT_TRUE(holds(clock, 5 * kSecond, stepped));
    EXPECT_EQ(clock.contradictions(), 4u);
}

// After a step quick answers contradict and slow ones fit everything: these must not bring the old bounds back.
TEST(VenueOffset, does_not_return_to_what_a_step_made_wrong_for_an_answer_that_fits_both) {
    VenueOffset clock;
    answer(clock, kSecond, kMs, kMs);
    const int64_t stepped = kOffset + static_cast<int64_t>(10 * kMs);
    answer(clock, 2 * kSecond, kMs, kMs, stepped);
    ASSERT_FALSE(clock.is_known());
    answer(clock, 3 * kSecond, 50 * kMs, 50 * kMs, stepped);
    EXPECT_FALSE(clock.is_known());
    for (uint64_t second = 4; second < 8; ++second) {
        answer(clock, second * kSecond, kMs, kMs, stepped);
        if (clock.is_known()) {
            EXPECT_TRUE(holds(clock, second * kSecond, stepped)) << second;
        }
    }
    EXPECT_TRUE(clock.is_known());
}

TEST(VenueOffset, believes_one_that_agrees_again_more_than_one_that_did_not) {
    VenueOffset clock;
    answer(clock, kSecond, kMs, kMs);
    answer(clock, 2 * kSecond, kMs, kMs, kOffset - static_cast<int64_t>(kSecond));
    ASSERT_FALSE(clock.is_known());
    answer(clock, 3 * kSecond, kMs, kMs);
    EXPECT_TRUE(clock.is_known());
    EXPECT_TRUE(holds(clock, 3 * kSecond, kOffset));
}

// Stamps without any order are never taken for a clock for long: only as long as chance makes them agree.
TEST(VenueOffset, is_not_known_long_of_a_venue_whose_stamps_are_random) {
    Random random(3);
    VenueOffset clock;
    int known = 0;
    for (uint64_t second = 1; second <= 1'000; ++second) {
        answer(clock, second * kSecond, kMs, kMs, kOffset + static_cast<int64_t>(up_to(random, 3'600 * kSecond)));
        known += clock.is_known() ? 1 : 0;
    }
    EXPECT_LE(known, 10);
    EXPECT_GT(clock.contradictions(), 900u);
}

TEST(VenueOffset, survives_a_clock_that_is_stepped_again_and_again) {
    Random random(8);
    VenueOffset clock;
    int64_t offset_ns = kOffset;
    uint64_t since_step = 0;
    for (uint64_t second = 1; second <= 2'000; ++second, ++since_step) {
        if (random() % 40 == 0) {
            offset_ns += static_cast<int64_t>(up_to(random, 20 * kSecond)) - static_cast<int64_t>(10 * kSecond);
            since_step = 0;
        }
        answer(clock, second * kSecond, up_to(random, 3 * kMs), up_to(random, 3 * kMs), offset_ns);
        if (since_step < 5) continue;
        ASSERT_TRUE(clock.is_known()) << second;
        ASSERT_TRUE(holds(clock, second * kSecond, offset_ns)) << second;
    }
}

}  // namespace
}  // namespace sluice
