#include "limits/block_window.hpp"

#include <gtest/gtest.h>

#include <map>

#include "limits/limit.hpp"
#include "random_trip.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kBlockNs = 1'000 * kMs;
constexpr uint64_t kNow = 1'000'000 * kMs;

LimitConfig block_config(uint64_t limit, uint32_t blocks, uint32_t guard_blocks) {
    LimitConfig config;
    config.shape = LimitShape::block_window;
    config.limit = limit;
    config.window_blocks = blocks;
    config.guard_blocks = guard_blocks;
    config.block_ns = kBlockNs;
    config.cost.fill(1);
    return config;
}

void spend(Limit &limit, uint64_t cost, uint64_t at_ns) {
    limit.take(0, cost, false, at_ns);
    limit.confirm(0, cost, false, at_ns);
}

TEST(BlockWindow, has_room_again_when_the_blocks_have_passed) {
    Limit limit(block_config(3, 2, 1), 1, 1);
    ASSERT_TRUE(limit.hear_height(500, kNow));
    spend(limit, 3, kNow);
    for (uint64_t block = 1; block <= 2; ++block) {
        ASSERT_TRUE(limit.hear_height(500 + block, kNow + block * kBlockNs));
        EXPECT_GT(limit.available_ns(0, 1, false, kNow + block * kBlockNs), kNow + block * kBlockNs);
    }
    ASSERT_TRUE(limit.hear_height(503, kNow + 3 * kBlockNs));
    EXPECT_EQ(limit.available_ns(0, 3, false, kNow + 3 * kBlockNs), kNow + 3 * kBlockNs);
}

TEST(BlockWindow, gives_nothing_back_with_time_alone) {
    Limit limit(block_config(3, 1, 0), 1, 1);
    limit.hear_height(500, kNow);
    spend(limit, 3, kNow);
    const uint64_t later_ns = kNow + 1'000 * kBlockNs;
    EXPECT_EQ(limit.usage(0, later_ns).used, 3u);
    const uint64_t at_ns = limit.available_ns(0, 1, false, later_ns);
    EXPECT_GT(at_ns, later_ns);
    EXPECT_LE(at_ns, later_ns + kBlockNs) << "the block is late: it is looked for again";
}

TEST(BlockWindow, does_not_believe_heights_that_go_back_or_come_too_fast) {
    Limit limit(block_config(3, 2, 1), 1, 1);
    limit.hear_height(500, kNow);
    spend(limit, 3, kNow);
    EXPECT_FALSE(limit.hear_height(499, kNow + kMs));
    EXPECT_FALSE(limit.hear_height(0, kNow + kMs));
    EXPECT_FALSE(limit.hear_height(503, kNow + kMs));
    EXPECT_FALSE(limit.hear_height(UINT64_MAX, kNow + kMs));
    EXPECT_TRUE(limit.hear_height(500, kNow + kMs));
    EXPECT_EQ(limit.usage(0, kNow + kMs).used, 3u);
    // Two may have been on their way; more than these only with time.
    EXPECT_TRUE(limit.hear_height(501, kNow + 2 * kMs));
    EXPECT_TRUE(limit.hear_height(502, kNow + 3 * kMs));
    EXPECT_FALSE(limit.hear_height(503, kNow + 4 * kMs));
    EXPECT_TRUE(limit.hear_height(503, kNow + kBlockNs));
}

TEST(BlockWindow, goes_on_after_blocks_of_which_nobody_told) {
    Limit limit(block_config(3, 2, 1), 1, 1);
    limit.hear_height(500, kNow);
    spend(limit, 3, kNow);
    EXPECT_TRUE(limit.hear_height(540, kNow + 40 * kBlockNs));
    EXPECT_EQ(limit.usage(0, kNow + 40 * kBlockNs).used, 0u);
}

