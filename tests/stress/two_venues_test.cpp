// What venues share: nothing but the limits of the firm. Two threads on two venues never meet at a lock; two threads on
// one venue do, which shows that the counter would tell.
#include <gtest/gtest.h>

#include "stress_host.hpp"

namespace sluice_test {

namespace {

std::string two_venues(const std::string &firm_limits) {
    const std::string limits = R"("limits": [{"name": "venue", "shape": "sliding_window", "scope": "venue",
        "limit": 100, "window_ms": 5}])";
    return R"({"version": 1, )" + firm_limits + R"( "venues": [{"name": "A", )" + limits + R"(}, {"name": "B", )" +
           limits + "}]}";
}

// One thread that is gateway and pump of a venue.
void drive(StressHost &host, std::uint32_t venue_id, std::uint64_t end_ns) {
    while (monotonic_now_ns() < end_ns) {
        const std::uint64_t ticket = host.take_ticket();
        if (ticket == 0) return;
        host.send(venue_id, new_order(ticket));
        host.api.poll(host.engine, venue_id, 0, 4);
        host.api.next_due_ns(host.engine, venue_id);
    }
}

double contention_of_two_threads(std::uint32_t first_venue, std::uint32_t second_venue, std::uint64_t duration_ns) {
    StressHost host(two_venues(""), 2, 2'000'000);
    const std::uint64_t end_ns = monotonic_now_ns() + duration_ns;
    std::thread first([&] { drive(host, first_venue, end_ns); });
    std::thread second([&] { drive(host, second_venue, end_ns); });
    first.join();
    second.join();
    return host.scrape().sum("sluice_lock_contended_total");
}

}  // namespace

TEST(TwoVenues, share_no_lock) {
    EXPECT_EQ(contention_of_two_threads(1, 2, 1'000'000'000), 0);
    // The control: on one venue they meet, sooner or later also on a busy machine.
    double contention = 0;
    for (int attempt = 0; attempt < 20 && contention == 0; ++attempt)
        contention = contention_of_two_threads(1, 1, 500'000'000);
    EXPECT_GT(contention, 0);
}

TEST(TwoVenues, never_exceed_the_limit_of_the_firm_together) {
    constexpr std::uint64_t kWindowNs = 5'000'000;
    constexpr std::size_t kFirmLimit = 120;
    StressHost host(two_venues(R"("firm_limits": [{"name": "firm", "shape": "sliding_window", "scope": "firm",
        "limit": 120, "window_ms": 5}],)"),
        2, 2'000'000);
    const std::uint64_t end_ns = monotonic_now_ns() + 2'000'000'000;
    std::thread first([&] { drive(host, 1, end_ns); });
    std::thread second([&] { drive(host, 2, end_ns); });
    first.join();
    second.join();
    host.stop_engine();
    EXPECT_TRUE(host.broken_tickets().empty());
    std::vector<std::uint64_t> times = host.write_times(1);
    const std::vector<std::uint64_t> others = host.write_times(2);
    EXPECT_GT(times.size(), kFirmLimit);
    EXPECT_GT(others.size(), kFirmLimit);
    times.insert(times.end(), others.begin(), others.end());
    EXPECT_LE(peak_of(times, kWindowNs), kFirmLimit);
}

}  // namespace sluice_test
