#include "limits/budget.hpp"

#include <gtest/gtest.h>

#include "limits/limit.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kSecond = 1'000 * kMs;
constexpr uint64_t kNow = 1'000 * kSecond;
constexpr uint64_t kOne = 100'000'000;  // one unit of value

LimitConfig budget_config(uint64_t limit) {
    LimitConfig config;
    config.shape = LimitShape::budget;
    config.limit = limit;
    config.refill_interval_ns = 10 * kSecond;
    config.credit_amount = 1;
    config.credit_value_e8 = kOne;
    config.cost.fill(1);
    return config;
}

void spend(Limit &limit, uint64_t cost, bool is_cancel, uint64_t at_ns) {
    limit.take(0, cost, is_cancel, at_ns);
    limit.confirm(0, cost, is_cancel, at_ns);
}

bool fits(Limit &limit, uint64_t cost, bool is_cancel, uint64_t now_ns) {
    return limit.available_ns(0, cost, is_cancel, now_ns) == now_ns;
}

VenueReport answer(uint64_t value, uint64_t sent_ns, uint64_t now_ns) {
    VenueReport report;
    report.value = value;
    report.sent_ns = sent_ns;
    report.own_cost = 1;
    report.now_ns = now_ns;
    return report;
}

TEST(Budget, is_for_life) {
    Limit limit(budget_config(3), 1, 1);
    for (uint64_t message = 0; message < 3; ++message) {
        ASSERT_TRUE(fits(limit, 1, false, kNow));
        spend(limit, 1, false, kNow);
    }
    EXPECT_FALSE(fits(limit, 1, false, kNow));
    EXPECT_FALSE(fits(limit, 2, false, kNow + 86'400 * kSecond)) << "time gives back no more than one";
}

TEST(Budget, lets_one_pass_in_a_while_when_it_is_used_up) {
    LimitConfig config = budget_config(3);
    config.guard_ns = 100 * kMs;
    Limit limit(config, 1, 1);
    spend(limit, 3, false, kNow);
    // The guard, and one part in ten thousand for a venue's clock that is slower than ours.
    const uint64_t first_ns = kNow + 10 * kSecond + kMs + 100 * kMs + 1;
    EXPECT_EQ(limit.available_ns(0, 1, false, kNow), first_ns);
    ASSERT_TRUE(fits(limit, 1, false, first_ns));
    limit.take(0, 1, false, first_ns);
    EXPECT_FALSE(fits(limit, 1, false, first_ns + 60 * kSecond)) << "while its write is unknown";
    limit.confirm(0, 1, false, first_ns + 3 * kSecond);
    EXPECT_FALSE(fits(limit, 1, false, first_ns + 13 * kSecond));
    EXPECT_FALSE(fits(limit, 1, false, first_ns + 13 * kSecond + 100 * kMs + 1));
    EXPECT_TRUE(fits(limit, 1, false, first_ns + 13 * kSecond + kMs + 100 * kMs + 1));
}

TEST(Budget, has_no_room_for_more_than_it_holds_without_a_trickle) {
    LimitConfig config = budget_config(3);
    config.refill_interval_ns = 0;
    Limit limit(config, 1, 1);
    EXPECT_FALSE(fits(limit, 4, false, kNow));
    spend(limit, 3, false, kNow);
    EXPECT_FALSE(fits(limit, 1, false, kNow + 100 * kSecond));
}

TEST(Budget, gives_room_for_a_batch_that_only_its_credit_holds) {
    Limit limit(budget_config(3), 1, 1);
    EXPECT_FALSE(fits(limit, 5, false, kNow));
    limit.hear_traded(0, 10 * kOne, 0, kNow);
    EXPECT_TRUE(fits(limit, 5, false, kNow));
}

TEST(Budget, lets_cancels_go_further) {
    LimitConfig config = budget_config(10);
    config.cancel_extra = 100;
    config.cancel_times = 2;
    Limit limit(config, 1, 1);
    spend(limit, 10, false, kNow);
    EXPECT_FALSE(fits(limit, 1, false, kNow));
    EXPECT_TRUE(fits(limit, 10, true, kNow)) << "twice the budget is less than a hundred more";
    EXPECT_FALSE(fits(limit, 11, true, kNow));
    limit.hear_traded(0, 200 * kOne, 0, kNow);
    EXPECT_TRUE(fits(limit, 300, true, kNow)) << "and then a hundred more is less than twice";
    EXPECT_FALSE(fits(limit, 301, true, kNow));
}

TEST(Budget, loses_no_part_of_a_credit) {
    Limit limit(budget_config(1), 1, 1);
    for (int fill = 0; fill < 30; ++fill)
        limit.hear_traded(0, kOne / 10, 0, kNow);
    EXPECT_EQ(limit.usage(0, kNow).to_reject, 4u);
    limit.hear_traded(0, UINT64_MAX, 0, kNow);
    limit.hear_traded(0, UINT64_MAX, 0, kNow);
    EXPECT_GT(limit.usage(0, kNow).to_reject, 4u) << "no sum wraps round";
}

TEST(Budget, begins_with_what_the_venue_says_is_left) {
    Limit limit(budget_config(1'000), 1, 1);
    spend(limit, 1, false, kNow);
    EXPECT_TRUE(limit.hear_remaining(0, answer(40, kNow, kNow + kMs)));
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 40u);
    EXPECT_EQ(limit.usage(0, kNow).assumed, 959u);
    spend(limit, 1, false, kNow + 2 * kMs);
    EXPECT_TRUE(limit.hear_remaining(0, answer(5'000, kNow + 2 * kMs, kNow + 3 * kMs)));
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 5'000u) << "credit of which we heard nothing";
}

TEST(Budget, takes_off_what_the_venue_cannot_have_counted) {
    Limit limit(budget_config(100), 1, 1);
    spend(limit, 1, false, kNow);
    spend(limit, 5, false, kNow + 10 * kMs);
    limit.take(0, 4, false, kNow + 11 * kMs);
    limit.hear_remaining(0, answer(50, kNow, kNow + 20 * kMs));
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 41u);
    limit.hear_used(0, answer(60, kNow, kNow + 20 * kMs));
    EXPECT_EQ(limit.usage(0, kNow).used, 69u);
}

TEST(Budget, is_not_enlarged_by_a_number_that_comes_late) {
    Limit limit(budget_config(100), 1, 1);
    spend(limit, 1, false, kNow);
    spend(limit, 1, false, kNow + 10 * kMs);
    limit.hear_remaining(0, answer(20, kNow + 10 * kMs, kNow + 20 * kMs));  // others use much
    limit.hear_remaining(0, answer(99, kNow, kNow + 30 * kMs));
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 20u);
    limit.hear_used(0, answer(1, kNow, kNow + 30 * kMs));
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 20u);
}

TEST(Budget, counts_no_credit_twice_that_the_venue_has_told_already) {
    LimitConfig config = budget_config(100);
    Limit limit(config, 1, 1);
    spend(limit, 1, false, kNow);
    VenueReport report = answer(109, kNow, kNow + kSecond);  // ten more than there were to begin with
    report.venue_ns = 500 * kSecond;
    limit.hear_remaining(0, report);
    limit.hear_traded(0, 10 * kOne, 499 * kSecond, kNow + 2 * kSecond);
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 109u);
    limit.hear_traded(0, 10 * kOne, 501 * kSecond, kNow + 2 * kSecond);
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 119u);
    limit.hear_traded(0, 10 * kOne, 0, kNow + 3 * kSecond);
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 119u) << "without a time it may be an old one";
    limit.hear_traded(0, 10 * kOne, 0, kNow + 100 * kSecond);
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 129u);
}

