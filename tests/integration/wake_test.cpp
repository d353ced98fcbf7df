// next_due_ns() announces, wake() says when that is no longer true, and nothing is due without one of the two.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(Wake, comes_when_something_is_due_earlier_than_announced) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.poll();
    host.next_due();
    host.wakes.clear();
    const sluice_verdict first = host.submit(lane, new_order(1));
    ASSERT_EQ(host.wakes.size(), 1u);  // the grant's time-out
    host.wakes.clear();
    host.written(lane, first.grant);
    host.wakes.clear();
    host.poll();
    EXPECT_EQ(host.next_due(), host.now() + 10 * kSecondNs);  // the answer's time-out

    const sluice_verdict second = host.submit(lane, new_order(2));
    ASSERT_EQ(host.wakes.size(), 1u);
    EXPECT_EQ(host.wakes[0].first, host.venue());
    EXPECT_EQ(host.wakes[0].second, second.not_before_ns);
    EXPECT_EQ(host.next_due(), second.not_before_ns);
    // The third is due no earlier: no wake.
    host.submit(lane, new_order(3));
    EXPECT_EQ(host.wakes.size(), 1u);
}

// Of several messages on their way only the first one's time-out is due; but what a message has settled is due at once.
TEST(Wake, comes_when_a_message_that_goes_at_once_has_settled_a_held_one) {
    TestHost host(one_venue(window_limit(1, 1000, R"("cost": {"replace": 1})")));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.offer(lane, amend_of(1, 2));
    host.submit(lane, new_order(3));
    ASSERT_EQ(host.submit(lane, amend_of(1, 4)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.poll();
    host.next_due();
    host.wakes.clear();
    ASSERT_EQ(host.submit(lane, cancel_of(1, 5)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(host.wakes.size(), 1u);
    host.poll();
    EXPECT_EQ(host.release_of(4).reason, std::uint32_t{SLUICE_REASON_SUPERSEDED});
}

TEST(Wake, nothing_is_due_on_an_idle_engine) {
    TestHost host(one_venue(""));
    EXPECT_EQ(host.next_due(), SLUICE_NEVER);
    EXPECT_EQ(host.poll(), 0);
    host.lane_up();
    host.poll();
    EXPECT_EQ(host.next_due(), SLUICE_NEVER);
}

// A host that only does what wake() and next_due_ns() tell it, and never polls on its own.
TEST(Wake, is_enough_to_drive_everything) {
    TestHost host(R"({"version": 1, "venues": [
        {"name": "SIM", "breaker": {"enabled": false}, "limits": [
            {"name": "venue", "shape": "sliding_window", "scope": "venue", "limit": 7, "window_ms": 500},
            {"name": "instrument", "shape": "token_bucket", "scope": "instrument", "limit": 2, "refill_amount": 1,
             "refill_interval_ms": 400}]},
        {"name": "OTHER", "breaker": {"enabled": false}, "limits": [
            {"name": "lane", "shape": "sliding_window", "scope": "lane", "limit": 5, "window_ms": 700}]}]})");
    sluice_lane *lanes[] = {host.lane_up(), host.lane_up("lane", "OTHER")};
    std::uint64_t due_ns[3] = {SLUICE_NEVER, SLUICE_NEVER, SLUICE_NEVER};
    host.on_wake = [&](std::uint32_t venue, std::uint64_t at_ns) { due_ns[venue] = std::min(due_ns[venue], at_ns); };
    for (const std::uint32_t venue : {1u, 2u})
        due_ns[venue] = host.next_due(venue);
    std::uint64_t ticket = 1;
    std::size_t held = 0;
    for (int step = 0; step < 20'000; ++step) {
        if (step < 4000 && step % 4 == 0) {
            const std::uint32_t instrument = host.id(SLUICE_NAME_INSTRUMENT, "I" + std::to_string(step % 3));
            held += host.offer(lanes[step / 4 % 2], on_instrument(new_order(ticket++), instrument)).action ==
                    SLUICE_ACTION_HELD;
        }
        host.advance(5 * kMillisecondNs);
        for (const std::uint32_t venue : {1u, 2u}) {
            if (due_ns[venue] > host.now()) continue;
            due_ns[venue] = SLUICE_NEVER;
            host.poll(venue, 1);
            due_ns[venue] = std::min(due_ns[venue], host.next_due(venue));
        }
    }
    EXPECT_GT(held, 100u);
    EXPECT_EQ(host.sent().size(), held);
}

TEST(Poll, does_no_more_than_its_budget) {
    TestHost host(one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 20; ++ticket)
        host.offer(lane, new_order(ticket));
    host.advance(kSecondNs + 1);
    EXPECT_EQ(host.poll(1, 3), 3);
    EXPECT_EQ(host.poll(SLUICE_VENUE_ALL, 4), 4);
    EXPECT_LE(host.next_due(), host.now());
    EXPECT_EQ(host.poll(1, 100), 3);
    EXPECT_EQ(host.poll(1, 0), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.poll(1, -5), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.poll(2, 5), SLUICE_E_UNKNOWN);
}

}  // namespace sluice_test
