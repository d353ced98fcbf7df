// The histogram against plain arithmetic: every bound, every error, every count is computed a second time from the
// recorded values themselves. Random values are seeded, so a failure repeats.
#include "telemetry/histogram.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace sluice {
namespace {

// Values of every magnitude alike: a random number of bits, then random bits. (A uniform 64-bit number is nearly always
// huge and would test the last buckets only.)
uint64_t value_of_any_size(std::mt19937_64 &random, unsigned bits_max) {
    const unsigned bits = static_cast<unsigned>(random() % (bits_max + 1));
    return bits == 0 ? 0 : random() >> (64 - bits);
}

std::vector<uint64_t> random_values(uint64_t seed, std::size_t count, unsigned bits_max) {
    std::mt19937_64 random(seed);
    std::vector<uint64_t> values(count);
    for (uint64_t &value : values)
        value = value_of_any_size(random, bits_max);
    return values;
}

uint64_t lower_bound_of(std::size_t bucket) {
    return bucket == 0 ? 0 : Histogram::upper_bound_of(bucket - 1) + 1;
}

TEST(Histogram, gives_every_value_below_32_a_bucket_of_its_own) {
    for (uint64_t value = 0; value < 32; ++value) {
        EXPECT_EQ(Histogram::upper_bound_of(Histogram::bucket_of(value)), value);
        EXPECT_EQ(lower_bound_of(Histogram::bucket_of(value)), value);
    }
}

TEST(Histogram, has_buckets_without_gap_or_overlap) {
    for (std::size_t bucket = 0; bucket < Histogram::kBucketCount; ++bucket) {
        ASSERT_EQ(Histogram::bucket_of(lower_bound_of(bucket)), bucket);
        ASSERT_EQ(Histogram::bucket_of(Histogram::upper_bound_of(bucket)), bucket);
    }
    EXPECT_EQ(lower_bound_of(Histogram::kLastBucket), uint64_t{1} << 40);
    EXPECT_EQ(Histogram::upper_bound_of(Histogram::kLastBucket), UINT64_MAX);
}

TEST(Histogram, keeps_the_error_within_one_thirty_second) {
    std::mt19937_64 random(20'01);
    for (int round = 0; round < 2'000'000; ++round) {
        const uint64_t value = value_of_any_size(random, Histogram::kRangeBits);
        const std::size_t bucket = Histogram::bucket_of(value);
        const uint64_t upper = Histogram::upper_bound_of(bucket);
        const uint64_t lower = lower_bound_of(bucket);
        ASSERT_LE(lower, value);
        ASSERT_GE(upper, value);
        // The promise is for whatever value the bucket holds, so it is judged by the smallest one.
        ASSERT_LE((upper - lower) * 32, lower) << "value " << value;
    }
}

TEST(Histogram, puts_values_beyond_its_range_in_the_last_bucket_and_counts_them) {
    Histogram histogram;
    histogram.record(Histogram::kRangeNs - 1);
    EXPECT_EQ(histogram.count_out_of_range(), 0u);
    histogram.record(Histogram::kRangeNs);
    histogram.record(Histogram::kRangeNs + 1);
    histogram.record(UINT64_MAX);
    EXPECT_EQ(histogram.count_out_of_range(), 3u);
    EXPECT_EQ(histogram.count(), 4u);
    EXPECT_EQ(histogram.max(), UINT64_MAX);
    EXPECT_EQ(histogram.sum(), Histogram::kRangeNs * 4 - 1) << "a garbage value counts as the end of the range";
    EXPECT_EQ(histogram.percentile(1'000'000), UINT64_MAX) << "the last bucket has no bound but the maximum";
    EXPECT_EQ(histogram.percentile(250'000), Histogram::kRangeNs - 1);
}

TEST(Histogram, adds_up_count_sum_and_maximum) {
    const std::vector<uint64_t> values = random_values(20'02, 20'000, 39);
    Histogram histogram;
    uint64_t sum = 0;
    uint64_t max = 0;
    for (const uint64_t value : values) {
        histogram.record(value);
        sum += value;
        max = std::max(max, value);
        ASSERT_EQ(histogram.max(), max);
    }
    EXPECT_EQ(histogram.count(), values.size());
    EXPECT_EQ(histogram.sum(), sum);
}

// The definition: the smallest bucket bound that has at least that share of the values at or below it.
uint64_t percentile_by_definition(const std::vector<uint64_t> &sorted, uint64_t per_million) {
    for (std::size_t bucket = 0; bucket < Histogram::kLastBucket; ++bucket) {
        const uint64_t bound = Histogram::upper_bound_of(bucket);
        const auto at_or_below =
            static_cast<uint64_t>(std::upper_bound(sorted.begin(), sorted.end(), bound) - sorted.begin());
        if (at_or_below > 0 && at_or_below * 1'000'000 >= per_million * sorted.size()) return bound;
    }
    return sorted.back();
}

TEST(Histogram, gives_the_percentile_of_a_sorted_vector) {
    constexpr std::array<uint32_t, 12> kShares = {
        0, 1, 10'000, 100'000, 250'000, 500'000, 750'000, 900'000, 990'000, 999'000, 999'999, 1'000'000};
    for (uint64_t seed = 1; seed <= 60; ++seed) {
        std::vector<uint64_t> sorted = random_values(seed, 1 + seed * seed, seed % 2 == 0 ? 12 : 40);
        Histogram histogram;
        for (const uint64_t value : sorted)
            histogram.record(value);
        std::sort(sorted.begin(), sorted.end());
        for (const uint32_t share : kShares) {
            const uint64_t result = histogram.percentile(share);
            ASSERT_EQ(result, percentile_by_definition(sorted, share)) << "seed " << seed << " share " << share;
            // And against the exact value by nearest rank: never less, and more by less than 1/32.
            const std::size_t rank = (sorted.size() * share + 999'999) / 1'000'000;
            const uint64_t exact = sorted[rank == 0 ? 0 : rank - 1];
            ASSERT_GE(result, exact);
            ASSERT_LE((result - exact) * 32, exact) << "seed " << seed << " share " << share;
        }
    }
}

TEST(Histogram, has_percentiles_of_nothing_and_of_more_than_everything) {
    Histogram histogram;
    EXPECT_EQ(histogram.percentile(500'000), 0u);
    histogram.record(7);
    EXPECT_EQ(histogram.percentile(0), 7u);
    EXPECT_EQ(histogram.percentile(UINT32_MAX), 7u);
}

TEST(Histogram, counts_what_is_at_or_below_each_bound) {
    const std::vector<uint64_t> values = random_values(20'03, 30'000, 41);
    const std::vector<uint64_t> bounds = {0, 1, 31, 32, 63, 64, 65, 1'000, 1'023, 1'024, 1'000'000, 1'000'000'000,
        Histogram::kRangeNs - 1, Histogram::kRangeNs, UINT64_MAX};
    Histogram histogram;
    for (const uint64_t value : values)
        histogram.record(value);

    std::vector<uint64_t> counts(bounds.size());
    EXPECT_EQ(histogram.cumulative_counts(bounds, counts), values.size());
    for (std::size_t index = 0; index < bounds.size(); ++index) {
        // A value counts when the whole of its bucket is at or below the bound.
        const auto expected = std::count_if(values.begin(), values.end(),
            [&](uint64_t value) { return Histogram::upper_bound_of(Histogram::bucket_of(value)) <= bounds[index]; });
        EXPECT_EQ(counts[index], static_cast<uint64_t>(expected)) << "bound " << bounds[index];
        EXPECT_EQ(histogram.count_at_or_below(bounds[index]), counts[index]);
        const auto truly =
            std::count_if(values.begin(), values.end(), [&](uint64_t value) { return value <= bounds[index]; });
        EXPECT_LE(counts[index], static_cast<uint64_t>(truly)) << "never claims more than is true";
    }
    EXPECT_EQ(counts.back(), values.size());
}

TEST(Histogram, counts_nothing_when_empty) {
    const Histogram histogram;
    const std::array<uint64_t, 2> bounds = {0, UINT64_MAX};
    std::array<uint64_t, 2> counts = {9, 9};
    EXPECT_EQ(histogram.cumulative_counts(bounds, counts), 0u);
    EXPECT_EQ(counts, (std::array<uint64_t, 2>{0, 0}));
}

// A scrape meets records that are under way. Whatever it sees must not go back and must fit together; the thread
// sanitizer build also proves that nothing here is a data race.
TEST(Histogram, is_read_while_it_is_written) {
    constexpr uint64_t kRecords = 2'000'000;
    const std::vector<uint64_t> bounds = {100, 10'000, 1'000'000, 100'000'000};
    const auto histogram = std::make_unique<Histogram>();
    std::atomic<bool> is_done{false};
    std::thread writer([&] {
        std::mt19937_64 random(20'04);
        for (uint64_t round = 0; round < kRecords; ++round)
            histogram->record(value_of_any_size(random, 42));
        is_done.store(true, std::memory_order_release);
    });

    uint64_t total_before = 0;
    uint64_t sum_before = 0;
    std::vector<uint64_t> counts_before(bounds.size());
    std::vector<uint64_t> counts(bounds.size());
    bool is_last = false;
    while (!is_last) {
        is_last = is_done.load(std::memory_order_acquire);
        const uint64_t total = histogram->cumulative_counts(bounds, counts);
        const uint64_t sum = histogram->sum();
        EXPECT_GE(total, total_before);
        EXPECT_GE(sum, sum_before);
        EXPECT_TRUE(std::is_sorted(counts.begin(), counts.end()));
        EXPECT_LE(counts.back(), total);
        for (std::size_t index = 0; index < counts.size(); ++index)
            EXPECT_GE(counts[index], counts_before[index]);
        const uint64_t median = histogram->percentile(500'000);
        EXPECT_LE(median, histogram->percentile(1'000'000));
        total_before = total;
        sum_before = sum;
        counts_before = counts;
    }
    writer.join();
    EXPECT_EQ(total_before, kRecords);
    EXPECT_EQ(histogram->count(), kRecords);
}

}  // namespace
}  // namespace sluice