// The venue's budget with somebody else in it, fills that are heard late, and numbers that come in any order: we never
// think that more is left than is, once what others did has been told.
TEST(Budget, never_believes_in_more_than_the_venue_has) {
    Random random(77);
    uint64_t judged = 0;
    for (int run = 0; run < 500; ++run) {
        const uint64_t most = 20 + up_to(random, 100);
        Road road;
        road.guard_ns = up_to(random, 20 * kMs);
        road.base_ns = up_to(random, 30 * kMs);
        road.write_max_ns = up_to(random, 10 * kMs);
        road.report_max_ns = up_to(random, 50 * kMs);
        road.answer_max_ns = up_to(random, 400 * kMs);
        LimitConfig config = budget_config(most);
        config.guard_ns = road.guard_ns;
        Agenda agenda(kNow);
        Limit limit(config, 1, 1);
        int64_t left = static_cast<int64_t>(most);  // at the venue
        uint64_t others = 0;
        uint64_t others_told = 0;
        for (int step = 0; step < 200; ++step) {
            agenda.run_until(agenda.now_ns() + up_to(random, 60 * kMs));
            const uint64_t now_ns = agenda.now_ns();
            if (random() % 20 == 0) {
                const uint64_t cost = up_to(random, 5);
                left -= static_cast<int64_t>(cost);
                others += cost;
            }
            if (random() % 6 == 0) {
                const uint64_t earned = up_to(random, 4);
                left += static_cast<int64_t>(earned);
                const uint64_t filled_ns = random() % 2 == 0 ? 0 : now_ns;
                const uint64_t heard_ns = now_ns + up_to(random, 300 * kMs);
                agenda.at(heard_ns, [&limit, earned, filled_ns, heard_ns] {
                    limit.hear_traded(0, earned * kOne, filled_ns, heard_ns);
                });
            }
            if (!fits(limit, 1, false, now_ns)) continue;
            limit.take(0, 1, false, now_ns);
            const Trip trip = draw_trip(random, road, now_ns);
            agenda.at(trip.reported_ns, [&limit, trip] { limit.confirm(0, 1, false, trip.written_ns); });
            const bool is_told = random() % 3 == 0;
            agenda.at(trip.counted_ns, [&, trip, is_told, others_before = others_told] {
                --left;
                // A trickle may pass below zero; that is judged in its own test.
                const bool is_trickle = limit.usage(0, agenda.now_ns()).room_cancel == 0;
                if (others_before == others && !is_trickle) {
                    ++judged;
                    ASSERT_GE(left, 0) << "run " << run << " at " << trip.granted_ns - kNow;
                }
                if (!is_told || left < 0) return;
                VenueReport report = answer(static_cast<uint64_t>(left), trip.written_ns, trip.answered_ns);
                report.venue_ns = trip.counted_ns;
                agenda.at(trip.answered_ns, [&, report, known = others] {
                    limit.hear_remaining(0, report);
                    others_told = std::max(others_told, known);
                });
            });
            if (testing::Test::HasFatalFailure()) return;
        }
    }
    EXPECT_GT(judged, 10'000u);
}

}  // namespace
}  // namespace sluice
