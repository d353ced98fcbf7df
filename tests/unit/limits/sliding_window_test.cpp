#include "limits/sliding_window.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <vector>

namespace sluice {
namespace {

constexpr uint64_t kWindowNs = 50;

// A counter with a window of 50 ns and a ring of 16 entries.
struct Log {
    std::array<ChargeLog::Entry, 16> ring;
    WindowCounter counter;
    SlidingWindow rule{kWindowNs, 0};

    Log() { counter.log.attach(ring.data(), static_cast<uint32_t>(ring.size())); }
    void write(uint64_t cost, uint64_t at_ns, uint64_t merge_ns = 0) {
        counter.log.take(cost, false);
        counter.log.refund(cost, false);
        counter.log.append(cost, false, at_ns, merge_ns);
    }
    uint64_t used(uint64_t now_ns) {
        rule.advance(counter, now_ns);
        return counter.log.used();
    }
    uint64_t available(uint64_t now_ns, uint64_t cost, uint64_t ceiling) {
        rule.advance(counter, now_ns);
        return available_ns(rule, counter, cost, false, {ceiling, ceiling}, now_ns);
    }
};

TEST(SlidingWindow, counts_a_charge_until_the_last_nanosecond_of_its_span) {
    Log log;
    log.write(3, 100);
    EXPECT_EQ(log.used(150), 3u);
    EXPECT_EQ(log.used(151), 0u);
}

TEST(SlidingWindow, counts_what_is_not_written_at_every_moment) {
    Log log;
    log.counter.log.take(2, false);
    EXPECT_EQ(log.used(1'000'000), 2u);
    EXPECT_EQ(log.counter.log.unconfirmed(), 2u);
    log.counter.log.refund(2, false);
    EXPECT_EQ(log.counter.log.used(), 0u);
}

TEST(SlidingWindow, names_the_nanosecond_at_which_there_is_room) {
    Log log;
    log.write(2, 100);
    log.write(2, 120);
    EXPECT_EQ(log.available(130, 1, 5), 130u);
    EXPECT_EQ(log.available(130, 2, 5), 151u);
    EXPECT_EQ(log.available(130, 3, 5), 151u);
    EXPECT_EQ(log.available(130, 4, 5), 171u);
}

TEST(SlidingWindow, waits_a_whole_span_for_what_is_not_written) {
    Log log;
    log.counter.log.take(4, false);
    EXPECT_EQ(log.available(130, 2, 5), 181u);
}

TEST(SlidingWindow, moves_a_late_report_up_and_never_down) {
    Log log;
    log.write(1, 100);
    log.write(1, 90);
    EXPECT_EQ(log.used(141), 2u);
    EXPECT_EQ(log.used(151), 0u);
}

TEST(SlidingWindow, merges_near_charges_and_counts_them_no_shorter) {
    Log log;
    log.write(1, 100, 10);
    log.write(1, 105, 10);
    log.write(1, 110, 10);
    EXPECT_EQ(log.used(155), 3u);
    EXPECT_EQ(log.used(156), 1u);
}

TEST(SlidingWindow, merges_when_the_ring_is_full) {
    Log log;
    for (uint64_t at_ns = 100; at_ns < 140; ++at_ns)
        log.write(1, at_ns);
    EXPECT_EQ(log.counter.log.used(), 40u);
    EXPECT_EQ(log.used(139 + 50), 25u);  // the last entry took all that came after the ring was full
    EXPECT_EQ(log.used(139 + 51), 0u);
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
            constexpr uint64_t kCeiling = 10;
            const uint64_t cost = 1 + random() % 3;
            const auto used_at = [&](uint64_t at_ns) {
                uint64_t used = 0;
                for (const auto &[stamp_ns, charged] : list)
                    used += stamp_ns + kWindowNs >= at_ns ? charged : 0;
                return used;
            };
            uint64_t expected_ns = now_ns;
            while (used_at(expected_ns) + cost > kCeiling)
                ++expected_ns;
            ASSERT_EQ(log.used(now_ns), used_at(now_ns));
            ASSERT_EQ(log.available(now_ns, cost, kCeiling), expected_ns);
            if (expected_ns == now_ns) {
                log.write(cost, now_ns);
                list.emplace_back(now_ns, cost);
            }
        }
    }
}

}  // namespace
}  // namespace sluice
