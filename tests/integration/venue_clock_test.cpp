// The venue's clock is measured by the timestamps in its answers; windows on it begin where it says.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

// The venue's clock is so far ahead of the engine's.
constexpr std::uint64_t kAheadNs = 1'700'000'000'300 * kMillisecondNs;

std::string limit_on_its_clock(const std::string &more = "") {
    return one_venue(R"("limits": [{"name": "orders", "shape": "aligned_window", "scope": "venue", "limit": 3,
        "window_ms": 1000)" +
                     more + "}]");
}

class VenueClock : public testing::Test {
protected:
    TestHost host{limit_on_its_clock()};
    sluice_lane *lane = host.lane_up();
    std::uint64_t ahead_ns = kAheadNs;

    // An answer after a round trip of two milliseconds, the stamp made in its middle.
    void answer(std::uint64_t grant, std::uint64_t order_id) {
        host.advance(2 * kMillisecondNs);
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_ACKED;
        event.grant = grant;
        event.order_id = order_id;
        event.venue_time_ns = host.now() - kMillisecondNs + ahead_ns;
        event.venue_time_resolution_us = 1;
        ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    }
    sluice_venue_clock clock() const {
        sluice_venue_clock clock = SLUICE_VENUE_CLOCK_INIT;
        EXPECT_EQ(host.limits().venue_clock(host.engine, host.venue(), host.now(), &clock), SLUICE_OK);
        return clock;
    }
};

}  // namespace

TEST_F(VenueClock, is_read_with_its_uncertainty) {
    EXPECT_EQ(clock().is_known, 0u);
    answer(host.offer(lane, new_order(1)).grant, 1);
    const sluice_venue_clock known = clock();
    EXPECT_EQ(known.is_known, 1u);
    EXPECT_EQ(known.samples, 1u);
    const auto error_ns = static_cast<std::int64_t>(kAheadNs) - known.offset_ns;
    EXPECT_LE(static_cast<std::uint64_t>(error_ns < 0 ? -error_ns : error_ns), known.uncertainty_ns);
    EXPECT_LT(known.uncertainty_ns, 2 * kMillisecondNs);
    host.advance(3'600 * kSecondNs);
    EXPECT_GT(clock().uncertainty_ns, kSecondNs) << "clocks drift";
}

TEST_F(VenueClock, gives_the_room_back_at_the_boundary_and_not_a_window_later) {
    // The boundary of the venue lies at .700 of ours. Before anything is known the limit is a sliding window.
    host.advance(600 * kMillisecondNs);
    const std::uint64_t begin_ns = host.now();
    const sluice_verdict first = host.offer(lane, new_order(1));
    host.offer(lane, new_order(2));
    host.offer(lane, new_order(3));
    const sluice_verdict unknown = host.offer(lane, new_order(4));
    EXPECT_EQ(unknown.action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_GT(unknown.not_before_ns, begin_ns + kSecondNs);
    answer(first.grant, 1);
    host.run_until(begin_ns + 100 * kMillisecondNs);
    EXPECT_TRUE(host.sent().empty());
    host.run_until(begin_ns + 110 * kMillisecondNs);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{4});
}

TEST_F(VenueClock, counts_again_what_left_for_a_clock_that_was_wrong) {
    host.advance(600 * kMillisecondNs);
    answer(host.offer(lane, new_order(1)).grant, 1);
    host.offer(lane, new_order(2));
    host.offer(lane, new_order(3));
    host.advance(200 * kMillisecondNs);
    EXPECT_EQ(host.usage(host.limit_id("orders")).used, 0u);
    const sluice_verdict sent = host.offer(lane, new_order(4));
    ahead_ns -= 500 * kMillisecondNs;  // the clock was stepped
    answer(sent.grant, 4);
    EXPECT_EQ(clock().is_known, 0u);
    EXPECT_EQ(clock().contradictions, 1u);
    EXPECT_EQ(host.usage(host.limit_id("orders")).used, 4u);
    EXPECT_EQ(host.offer(lane, new_order(5)).action, std::uint32_t{SLUICE_ACTION_HELD});
}

TEST_F(VenueClock, what_comes_unasked_bounds_it_from_one_side) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_VENUE_TIME;
    event.venue_time_ns = host.now() + kAheadNs;
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    EXPECT_EQ(clock().is_known, 0u);
    EXPECT_EQ(clock().samples, 1u);
    event.venue_time_ns = UINT64_MAX;
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    EXPECT_EQ(clock().samples, 1u);
}

}  // namespace sluice_test
