// What is known of a venue's clock: bounds of (venue time - our time), never a guess in the middle.
//
// A timestamp in an answer was made between our grant and our hearing of it, so it bounds the offset from both sides; a
// timestamp that came unasked bounds it from below. Bounds of many answers are intersected, which is the filter for
// slow round trips: a quick answer narrows the bounds, a slow one changes nothing. Between answers they grow by the
// most that two disciplined clocks can drift apart.
//
// A timestamp that contradicts the bounds means that a clock was stepped or that the venue's stamps are wrong. Then
// nothing is known until the last few agree among themselves. Our own wall clock is never asked.
//
// Written and read under the venue's lock.
#pragma once

#include <algorithm>
#include <cstdint>

namespace sluice {

struct OffsetBounds {
    int64_t low_ns = 0;
    int64_t high_ns = 0;
    uint64_t at_ns = 0;  // our time for which they hold; they widen with the distance from it
};

class VenueOffset {
public:
    // Two clocks that are being slewed differ by at most so much: 1 ns in 2,000 is what kernels allow.
    static constexpr uint64_t drift_ns(uint64_t elapsed_ns) noexcept { return elapsed_ns / 2'000 + 1; }

    bool is_known() const noexcept { return is_known_; }
    // Grows whenever `published()` changes: readers keep what they derived from it.
    uint32_t version() const noexcept { return version_; }
    const OffsetBounds &published() const noexcept { return published_; }
    // How often what was known had to be withdrawn.
    uint32_t losses() const noexcept { return losses_; }
    uint64_t samples() const noexcept { return samples_; }
    uint64_t contradictions() const noexcept { return contradictions_; }

    // The bounds at a moment.
    OffsetBounds at(uint64_t now_ns) const noexcept { return widened(published_, now_ns); }

    // `sent_ns` 0: the message was not asked for. `venue_ns`: since 1970-01-01, cut off to `resolution_ns`.
    void hear(uint64_t sent_ns, uint64_t heard_ns, uint64_t venue_ns, uint64_t resolution_ns) noexcept {
        if (venue_ns > kLatestNs || heard_ns > kLatestNs || sent_ns > heard_ns) return;
        ++samples_;
        const auto venue = static_cast<int64_t>(venue_ns);
        OffsetBounds sample;
        sample.at_ns = heard_ns;
        sample.low_ns = venue - static_cast<int64_t>(heard_ns);
        sample.high_ns = sent_ns == 0 ? INT64_MAX / 2
                                      : venue + static_cast<int64_t>(std::min(resolution_ns, kCoarsestNs)) -
                                            static_cast<int64_t>(sent_ns);
        // The round trip itself took time in which the clocks may have drifted.
        if (sent_ns != 0) sample.high_ns += static_cast<int64_t>(drift_ns(heard_ns - sent_ns));
        if (!has_bounds_) {
            current_ = sample;
            has_bounds_ = true;
            publish(heard_ns);
            return;
        }
        const OffsetBounds both = narrowed(current_, sample);
        if (both.low_ns <= both.high_ns) {
            if (doubts_ != 0) {
                // One that agrees again speaks against those that did not, unless it agrees with them as well: after a
                // step a slow answer fits the old bounds and the new ones.
                const OffsetBounds with_doubted = narrowed(doubted_, sample);
                if (with_doubted.low_ns <= with_doubted.high_ns) return;
                doubts_ = 0;
            }
            current_ = both;
            publish(heard_ns);
            return;
        }
        ++contradictions_;
        hear_doubt(sample);
    }

private:
    static constexpr uint64_t kLatestNs = uint64_t{1} << 62;  // the year 2116
    static constexpr uint64_t kCoarsestNs = 60'000'000'000;
    static constexpr uint32_t kDoubtsMax = 4;

    static OffsetBounds widened(OffsetBounds bounds, uint64_t now_ns) noexcept {
        const uint64_t distance = now_ns > bounds.at_ns ? now_ns - bounds.at_ns : bounds.at_ns - now_ns;
        const auto drift = static_cast<int64_t>(drift_ns(distance));
        bounds.low_ns -= drift;
        if (bounds.high_ns < INT64_MAX / 2) bounds.high_ns += drift;
        bounds.at_ns = now_ns;
        return bounds;
    }

    // What both say; empty (low above high) when they contradict each other.
    static OffsetBounds narrowed(const OffsetBounds &bounds, const OffsetBounds &sample) noexcept {
        OffsetBounds both = widened(bounds, sample.at_ns);
        both.low_ns = std::max(both.low_ns, sample.low_ns);
        both.high_ns = std::min(both.high_ns, sample.high_ns);
        return both;
    }

    void hear_doubt(const OffsetBounds &sample) noexcept {
        if (is_known_) {
            is_known_ = false;
            ++version_;
            ++losses_;
        }
        OffsetBounds both = sample;
        if (doubts_ != 0) both = narrowed(doubted_, sample);
        if (both.low_ns > both.high_ns) {
            doubted_ = sample;
            doubts_ = 1;
            return;
        }
        doubted_ = both;
        if (++doubts_ < kDoubtsMax) return;
        doubts_ = 0;
        current_ = doubted_;
        publish(sample.at_ns);
    }

    // Readers are told when the bounds became clearly better than what they have.
    void publish(uint64_t now_ns) noexcept {
        if (current_.high_ns >= INT64_MAX / 2) return;
        if (is_known_) {
            const OffsetBounds before = at(now_ns);
            const int64_t width_before = before.high_ns - before.low_ns;
            const int64_t width = current_.high_ns - current_.low_ns;
            if (width_before - width < std::max<int64_t>(width_before / 4, 20'000)) return;
        }
        published_ = current_;
        is_known_ = true;
        ++version_;
    }

    OffsetBounds current_;
    OffsetBounds published_;
    OffsetBounds doubted_;
    uint64_t samples_ = 0;
    uint64_t contradictions_ = 0;
    uint32_t doubts_ = 0;  // samples in a row that contradict the bounds and agree with each other
    uint32_t version_ = 0;
    uint32_t losses_ = 0;
    bool has_bounds_ = false;
    bool is_known_ = false;
};

}  // namespace sluice
