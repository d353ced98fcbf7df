#include "limits/charge_log.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "random_trip.hpp"

namespace sluice {
namespace {

// A log of 16 entries.
struct Log {
    std::array<ChargeLog::Entry, 16> ring{};
    ChargeLog log;

    Log() { log.attach(ring.data(), static_cast<uint32_t>(ring.size())); }
    void write(uint64_t cost, uint64_t stamp, bool is_cancel = false, uint64_t merge = 0) {
        log.append(cost, is_cancel, stamp, merge);
    }
};

TEST(ChargeLog, tells_what_cancels_took_from_what_the_others_took) {
    Log log;
    log.write(3, 100);
    log.write(2, 110, true);
    log.log.take(4, true);
    log.log.take(1, false);
    EXPECT_EQ(log.log.used(), 10u);
    EXPECT_EQ(log.log.used_by_others(), 4u);
    log.log.expire_before(105);
    EXPECT_EQ(log.log.used_by_others(), 1u);
    log.log.refund(4, true);
    log.log.expire_before(111);
    EXPECT_EQ(log.log.used(), 1u);
    EXPECT_EQ(log.log.used_by_others(), 1u);
}

TEST(ChargeLog, lets_cancels_take_what_others_must_leave) {
    Log log;
    log.write(4, 100);
    log.write(4, 110, true);
    const Ceilings ceilings{10, 6};
    EXPECT_EQ(log.log.obstacle(2, true, ceilings).kind, Obstacle::Kind::none);
    EXPECT_EQ(log.log.obstacle(2, false, ceilings).kind, Obstacle::Kind::none);
    const Obstacle others = log.log.obstacle(3, false, ceilings);
    EXPECT_EQ(others.kind, Obstacle::Kind::stamped);
    EXPECT_EQ(others.stamp, 100u);
    EXPECT_EQ(log.log.obstacle(7, true, ceilings).stamp, 110u);
}

TEST(ChargeLog, says_that_an_unknown_write_stands_in_the_way) {
    Log log;
    log.write(1, 100);
    log.log.take(5, false);
    EXPECT_EQ(log.log.obstacle(2, true, {6, 6}).kind, Obstacle::Kind::unconfirmed);
    EXPECT_EQ(log.log.obstacle(1, true, {6, 6}).kind, Obstacle::Kind::stamped);
}

TEST(ChargeLog, counts_expired_entries_again) {
    Log log;
    for (uint64_t stamp = 100; stamp < 110; ++stamp)
        log.write(1, stamp, stamp % 2 == 0);
    log.log.expire_before(108);
    EXPECT_EQ(log.log.used(), 2u);
    EXPECT_TRUE(log.log.restore_from(104));
    EXPECT_EQ(log.log.used(), 6u);
    EXPECT_EQ(log.log.used_by_others(), 3u);
    EXPECT_TRUE(log.log.restore_from(0));
    EXPECT_EQ(log.log.used(), 10u);
}

TEST(ChargeLog, says_when_what_should_count_again_is_no_longer_there) {
    Log log;
    for (uint64_t stamp = 100; stamp < 120; ++stamp) {
        log.write(1, stamp);
        log.log.expire_before(stamp);
    }
    EXPECT_TRUE(log.log.restore_from(112));
    EXPECT_EQ(log.log.used(), 8u);
    EXPECT_FALSE(log.log.restore_from(100));
    EXPECT_FALSE(log.log.reaches_back_to(103));
    EXPECT_TRUE(log.log.reaches_back_to(104));
}

TEST(ChargeLog, keeps_its_order_although_all_before_a_late_write_has_expired) {
    Log log;
    log.write(1, 200);
    log.log.expire_before(300);
    log.write(1, 150);
    log.log.expire_before(300);
    EXPECT_EQ(log.log.used(), 0u);
    EXPECT_TRUE(log.log.restore_from(180));
    EXPECT_EQ(log.log.used(), 2u);  // the late one counts a little longer than it need
    EXPECT_EQ(log.log.charged_between(180, 250), 2u);
}

TEST(ChargeLog, knows_what_was_charged_between_two_stamps) {
    Log log;
    log.write(1, 100);
    log.write(2, 110);
    log.write(4, 120);
    EXPECT_EQ(log.log.charged_between(100, 120), 6u);
    EXPECT_EQ(log.log.charged_between(99, 110), 3u);
    EXPECT_EQ(log.log.charged_between(0, 99), 0u);
    EXPECT_EQ(log.log.charged_between(120, UINT64_MAX), 0u);
    EXPECT_EQ(log.log.charged_between(110, 105), 0u);
    log.log.expire_before(115);
    EXPECT_EQ(log.log.charged_between(99, 110), 3u) << "also of entries that count no more";
}

TEST(ChargeLog, counts_merged_charges_at_the_later_stamp) {
    Log log;
    log.write(1, 100, false, 10);
    log.write(2, 109, true, 10);
    log.write(4, 110, false, 10);
    EXPECT_EQ(log.log.charged_between(0, 100), 0u);
    EXPECT_EQ(log.log.charged_between(0, 109), 3u);
    log.log.expire_before(109);
    EXPECT_EQ(log.log.used(), 7u);
    log.log.expire_before(110);
    EXPECT_EQ(log.log.used(), 4u);
    EXPECT_EQ(log.log.used_by_others(), 4u);
}

// Against a list that is searched from the front, with late stamps, expiry and restoring.
TEST(ChargeLog, agrees_with_a_plain_list) {
    Random random(41);
    for (int run = 0; run < 500; ++run) {
        Log log;
        struct Charge {
            uint64_t stamp;
            uint64_t cost;
            bool is_cancel;
        };
        std::vector<Charge> list;
        uint64_t clock = 1'000;
        uint64_t cut = 0;
        uint64_t newest = 0;
        while (list.size() < 16) {  // no merging and no overwriting: every number is exact
            clock += up_to(random, 9);
            const uint64_t said = clock - up_to(random, 20);
            newest = std::max(newest, said);
            const Charge charge{newest, 1 + up_to(random, 4), random() % 3 == 0};
            log.write(charge.cost, said, charge.is_cancel);
            list.push_back(charge);
            if (random() % 4 == 0 && cut > 0) {
                cut -= up_to(random, 30);
                ASSERT_TRUE(log.log.restore_from(cut));
            }
            cut = std::max(cut, clock - up_to(random, 60));
            log.log.expire_before(cut);
            uint64_t used = 0;
            uint64_t others = 0;
            for (const Charge &one : list) {
                if (one.stamp < cut) continue;
                used += one.cost;
                others += one.is_cancel ? 0 : one.cost;
            }
            ASSERT_EQ(log.log.used(), used);
            ASSERT_EQ(log.log.used_by_others(), others);
            const uint64_t after = clock - up_to(random, 80);
            const uint64_t until = after + up_to(random, 80);
            uint64_t between = 0;
            for (const Charge &one : list)
                between += one.stamp > after && one.stamp <= until ? one.cost : 0;
            ASSERT_EQ(log.log.charged_between(after, until), between);
            // What the obstacle names, and nothing less, makes room.
            const uint64_t cost = 1 + up_to(random, 5);
            const Ceilings ceilings{12, 8};
            const bool is_cancel = random() % 2 == 0;
            const auto fits = [&](uint64_t gone_up_to) {
                uint64_t all_left = cost;
                uint64_t others_left = cost;
                for (const Charge &one : list) {
                    if (one.stamp < cut || one.stamp <= gone_up_to) continue;
                    all_left += one.cost;
                    others_left += one.is_cancel ? 0 : one.cost;
                }
                return all_left <= ceilings.all && (is_cancel || others_left <= ceilings.others);
            };
            const Obstacle obstacle = log.log.obstacle(cost, is_cancel, ceilings);
            ASSERT_EQ(obstacle.kind == Obstacle::Kind::none, fits(0));
            if (obstacle.kind != Obstacle::Kind::stamped) continue;
            ASSERT_TRUE(fits(obstacle.stamp));
            ASSERT_FALSE(fits(obstacle.stamp - 1));
        }
    }
}

}  // namespace
}  // namespace sluice