// The first height that is heard may be nonsense, or the chain begin anew: counting goes on from what is said again and
// again, and nothing leaves for the change itself.
TEST(BlockWindow, counts_from_new_heights_when_the_old_ones_do_not_come_back) {
    for (const uint64_t first : {uint64_t{3}, uint64_t{1} << 63}) {
        Limit limit(block_config(3, 2, 1), 1, 1);
        limit.hear_height(first, kNow);
        spend(limit, 3, kNow);
        uint64_t height = 7'000'000;
        uint64_t now_ns = kNow;
        int refused = 0;
        for (int block = 0; block < 12; ++block) {
            now_ns += kBlockNs;
            refused += limit.hear_height(height++, now_ns) ? 0 : 1;
        }
        EXPECT_GE(refused, 3);
        EXPECT_LE(refused, 5);
        EXPECT_EQ(limit.usage(0, now_ns).used, 0u);
    }
}

TEST(BlockWindow, begins_as_if_all_were_used_when_told_so) {
    LimitConfig config = block_config(3, 2, 1);
    config.is_used_at_start = true;
    Limit limit(config, 1, 1, 1, nullptr, kNow);
    limit.hear_height(500, kNow);
    EXPECT_EQ(limit.usage(0, kNow).room_cancel, 0u);
    limit.hear_height(503, kNow + 3 * kBlockNs);
    EXPECT_EQ(limit.usage(0, kNow + 3 * kBlockNs).room_cancel, 3u);
}

// The chain makes blocks no faster than one in kBlockNs; we hear of each some time later, or not at all, and in any
// order. A message gets into the block after the newest one at its write, or up to `guard_blocks` after that which we
// knew.
TEST(BlockWindow, never_lets_a_window_of_blocks_hold_more_than_the_limit) {
    Random random(13);
    uint64_t sent = 0;
    for (int run = 0; run < 400; ++run) {
        const uint64_t most = 1 + up_to(random, 8);
        const auto blocks = static_cast<uint32_t>(1 + up_to(random, 9));
        const auto guard_blocks = static_cast<uint32_t>(up_to(random, 3));
        const uint64_t news_max_ns = up_to(random, 900 * kMs);
        Agenda agenda(kNow);
        Limit limit(block_config(most, blocks, guard_blocks), 1, 1);
        uint64_t height = 1'000;
        uint64_t known = 0;
        uint64_t next_block_ns = kNow;
        std::map<uint64_t, uint64_t> held;
        for (int step = 0; step < 500; ++step) {
            agenda.run_until(agenda.now_ns() + up_to(random, 300 * kMs));
            const uint64_t now_ns = agenda.now_ns();
            if (next_block_ns <= now_ns) {
                ++height;
                next_block_ns = now_ns + kBlockNs + (random() % 3 == 0 ? up_to(random, 3 * kBlockNs) : 0);
                const uint64_t told = height;
                const auto tell = [&limit, &agenda, &known, told] {
                    limit.hear_height(told, agenda.now_ns());
                    known = std::max(known, told);
                };
                if (random() % 8 != 0 || known == 0) agenda.at(now_ns + up_to(random, news_max_ns), tell);
                if (random() % 10 == 0)
                    agenda.at(now_ns, [&limit, &random, told, now_ns] {
                        limit.hear_height(told + 30 + random() % 1'000'000, now_ns);
                    });
            }
            if (known == 0 || height > known + guard_blocks) continue;  // knowledge older than the guard allows
            if (limit.available_ns(0, 1, false, now_ns) != now_ns) continue;
            spend(limit, 1, now_ns);
            ++sent;
            const uint64_t block = height + 1 + up_to(random, known + guard_blocks - height);
            ++held[block];
            for (uint64_t first = block >= blocks ? block - blocks + 1 : 0; first <= block; ++first) {
                uint64_t used = 0;
                for (uint64_t at = first; at < first + blocks; ++at)
                    used += held.count(at) != 0 ? held[at] : 0;
                ASSERT_LE(used, most) << "run " << run << " blocks from " << first;
            }
        }
    }
    EXPECT_GT(sent, 15'000u);
}

}  // namespace
}  // namespace sluice
