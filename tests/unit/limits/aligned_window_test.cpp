#include "limits/aligned_window.hpp"

#include <gtest/gtest.h>

#include <map>

#include "limits/limit.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kWindowNs = 100 * kMs;

LimitConfig aligned_config(uint64_t limit, uint64_t guard_ns = 0, uint64_t phase_ns = 0) {
    LimitConfig config;
    config.shape = LimitShape::aligned_window;
    config.limit = limit;
    config.window_ns = kWindowNs;
    config.phase_ns = phase_ns;
    config.guard_ns = guard_ns;
    config.cost.fill(1);
    return config;
}

void spend(Limit &limit, uint64_t cost, uint64_t at_ns) {
    limit.take(0, cost, false, at_ns);
    limit.confirm(0, cost, false, at_ns);
}

// A clock whose time is ours plus `offset_ns`, known to within a microsecond.
VenueOffset known_clock(uint64_t at_ns, uint64_t offset_ns) {
    VenueOffset clock;
    clock.hear(at_ns - 1'000, at_ns, at_ns + offset_ns, 0);
    return clock;
}

TEST(AlignedWindow, is_a_sliding_window_while_the_clock_is_unknown) {
    const VenueOffset clock;
    Limit limit(aligned_config(3), 1, 1, 1, &clock);
    spend(limit, 3, 1'000 * kMs);
    EXPECT_GT(limit.available_ns(0, 1, false, 1'001 * kMs), 1'100 * kMs);
    EXPECT_EQ(limit.available_ns(0, 1, false, 1'101 * kMs), 1'101 * kMs);
}

TEST(AlignedWindow, has_all_its_room_again_once_the_boundary_has_passed_for_certain) {
    // The venue's clock is 30 ms ahead: its windows begin at 70 ms, 170 ms ... of ours.
    const VenueOffset clock = known_clock(1'010 * kMs, 30 * kMs);
    Limit limit(aligned_config(3), 1, 1, 1, &clock);
    spend(limit, 3, 1'060 * kMs);
    uint64_t at_ns = limit.available_ns(0, 3, false, 1'061 * kMs);
    for (int look = 0; look < 3; ++look)  // the bounds grow until then
        at_ns = limit.available_ns(0, 3, false, at_ns);
    EXPECT_GT(at_ns, 1'070 * kMs);
    EXPECT_LT(at_ns, 1'070 * kMs + 200'000);  // what the clocks may have drifted meanwhile
    EXPECT_EQ(limit.available_ns(0, 3, false, at_ns), at_ns);
}

TEST(AlignedWindow, has_its_boundaries_where_the_phase_says) {
    const VenueOffset clock = known_clock(1'010 * kMs, 0);
    Limit limit(aligned_config(3, 0, 40 * kMs), 1, 1, 1, &clock);
    spend(limit, 3, 1'030 * kMs);
    EXPECT_GT(limit.available_ns(0, 1, false, 1'039 * kMs), 1'039 * kMs);
    EXPECT_EQ(limit.available_ns(0, 3, false, 1'041 * kMs), 1'041 * kMs);
}

TEST(AlignedWindow, counts_what_may_be_on_either_side_of_the_boundary_for_both_windows) {
    const VenueOffset clock = known_clock(1'010 * kMs, 0);
    Limit limit(aligned_config(3, 20 * kMs), 1, 1, 1, &clock);
    spend(limit, 1, 1'070 * kMs);  // arrives by 1,090 at the latest
    spend(limit, 2, 1'090 * kMs);  // may arrive at 1,110
    EXPECT_GT(limit.available_ns(0, 1, false, 1'099 * kMs), 1'099 * kMs);
    EXPECT_EQ(limit.available_ns(0, 1, false, 1'101 * kMs), 1'101 * kMs);
    EXPECT_GT(limit.available_ns(0, 2, false, 1'101 * kMs), 1'101 * kMs);
}

TEST(AlignedWindow, counts_entries_again_when_the_clock_turns_out_to_be_wrong) {
    VenueOffset clock = known_clock(1'010 * kMs, 0);
    Limit limit(aligned_config(3), 1, 1, 1, &clock);
    spend(limit, 3, 1'090 * kMs);
    ASSERT_EQ(limit.available_ns(0, 3, false, 1'102 * kMs), 1'102 * kMs);
    clock.hear(1'102 * kMs, 1'103 * kMs, 1'050 * kMs, 0);  // 50 ms behind what it said before
    ASSERT_FALSE(clock.is_known());
    EXPECT_EQ(limit.usage(0, 1'103 * kMs).used, 3u);
    EXPECT_GT(limit.available_ns(0, 1, false, 1'103 * kMs), 1'190 * kMs);
}

// A write that is reported after younger ones have left stands last in the log. What left before it has to come back
// all the same.
TEST(AlignedWindow, counts_entries_again_although_an_old_write_was_reported_after_them) {
    VenueOffset clock = known_clock(1'010 * kMs, 0);
    Limit limit(aligned_config(4), 1, 1, 1, &clock);
    limit.take(0, 1, false, 1'000 * kMs);
    spend(limit, 3, 1'095 * kMs);
    ASSERT_EQ(limit.usage(0, 1'102 * kMs).used, 1u);
    limit.confirm(0, 1, false, 1'000 * kMs);
    ASSERT_EQ(limit.usage(0, 1'102 * kMs).used, 0u);
    clock.hear(1'102 * kMs, 1'103 * kMs, 1'050 * kMs, 0);
    EXPECT_GE(limit.usage(0, 1'103 * kMs).used, 3u);
}

// ---- against the venue's own counter, by brute force ----

struct World {
    uint64_t limit;
    uint64_t phase_ns;
    Road road;
    int64_t offset_ns;
    int64_t drift_ppm;
    uint64_t resolution_ns;
    bool is_asked_often;  // most answers bear a timestamp

    // The venue's clock.
    uint64_t venue_ns(uint64_t at_ns) const {
        return static_cast<uint64_t>(
            static_cast<int64_t>(at_ns) + offset_ns + static_cast<int64_t>(at_ns) / 1'000'000 * drift_ppm);
    }
    uint64_t window_of(uint64_t at_ns) const { return (venue_ns(at_ns) - phase_ns) / kWindowNs; }
};

World draw_world(Random &random) {
    World world;
    world.limit = 1 + up_to(random, 12);
    world.phase_ns = random() % 2 == 0 ? 0 : up_to(random, kWindowNs - 1);
    world.road.guard_ns = up_to(random, kWindowNs / 3);
    world.road.base_ns = up_to(random, 30 * kMs);
    world.road.write_max_ns = up_to(random, 5 * kMs);
    world.road.report_max_ns = up_to(random, 60 * kMs);
    world.road.answer_max_ns = up_to(random, 30 * kMs);
    world.offset_ns = static_cast<int64_t>(1'700'000'000'000'000'000u + up_to(random, 10 * kWindowNs));
    world.drift_ppm = static_cast<int64_t>(up_to(random, 998)) - 499;
    world.resolution_ns = random() % 2 == 0 ? 0 : kMs;
    world.is_asked_often = random() % 3 != 0;
    return world;
}

TEST(AlignedWindow, never_lets_a_window_of_the_venue_hold_more_than_the_limit) {
    Random random(17);
    uint64_t sent = 0;
    for (int run = 0; run < 300; ++run) {
        const World world = draw_world(random);
        Agenda agenda(1'000'000 * kMs);
        VenueOffset clock;
        Limit limit(aligned_config(world.limit, world.road.guard_ns, world.phase_ns), 1, 1, 1, &clock);
        std::map<uint64_t, uint64_t> windows;
        for (int step = 0; step < 600; ++step) {
            const uint64_t pause_ns = random() % 20 == 0 ? 3 * kWindowNs : up_to(random, 8 * kMs);
            agenda.run_until(agenda.now_ns() + pause_ns);
            const uint64_t cost = 1 + up_to(random, std::min<uint64_t>(world.limit - 1, 2));
            if (limit.available_ns(0, cost, false, agenda.now_ns()) != agenda.now_ns()) continue;
            limit.take(0, cost, false, agenda.now_ns());
            ++sent;
            const Trip trip = draw_trip(random, world.road, agenda.now_ns());
            uint64_t &held = windows[world.window_of(trip.counted_ns)];
            held += cost;
            ASSERT_LE(held, world.limit) << "run " << run << " step " << step;
            agenda.at(trip.reported_ns, [&limit, cost, trip] { limit.confirm(0, cost, false, trip.written_ns); });
            if (!world.is_asked_often && random() % 5 != 0) continue;
            const uint64_t resolution_ns = world.resolution_ns;
            const uint64_t exact_ns = world.venue_ns(trip.counted_ns);
            const uint64_t stamp_ns = resolution_ns == 0 ? exact_ns : exact_ns / resolution_ns * resolution_ns;
            agenda.at(trip.answered_ns, [&clock, trip, stamp_ns, resolution_ns] {
                clock.hear(trip.granted_ns, trip.answered_ns, stamp_ns, resolution_ns);
            });
        }
        ASSERT_EQ(clock.contradictions(), 0u) << "run " << run;
    }
    EXPECT_GT(sent, 40'000u);
}

// The clock is stepped while traffic flows. Until the first timestamp after the step nobody can know; the messages that
// are granted after it must fit the venue's windows together with all that came before.
TEST(AlignedWindow, forgets_no_message_when_the_venue_steps_its_clock) {
    Random random(23);
    for (int run = 0; run < 300; ++run) {
        World world = draw_world(random);
        world.road.report_max_ns = 0;
        Agenda agenda(1'000'000 * kMs);
        VenueOffset clock;
        Limit limit(aligned_config(world.limit, world.road.guard_ns, world.phase_ns), 1, 1, 1, &clock);
        std::map<uint64_t, uint64_t> windows;
        uint64_t losses = 0;
        uint64_t heard_at_ns = 0;
        const auto hear = [&](const Trip &trip, uint64_t stamp_ns) {
            clock.hear(trip.granted_ns, trip.answered_ns, stamp_ns, 0);
            if (clock.losses() != losses) heard_at_ns = agenda.now_ns();
            losses = clock.losses();
        };
        for (int step = 0; step < 300; ++step) {
            if (step == 150) {
                world.offset_ns += static_cast<int64_t>(kWindowNs / 2 + up_to(random, 20 * kWindowNs));
                windows.clear();
            }
            agenda.run_until(agenda.now_ns() + up_to(random, 8 * kMs));
            if (limit.available_ns(0, 1, false, agenda.now_ns()) != agenda.now_ns()) continue;
            limit.take(0, 1, false, agenda.now_ns());
            const Trip trip = draw_trip(random, world.road, agenda.now_ns());
            const uint64_t window = world.window_of(trip.counted_ns);
            ++windows[window];
            const bool is_judged = step < 150 || (losses != 0 && heard_at_ns + 2 * kWindowNs < agenda.now_ns());
            if (is_judged) {
                ASSERT_LE(windows[window], world.limit) << "run " << run << " step " << step;
            }
            limit.confirm(0, 1, false, trip.written_ns);
            const uint64_t stamp_ns = world.venue_ns(trip.counted_ns);
            agenda.at(trip.answered_ns, [&hear, trip, stamp_ns] { hear(trip, stamp_ns); });
        }
        EXPECT_GE(losses, 1u) << "run " << run;
    }
}

}  // namespace
}  // namespace sluice
