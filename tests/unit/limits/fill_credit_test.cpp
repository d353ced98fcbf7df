// What comes back of an aligned window with the first fill of an order. The venue's counter does not fall below 0, and
// it may have been lower than ours when the fill came: we never believe in more credit than it gave.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "limits/limit.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kWindowNs = 1'000 * kMs;
constexpr uint64_t kNow = 1'000 * kWindowNs;

LimitConfig credit_config(uint64_t limit, uint32_t taker, uint32_t maker, uint64_t guard_ns = 0) {
    LimitConfig config;
    config.shape = LimitShape::aligned_window;
    config.limit = limit;
    config.window_ns = kWindowNs;
    config.guard_ns = guard_ns;
    config.first_fill_taker = taker;
    config.first_fill_maker = maker;
    config.cost.fill(1);
    return config;
}

// The venue's clock is ours, and known to the microsecond.
VenueOffset clock_of_ours() {
    VenueOffset clock;
    clock.hear(kNow, kNow + 1'000, kNow + 500, 0);
    return clock;
}

void spend(Limit &limit, uint64_t cost, uint64_t at_ns) {
    limit.take(0, cost, false, at_ns);
    limit.confirm(0, cost, false, at_ns);
}

TEST(FillCredit, gives_back_what_the_venue_gives_back) {
    const VenueOffset clock = clock_of_ours();
    Limit limit(credit_config(5, 1, 3), 1, 1, 1, &clock);
    spend(limit, 5, kNow + 10 * kMs);
    const uint64_t now_ns = kNow + 30 * kMs;
    EXPECT_TRUE(limit.hear_first_fill(0, false, kNow + 20 * kMs, 0, now_ns));
    EXPECT_EQ(limit.usage(0, now_ns).used, 4u);
    EXPECT_TRUE(limit.hear_first_fill(0, true, kNow + 20 * kMs, 0, now_ns));
    EXPECT_EQ(limit.usage(0, now_ns).used, 1u);
    EXPECT_EQ(limit.available_ns(0, 4, false, now_ns), now_ns);
    EXPECT_GT(limit.available_ns(0, 5, false, now_ns), now_ns);
}

TEST(FillCredit, gives_back_no_more_than_had_been_counted_by_then) {
    const VenueOffset clock = clock_of_ours();
    Limit limit(credit_config(9, 1, 5), 1, 1, 1, &clock);
    spend(limit, 2, kNow + 10 * kMs);
    spend(limit, 6, kNow + 40 * kMs);
    limit.hear_first_fill(0, true, kNow + 20 * kMs, 0, kNow + 50 * kMs);
    EXPECT_EQ(limit.usage(0, kNow + 50 * kMs).used, 6u);
}

TEST(FillCredit, is_over_with_its_window) {
    const VenueOffset clock = clock_of_ours();
    Limit limit(credit_config(5, 1, 5, 50 * kMs), 1, 1, 1, &clock);
    spend(limit, 5, kNow + 100 * kMs);
    ASSERT_TRUE(limit.hear_first_fill(0, true, kNow + 200 * kMs, 0, kNow + 210 * kMs));
    spend(limit, 5, kNow + 980 * kMs);  // may arrive in the next window
    EXPECT_EQ(limit.usage(0, kNow + 1'002 * kMs).used, 5u);
    EXPECT_FALSE(limit.hear_first_fill(0, true, kNow + 990 * kMs, 0, kNow + 1'002 * kMs)) << "of the window before";
    EXPECT_FALSE(limit.hear_first_fill(0, true, kNow + 999'900'000, kMs, kNow + 1'002 * kMs)) << "of which one?";
    EXPECT_FALSE(limit.hear_first_fill(0, true, kNow + 1'001 * kMs, 0, kNow + 1'002 * kMs))
        << "nothing had arrived in this window for certain";
}

TEST(FillCredit, is_nothing_while_the_venues_clock_is_unknown) {
    const VenueOffset clock;
    Limit limit(credit_config(5, 1, 5), 1, 1, 1, &clock);
    spend(limit, 5, kNow + 10 * kMs);
    EXPECT_FALSE(limit.hear_first_fill(0, true, kNow + 20 * kMs, 0, kNow + 30 * kMs));
    EXPECT_EQ(limit.usage(0, kNow + 30 * kMs).used, 5u);
}

TEST(FillCredit, is_withdrawn_with_the_venues_clock) {
    VenueOffset clock = clock_of_ours();
    Limit limit(credit_config(5, 1, 5), 1, 1, 1, &clock);
    spend(limit, 5, kNow + 10 * kMs);
    ASSERT_TRUE(limit.hear_first_fill(0, true, kNow + 20 * kMs, 0, kNow + 30 * kMs));
    clock.hear(kNow + 31 * kMs, kNow + 32 * kMs, kNow + 500 * kMs, 0);
    EXPECT_EQ(limit.usage(0, kNow + 33 * kMs).used, 5u);
}

TEST(FillCredit, is_in_the_number_that_the_venue_tells) {
    const VenueOffset clock = clock_of_ours();
    Limit limit(credit_config(20, 1, 5), 1, 1, 1, &clock);
    for (uint64_t message = 0; message < 10; ++message)
        spend(limit, 1, kNow + message * kMs);
    ASSERT_TRUE(limit.hear_first_fill(0, true, kNow + 20 * kMs, 0, kNow + 30 * kMs));
    spend(limit, 1, kNow + 40 * kMs);
    VenueReport report;
    report.value = 9;  // six of ours, three of others
    report.sent_ns = kNow + 40 * kMs;
    report.own_cost = 1;
    report.venue_ns = kNow + 41 * kMs;
    report.now_ns = kNow + 50 * kMs;
    EXPECT_TRUE(limit.hear_used(0, report));
    EXPECT_EQ(limit.usage(0, kNow + 50 * kMs).used, 9u);
    EXPECT_EQ(limit.usage(0, kNow + 50 * kMs).assumed, 3u);
}

// ---- against the venue's counter, by brute force ----

// Counts arrivals and fills in the order of their times; no counter falls below 0.
class Counter {
public:
    void arrive(uint64_t venue_ns) {
        uint64_t &held = held_[venue_ns / kWindowNs];
        most_ = std::max(most_, ++held);
    }
    void fill(uint64_t venue_ns, uint64_t credit) {
        uint64_t &held = held_[venue_ns / kWindowNs];
        held -= std::min(held, credit);
    }
    uint64_t most() const { return most_; }

private:
    std::map<uint64_t, uint64_t> held_;
    uint64_t most_ = 0;
};

TEST(FillCredit, never_lets_the_venues_counter_pass_the_limit) {
    Random random(29);
    uint64_t sent = 0;
    uint64_t credits = 0;
    for (int run = 0; run < 500; ++run) {
        const uint64_t most = 2 + up_to(random, 14);
        const auto taker = static_cast<uint32_t>(up_to(random, 2));
        const auto maker = static_cast<uint32_t>(up_to(random, 6));
        Road road;
        road.guard_ns = up_to(random, 100 * kMs);
        road.base_ns = up_to(random, 50 * kMs);
        road.write_max_ns = up_to(random, 10 * kMs);
        road.report_max_ns = up_to(random, 50 * kMs);
        road.answer_max_ns = up_to(random, 20 * kMs);
        const uint64_t offset_ns = up_to(random, 3 * kWindowNs);
        const uint64_t resolution_ns = random() % 2 == 0 ? 1 : kMs;
        const uint64_t fill_max_ns = up_to(random, 1'500 * kMs);
        Agenda agenda(kNow);
        VenueOffset clock;
        Limit limit(credit_config(most, taker, maker, road.guard_ns), 1, 1, 1, &clock);
        Counter counter;
        for (int step = 0; step < 400; ++step) {
            agenda.run_until(agenda.now_ns() + up_to(random, 30 * kMs));
            if (limit.available_ns(0, 1, false, agenda.now_ns()) != agenda.now_ns()) continue;
            limit.take(0, 1, false, agenda.now_ns());
            ++sent;
            const Trip trip = draw_trip(random, road, agenda.now_ns());
            agenda.at(trip.reported_ns, [&limit, trip] { limit.confirm(0, 1, false, trip.written_ns); });
            agenda.at(trip.counted_ns, [&counter, trip, offset_ns] { counter.arrive(trip.counted_ns + offset_ns); });
            agenda.at(trip.answered_ns, [&clock, trip, offset_ns, resolution_ns] {
                const uint64_t stamp_ns = (trip.counted_ns + offset_ns) / resolution_ns * resolution_ns;
                clock.hear(trip.granted_ns, trip.answered_ns, stamp_ns, resolution_ns);
            });
            if (random() % 3 == 0) continue;  // never filled
            const bool is_maker = random() % 2 == 0;
            const uint64_t filled_ns = trip.counted_ns + up_to(random, fill_max_ns);
            const uint64_t venue_ns = filled_ns + offset_ns;
            agenda.at(
                filled_ns, [&counter, venue_ns, credit = is_maker ? maker : taker] { counter.fill(venue_ns, credit); });
            if (random() % 5 == 0) continue;  // nobody tells us
            const uint64_t heard_ns = filled_ns + up_to(random, 200 * kMs);
            agenda.at(heard_ns, [&limit, &credits, is_maker, venue_ns, resolution_ns, heard_ns] {
                const uint64_t stamp_ns = venue_ns / resolution_ns * resolution_ns;
                credits += limit.hear_first_fill(0, is_maker, stamp_ns, resolution_ns, heard_ns) ? 1 : 0;
            });
        }
        agenda.run_until(agenda.now_ns() + kWindowNs);
        ASSERT_LE(counter.most(), most) << "run " << run;
    }
    EXPECT_GT(sent, 30'000u);
    EXPECT_GT(credits, 2'000u);
}

}  // namespace
}  // namespace sluice
