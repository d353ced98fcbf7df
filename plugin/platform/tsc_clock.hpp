// CLOCK_MONOTONIC, read from the processor's time stamp counter: less than half the cost of asking the kernel's page.
//
// A reading is a point on a line: so many nanoseconds at so many ticks, and a rate. Every 4 ms a reader asks the real
// clock and lays the line anew, so an error of the rate has no time to grow. The line never steps back: what was told
// too much is held back from the next stretch. After a pause, a suspend or a jump of the counter the real clock counts.
//
// What the line misses the real clock by: usually some tens of nanoseconds; a quarter of a microsecond for each reading
// that was disturbed but short enough to be taken, three of which can add up; 2 us when somebody begins to slew the
// clock by 500 ppm. kErrorMaxNs covers these. Whoever measures a span between two readings may be wrong by twice that.
//
// `Source` gives ticks() and monotonic_ns(); tests bring their own. Any thread; the readers share one line of memory
// that is written once for each stretch. No wait: who meets a writer asks the real clock.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "platform/cache_line.hpp"

namespace sluice {

template <typename Source>
class alignas(kCacheLineBytes) TscClock {
public:
    static constexpr uint64_t kErrorMaxNs = 5'000;

    explicit TscClock(Source source = {}) noexcept : source_(source) {}

    uint64_t read() noexcept {
        const uint32_t sequence = sequence_.load(std::memory_order_acquire);
        // Acquire: none of these is read after the second look at the number, and who sees a new word sees that it
        // changed.
        const uint64_t line_ticks = line_ticks_.load(std::memory_order_acquire);
        const uint64_t line_ns = line_ns_.load(std::memory_order_acquire);
        const uint64_t line_rate = line_rate_.load(std::memory_order_acquire);
        const uint64_t stretch = stretch_ticks_.load(std::memory_order_acquire);
        const uint64_t ticks = source_.ticks() - line_ticks;
        // An unchanged, even number says that the words fit together.
        const bool is_whole = sequence_.load(std::memory_order_relaxed) == sequence && (sequence & 1) == 0;
        return is_whole && ticks < stretch ? line_ns + (ticks * line_rate >> kRateBits) : read_and_align();
    }

private:
    static constexpr unsigned kRateBits = 32;  // rates are nanoseconds per 2^32 ticks
    static constexpr uint64_t kStretchNs = 4'000'000;
    static constexpr uint64_t kBaseNsMin = kStretchNs / 2;           // a rate is measured over no less
    static constexpr uint64_t kReadingTicksMax = uint64_t{1} << 10;  // a reading that took longer was interrupted

    static constexpr uint64_t kPaceChangeMax = 64;  // one part in

    struct Reading {
        uint64_t ticks = 0;
        uint64_t time_ns = 0;
    };

    static uint64_t scale(uint64_t ticks, uint64_t rate) noexcept {
        __extension__ using Wide = unsigned __int128;
        return static_cast<uint64_t>(Wide{ticks} * rate >> kRateBits);
    }
    static uint64_t rate_between(const Reading &first, const Reading &last) noexcept {
        __extension__ using Wide = unsigned __int128;
        const Wide rate = (Wide{last.time_ns - first.time_ns} << kRateBits) / (last.ticks - first.ticks);
        // A counter of less than 250 MHz is none, nor is one that stood still.
        return rate > (uint64_t{4} << kRateBits) ? 0 : static_cast<uint64_t>(rate);
    }

    uint64_t read_and_align() noexcept {
        uint32_t sequence = sequence_.load(std::memory_order_relaxed);
        if ((sequence & 1) != 0 || !sequence_.compare_exchange_strong(
                                       sequence, sequence + 1, std::memory_order_acquire, std::memory_order_relaxed)) {
            return source_.monotonic_ns();
        }
        // Read by who holds the odd number and not before: a line is never laid through a reading that is older than
        // the line before it.
        const uint64_t before = source_.ticks();
        uint64_t time_ns = source_.monotonic_ns();
        const uint64_t after = source_.ticks();
        if (after - before <= kReadingTicksMax) time_ns = align({before + (after - before) / 2, time_ns});
        sequence_.store(sequence + 2, std::memory_order_release);
        return time_ns;
    }

    // Lays the line through a reading of the real clock. Only with the odd sequence number of this thread.
    uint64_t align(const Reading &now) noexcept {
        const bool is_usable = base_.ticks != 0 && now.ticks > base_.ticks && now.time_ns > base_.time_ns;
        const uint64_t stretch = stretch_ticks_.load(std::memory_order_relaxed);
        // No reader was told more than the end of the stretch.
        const uint64_t line_begin = line_ticks_.load(std::memory_order_relaxed);
        // The counters of two cores may differ by a little: then nothing has passed.
        const uint64_t line_ticks = now.ticks - std::min(now.ticks, line_begin);
        const uint64_t line_ns = line_ns_.load(std::memory_order_relaxed);
        const uint64_t told_ns =
            stretch == 0 ? 0
                         : line_ns + scale(std::min(line_ticks, stretch), line_rate_.load(std::memory_order_relaxed));
        // Too soon for a rate.
        if (is_usable && now.time_ns - base_.time_ns < kBaseNsMin) return std::max(now.time_ns, told_ns);
        uint64_t rate = is_usable ? rate_between(base_, now) : 0;
        // A counter that changed its pace slept or was moved to another machine in between: measure anew.
        if (rate_ != 0 && (rate > rate_ ? rate - rate_ : rate_ - rate) > rate_ / kPaceChangeMax) rate = 0;
        rate_ = rate;
        base_ = now;
        // Without a rate the counter has said nothing that may be held against the real clock.
        const uint64_t time_ns = rate == 0 ? now.time_ns : std::max(now.time_ns, told_ns);
        const uint64_t ahead_ns = time_ns - now.time_ns;
        // Far ahead, or without a rate: the real clock is asked until that is over.
        const bool has_line = rate != 0 && ahead_ns < kStretchNs;
        const uint64_t next_stretch = has_line ? (kStretchNs << kRateBits) / rate : 0;
        if (has_line) rate -= scale(rate, (ahead_ns << kRateBits) / kStretchNs);
        // Release: a reader that sees one of these sees the odd number as well.
        line_ticks_.store(now.ticks, std::memory_order_release);
        line_ns_.store(time_ns, std::memory_order_release);
        line_rate_.store(rate, std::memory_order_release);
        stretch_ticks_.store(next_stretch, std::memory_order_release);
        return time_ns;
    }

    // Read on every call, written once for each stretch. Even sequence number: the words fit together.
    std::atomic<uint32_t> sequence_{0};
    std::atomic<uint64_t> line_ticks_{0};
    std::atomic<uint64_t> line_ns_{0};
    std::atomic<uint64_t> line_rate_{0};
    std::atomic<uint64_t> stretch_ticks_{0};  // 0: there is no line
    [[no_unique_address]] Source source_;

    // Written and read by who holds the odd sequence number: where the rate is measured from.
    Reading base_;
    uint64_t rate_ = 0;  // as measured; 0: not yet
};

}  // namespace sluice
