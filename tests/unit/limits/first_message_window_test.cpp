#include "limits/first_message_window.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "limits/limit.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kWindowNs = 100 * kMs;

LimitConfig first_message_config(uint64_t limit, uint64_t guard_ns = 0) {
    LimitConfig config;
    config.shape = LimitShape::first_message_window;
    config.limit = limit;
    config.window_ns = kWindowNs;
    config.guard_ns = guard_ns;
    config.cost.fill(1);
    return config;
}

void spend(Limit &limit, uint64_t cost, uint64_t at_ns) {
    limit.take(0, cost, false, at_ns);
    limit.confirm(0, cost, false, at_ns);
}

TEST(FirstMessageWindow, has_all_its_room_again_when_its_length_has_passed_since_the_first_message) {
    Limit limit(first_message_config(3), 1, 1);
    spend(limit, 1, 1'000 * kMs);
    spend(limit, 2, 1'099 * kMs);
    EXPECT_EQ(limit.available_ns(0, 3, false, 1'099 * kMs), 1'100 * kMs + 1);
    EXPECT_EQ(limit.available_ns(0, 3, false, 1'100 * kMs + 1), 1'100 * kMs + 1);
}

TEST(FirstMessageWindow, begins_anew_with_the_first_message_after_it_was_empty) {
    Limit limit(first_message_config(3), 1, 1);
    spend(limit, 1, 1'000 * kMs);
    spend(limit, 3, 1'150 * kMs);
    EXPECT_EQ(limit.available_ns(0, 1, false, 1'201 * kMs), 1'250 * kMs + 1);
}

TEST(FirstMessageWindow, slides_when_a_message_may_have_opened_the_next_one) {
    Limit limit(first_message_config(3, 10 * kMs), 1, 1);
    spend(limit, 1, 1'000 * kMs);
    spend(limit, 2, 1'095 * kMs);  // may arrive at 1,105, after the window
    EXPECT_GT(limit.available_ns(0, 3, false, 1'120 * kMs), 1'205 * kMs);
    EXPECT_EQ(limit.available_ns(0, 1, false, 1'120 * kMs), 1'120 * kMs);
}

TEST(FirstMessageWindow, slides_while_a_write_is_unknown) {
    Limit limit(first_message_config(3), 1, 1);
    spend(limit, 2, 1'000 * kMs);
    limit.take(0, 1, false, 1'010 * kMs);
    EXPECT_GT(limit.available_ns(0, 1, false, 1'100 * kMs), 1'100 * kMs);
    EXPECT_EQ(limit.usage(0, 1'150 * kMs).used, 1u);  // the others have left, as in a sliding window
    limit.confirm(0, 1, false, 1'099 * kMs);          // so it was in the first window, which is over
    EXPECT_EQ(limit.usage(0, 1'150 * kMs).used, 0u);
}

// The venue's counter: a window opens with the first arrival when none is open.
uint64_t fullest_window(std::vector<std::pair<uint64_t, uint64_t>> arrivals, uint64_t window_ns, bool counts_its_end) {
    std::sort(arrivals.begin(), arrivals.end());
    uint64_t fullest = 0;
    uint64_t opened_ns = 0;
    uint64_t held = 0;
    for (const auto &[at_ns, cost] : arrivals) {
        const uint64_t since_ns = at_ns - opened_ns;
        if (held == 0 || since_ns > window_ns || (since_ns == window_ns && !counts_its_end)) {
            opened_ns = at_ns;
            held = 0;
        }
        held += cost;
        fullest = std::max(fullest, held);
    }
    return fullest;
}

TEST(FirstMessageWindow, never_lets_a_window_of_the_venue_hold_more_than_the_limit) {
    Random random(31);
    uint64_t sent = 0;
    for (int run = 0; run < 600; ++run) {
        const uint64_t most = 1 + up_to(random, 9);
        Road road;
        road.guard_ns = random() % 4 == 0 ? 0 : up_to(random, kWindowNs / 3);
        road.base_ns = up_to(random, 30 * kMs);
        road.write_max_ns = random() % 2 == 0 ? 0 : up_to(random, 20 * kMs);
        road.report_max_ns = random() % 2 == 0 ? 0 : up_to(random, 60 * kMs);
        const uint64_t step_max_ns = kMs * (1 + up_to(random, 40));
        Agenda agenda(1'000'000 * kMs);
        Limit limit(first_message_config(most, road.guard_ns), 1, 1);
        std::vector<std::pair<uint64_t, uint64_t>> arrivals;
        for (int step = 0; step < 300; ++step) {
            // Often exactly when there is room again: there the phase is lost or kept.
            uint64_t next_ns = agenda.now_ns() + up_to(random, step_max_ns);
            if (random() % 3 == 0) {
                next_ns = std::clamp(limit.available_ns(0, most, false, agenda.now_ns()), agenda.now_ns(),
                    agenda.now_ns() + 2 * kWindowNs);
            }
            agenda.run_until(next_ns);
            const uint64_t cost = 1 + up_to(random, std::min<uint64_t>(most - 1, 2));
            if (limit.available_ns(0, cost, false, agenda.now_ns()) != agenda.now_ns()) continue;
            limit.take(0, cost, false, agenda.now_ns());
            if (random() % 12 == 0) {
                limit.refund(0, cost, false);  // it never left
                continue;
            }
            ++sent;
            const Trip trip = draw_trip(random, road, agenda.now_ns());
            arrivals.emplace_back(trip.counted_ns, cost);
            agenda.at(trip.reported_ns, [&limit, cost, trip] { limit.confirm(0, cost, false, trip.written_ns); });
        }
        // Where there is a guard, the venue's clock may run a little slower or faster.
        const uint64_t drift_ns = road.guard_ns == 0 ? 0 : kWindowNs / 10'000;
        for (const uint64_t window_ns : {kWindowNs - drift_ns, kWindowNs, kWindowNs + drift_ns}) {
            ASSERT_LE(fullest_window(arrivals, window_ns, true), most) << "run " << run;
            ASSERT_LE(fullest_window(arrivals, window_ns, false), most) << "run " << run;
        }
    }
    EXPECT_GT(sent, 30'000u);
}

}  // namespace
}  // namespace sluice
