#include "limits/sliding_window.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

namespace sluice {
namespace {

struct Log {
    std::array<SlidingWindow::Entry, 16> ring;
    SlidingWindow window;
    Log() { window.attach(ring.data(), static_cast<uint32_t>(ring.size())); }
    void write(uint64_t cost, uint64_t at_ns, uint64_t merge_ns = 0) {
        window.take(cost);
        window.confirm(cost, at_ns, merge_ns);
    }
};

TEST(SlidingWindow, counts_a_charge_until_the_last_nanosecond_of_its_span) {
    Log log;
    log.write(3, 100);
    log.window.expire(150, 50);
    EXPECT_EQ(log.window.used(), 3u);
    log.window.expire(151, 50);
    EXPECT_EQ(log.window.used(), 0u);
}

TEST(SlidingWindow, counts_what_is_not_written_at_every_moment) {
    Log log;
    log.window.take(2);
    log.window.expire(1'000'000, 50);
    EXPECT_EQ(log.window.used(), 2u);
    EXPECT_EQ(log.window.unconfirmed(), 2u);
    log.window.refund(2);
    EXPECT_EQ(log.window.used(), 0u);
}

TEST(SlidingWindow, names_the_nanosecond_at_which_there_is_room) {
    Log log;
    log.write(2, 100);
    log.write(2, 120);
    EXPECT_EQ(log.window.available_ns(130, 1, 5, 50), 130u);
    EXPECT_EQ(log.window.available_ns(130, 2, 5, 50), 151u);
    EXPECT_EQ(log.window.available_ns(130, 3, 5, 50), 151u);
    EXPECT_EQ(log.window.available_ns(130, 4, 5, 50), 171u);
}

TEST(SlidingWindow, waits_a_whole_span_for_what_is_not_written) {
    Log log;
    log.window.take(4);
    EXPECT_EQ(log.window.available_ns(130, 2, 5, 50), 181u);
}

TEST(SlidingWindow, moves_a_late_report_up_and_never_down) {
    Log log;
    log.write(1, 100);
    log.write(1, 90);
    log.window.expire(141, 50);
    EXPECT_EQ(log.window.used(), 2u);
    log.window.expire(151, 50);
    EXPECT_EQ(log.window.used(), 0u);
}

TEST(SlidingWindow, merges_near_charges_and_counts_them_no_shorter) {
    Log log;
    log.write(1, 100, 10);
    log.write(1, 105, 10);
    log.write(1, 110, 10);
    log.window.expire(155, 50);
    EXPECT_EQ(log.window.used(), 3u);
    log.window.expire(156, 50);
    EXPECT_EQ(log.window.used(), 1u);
}

TEST(SlidingWindow, merges_when_the_ring_is_full) {
    Log log;
    for (uint64_t at_ns = 100; at_ns < 140; ++at_ns)
        log.write(1, at_ns);
    EXPECT_EQ(log.window.used(), 40u);
    log.window.expire(139 + 50, 50);
    EXPECT_EQ(log.window.used(), 25u);  // the last entry took all that came after the ring was full
    log.window.expire(139 + 51, 50);
    EXPECT_EQ(log.window.used(), 0u);
}

// Against a list of stamps that is searched from the front.
TEST(SlidingWindow, agrees_with_a_plain_list) {
    std::mt19937_64 random(7);
    for (int run = 0; run < 200; ++run) {
        Log log;
        std::vector<std::pair<uint64_t, uint64_t>> list;
        uint64_t now_ns = 1000;
        for (int step = 0; step < 60; ++step) {
            now_ns += random() % 9;
            constexpr uint64_t kSpanNs = 40;
            constexpr uint64_t kCeiling = 10;
            log.window.expire(now_ns, kSpanNs);
            const uint64_t cost = 1 + random() % 3;
            const auto used_at = [&](uint64_t at_ns) {
                uint64_t used = 0;
                for (const auto &[stamp_ns, charged] : list)
                    used += stamp_ns + kSpanNs >= at_ns ? charged : 0;
                return used;
            };
            uint64_t expected_ns = now_ns;
            while (used_at(expected_ns) + cost > kCeiling)
                ++expected_ns;
            ASSERT_EQ(log.window.used(), used_at(now_ns));
            ASSERT_EQ(log.window.available_ns(now_ns, cost, kCeiling, kSpanNs), expected_ns);
            if (expected_ns == now_ns) {
                log.write(cost, now_ns);
                list.emplace_back(now_ns, cost);
            }
        }
    }
}

}  // namespace
}  // namespace sluice
