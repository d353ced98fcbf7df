// A log-linear histogram of durations in nanoseconds with fixed memory. One writer at a time (it holds the venue's
// lock) calls `record`; any thread reads at any time without a lock. All words are relaxed atomics and only grow, so a
// reader never sees a number go back, but two numbers read one after the other may differ by records in between:
// whatever must fit together is read by one call.
//
// Buckets: values below 32 each have one of their own; above, every power of two is cut into 32 equal buckets, so the
// bounds of a bucket differ by less than 1/32 of any value in it. Values from 2^40 ns (18 minutes) on share the last
// bucket and count in `sum` as 2^40, so that one garbage value cannot make the sum wrap; `max` keeps the true value.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sluice {

class Histogram {
public:
    static constexpr unsigned kSubBucketBits = 5;
    static constexpr uint64_t kSubBuckets = uint64_t{1} << kSubBucketBits;
    static constexpr unsigned kRangeBits = 40;
    static constexpr uint64_t kRangeNs = uint64_t{1} << kRangeBits;  // first value of the last bucket
    static constexpr uint32_t kPerMillion = 1'000'000;

    // The bucket of a value. For a value of n bits the shift leaves its top six bits, of which the highest is always
    // set: shift * 32 + (32 .. 63) runs on without a gap. The OR makes values below 32 take shift 0 without a branch.
    [[nodiscard]] static constexpr std::size_t bucket_of(uint64_t value_ns) noexcept {
        const uint64_t clamped = std::min(value_ns, kRangeNs);
        const unsigned shift = static_cast<unsigned>(std::bit_width(clamped | kSubBuckets)) - (kSubBucketBits + 1);
        return (static_cast<std::size_t>(shift) << kSubBucketBits) + static_cast<std::size_t>(clamped >> shift);
    }

    static constexpr std::size_t kLastBucket =
        (std::size_t{kRangeBits - kSubBucketBits} << kSubBucketBits) + kSubBuckets;
    static constexpr std::size_t kBucketCount = kLastBucket + 1;

    // The largest value that falls in a bucket. UINT64_MAX for the last one.
    [[nodiscard]] static constexpr uint64_t upper_bound_of(std::size_t bucket) noexcept {
        if (bucket >= kLastBucket) return UINT64_MAX;
        if (bucket < kSubBuckets) return bucket;
        const std::size_t shift = (bucket >> kSubBucketBits) - 1;
        const uint64_t leading = bucket - (shift << kSubBucketBits);
        return ((leading + 1) << shift) - 1;
    }

    // The first bucket that does not lie wholly at or below a bound.
    [[nodiscard]] static constexpr std::size_t first_bucket_above(uint64_t bound_ns) noexcept {
        const std::size_t bucket = bucket_of(bound_ns);
        return upper_bound_of(bucket) <= bound_ns ? bucket + 1 : bucket;
    }

    // Hot: three or four stores, no division, no branch but the one for a new maximum.
    void record(uint64_t value_ns) noexcept {
        increase(buckets_[bucket_of(value_ns)], 1);
        increase(count_, 1);
        increase(sum_ns_, std::min(value_ns, kRangeNs));
        if (value_ns > max_ns_.load(std::memory_order_relaxed)) max_ns_.store(value_ns, std::memory_order_relaxed);
    }

    [[nodiscard]] uint64_t count() const noexcept { return count_.load(std::memory_order_relaxed); }
    [[nodiscard]] uint64_t sum() const noexcept { return sum_ns_.load(std::memory_order_relaxed); }
    [[nodiscard]] uint64_t max() const noexcept { return max_ns_.load(std::memory_order_relaxed); }

    // How many values were too long to be told apart.
    [[nodiscard]] uint64_t count_out_of_range() const noexcept {
        return buckets_[kLastBucket].load(std::memory_order_relaxed);
    }

    // The smallest bucket bound that has at least per_million of all values at or below it: never less than the exact
    // percentile by nearest rank, and more by less than 1/32. In the last bucket, which has no bound, it is `max`.
    // 0 per million is the smallest value's bucket; more than a million counts as a million. 0 when nothing was
    // recorded.
    [[nodiscard]] uint64_t percentile(uint32_t per_million) const noexcept {
        uint64_t total = 0;
        for (const auto &bucket : buckets_)
            total += bucket.load(std::memory_order_relaxed);
        if (total == 0) return 0;
        const uint64_t rank = nearest_rank(total, std::min(per_million, kPerMillion));
        // From above: values that come meanwhile can only make the answer larger, never less than the percentile.
        const uint64_t most_above = total - rank;
        uint64_t above = 0;
        for (std::size_t index = kLastBucket; index > 0; --index) {
            above += buckets_[index].load(std::memory_order_relaxed);
            if (above > most_above) return index == kLastBucket ? std::max(max(), kRangeNs) : upper_bound_of(index);
        }
        return upper_bound_of(0);
    }

    // How many values are in buckets that lie wholly at or below the bound. A value that shares its bucket with the
    // bound counts as above it: the answer never claims more than is true.
    [[nodiscard]] uint64_t count_at_or_below(uint64_t bound_ns) const noexcept {
        uint64_t at_or_below = 0;
        cumulative_counts(std::span<const uint64_t>(&bound_ns, 1), std::span<uint64_t>(&at_or_below, 1));
        return at_or_below;
    }

    // `count_at_or_below` of each bound in one pass, and the count of all values as its result: that count fits the
    // others, `count()` read beside them need not. Bounds ascend; `counts` is as long as `bounds`.
    uint64_t cumulative_counts(std::span<const uint64_t> bounds_ns, std::span<uint64_t> counts) const noexcept {
        // Nothing lies above the maximum; a record that is under way is met by the next call.
        const std::size_t end = count() == 0 ? 0 : bucket_of(max()) + 1;
        uint64_t seen = 0;
        std::size_t index = 0;
        for (std::size_t bound = 0; bound < bounds_ns.size(); ++bound) {
            const std::size_t bound_end = std::min(end, first_bucket_above(bounds_ns[bound]));
            for (; index < bound_end; ++index)
                seen += buckets_[index].load(std::memory_order_relaxed);
            counts[bound] = seen;
        }
        for (; index < end; ++index)
            seen += buckets_[index].load(std::memory_order_relaxed);
        return seen;
    }

private:
    static void increase(std::atomic<uint64_t> &word, uint64_t amount) noexcept {
        word.store(word.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }

    // ceil(total * per_million / 1,000,000), at least 1, in 64 bits for any total.
    static constexpr uint64_t nearest_rank(uint64_t total, uint32_t per_million) noexcept {
        const uint64_t whole = total / kPerMillion * per_million;
        const uint64_t rest = (total % kPerMillion * per_million + kPerMillion - 1) / kPerMillion;
        return std::max<uint64_t>(whole + rest, 1);
    }

    // Written by `record` alone; the three words of every record share a line.
    std::atomic<uint64_t> count_{0};
    std::atomic<uint64_t> sum_ns_{0};
    std::atomic<uint64_t> max_ns_{0};
    std::array<std::atomic<uint64_t>, kBucketCount> buckets_{};
};

static_assert(Histogram::bucket_of(31) == 31 && Histogram::bucket_of(32) == 32);
static_assert(Histogram::bucket_of(Histogram::kRangeNs - 1) == Histogram::kLastBucket - 1);
static_assert(Histogram::bucket_of(Histogram::kRangeNs) == Histogram::kLastBucket);
static_assert(Histogram::bucket_of(UINT64_MAX) == Histogram::kLastBucket);

}  // namespace sluice
