// A limit of the firm counts what all venues send, together.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const char *const kConfig = R"({"version": 1,
    "firm_limits": [{"name": "firm", "shape": "sliding_window", "scope": "firm", "limit": 4, "window_ms": 1000}],
    "venues": [{"name": "SIM"}, {"name": "OTHER"}]})";

}  // namespace

TEST(FirmLimit, is_shared_by_the_venues) {
    TestHost host(kConfig);
    sluice_lane *lanes[] = {host.lane_up(), host.lane_up("lane", "OTHER")};
    for (std::uint64_t ticket = 1; ticket <= 20; ++ticket)
        host.offer(lanes[ticket % 2], new_order(ticket));
    EXPECT_EQ(host.write_times.size(), 4u);
    const sluice_verdict verdict = host.offer(lanes[0], new_order(21));
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_HELD});
    host.run_until(host.now() + 10 * kSecondNs);
    EXPECT_EQ(host.write_times.size(), 21u);
    EXPECT_EQ(host.peak_of_writes(kSecondNs), 4u);
}

TEST(FirmLimit, a_reading_from_the_future_empties_no_window) {
    TestHost host(kConfig);
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 4; ++ticket)
        host.offer(lane, new_order(ticket));
    sluice_usage usage = SLUICE_USAGE_INIT;
    const std::uint32_t firm = host.limit_id("firm", 0);
    for (const std::uint64_t now_ns : {host.now() + 100 * kSecondNs, UINT64_MAX}) {
        ASSERT_EQ(host.limits().usage(host.engine, firm, nullptr, now_ns, &usage), SLUICE_OK);
        EXPECT_EQ(host.submit(lane, new_order(100)).action, std::uint32_t{SLUICE_ACTION_HELD});
        host.submit(lane, cancel_of(100, 101));
    }
}

}  // namespace sluice_test
