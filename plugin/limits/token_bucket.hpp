// A bucket that refills continuously, or, told the other way round, a counter that decays continuously below a maximum:
// the arithmetic is one. Held as the instant at which it will be full again (the virtual scheduling form
// of the generic cell rate algorithm, ITU-T I.371 annex A). One unit of cost refills in `unit_ns`, rounded up to a
// whole nanosecond, so the bucket is never faster than the venue's.
//
// Charges whose write is not confirmed are kept beside it and count in full: a message that arrives late finds the
// venue's bucket no emptier than we assumed, but the venue's bucket may have been full in between and gained nothing.
// With the write the charge moves into the instant, from the later of the two.
//
// A few marks tell how much was charged since a moment not long ago: what the venue reports of its counter does not
// contain what was written after the message that it answers.
//
// Written and read under the lock of the limit's owner.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "limits/unconfirmed.hpp"

namespace sluice {

class alignas(32) TokenBucket {
public:
    // Cost that is missing from a full bucket now, rounded up.
    uint64_t used(uint64_t now_ns, uint64_t unit_ns) const noexcept {
        const uint64_t missing_ns = full_at_ns_ > now_ns ? full_at_ns_ - now_ns : 0;
        return (missing_ns + unit_ns - 1) / unit_ns + unconfirmed_.all;
    }
    uint64_t unconfirmed() const noexcept { return unconfirmed_.all; }

    void take(uint64_t cost, bool is_cancel = false) noexcept { unconfirmed_.take(cost, is_cancel); }
    void refund(uint64_t cost, bool is_cancel = false) noexcept { unconfirmed_.give_back(cost, is_cancel); }

    void confirm(uint64_t cost, uint64_t write_ns, uint64_t unit_ns, bool is_cancel = false) noexcept {
        refund(cost, is_cancel);
        append(cost, write_ns, unit_ns);
    }

    void append(uint64_t cost, uint64_t write_ns, uint64_t unit_ns) noexcept {
        latest_ns_ = std::max(latest_ns_, write_ns);  // writes are reported in any order
        if (latest_ns_ >= marks_[mark_count_ % kMarks].from_ns + kMarkEveryNs)
            marks_[++mark_count_ % kMarks] = {latest_ns_, charged_};
        charged_ += cost;
        // Messages that did not ask may cost any amount; the bucket must not wrap round to full.
        const uint64_t refill_ns = cost > kLongestNs / unit_ns ? kLongestNs : cost * unit_ns;
        full_at_ns_ = std::min(std::max(full_at_ns_, write_ns) + refill_ns, kLongestNs);
    }

    // The venue had counted `used` at some time after `from_ns`; what was written after `sure_ns` may be missing from
    // it but for `contained`.
    void raise(uint64_t used, uint64_t from_ns, uint64_t sure_ns, uint64_t contained, uint64_t unit_ns) noexcept {
        // What was charged since then takes at least that long to refill: a bound when the marks do not reach back.
        const uint64_t since_ns = full_at_ns_ > sure_ns ? full_at_ns_ - sure_ns : 0;
        const uint64_t later = std::min(charged_since(sure_ns), since_ns / unit_ns + 1);
        const uint64_t total = used + later - std::min(later, contained);
        const uint64_t refill_ns = total > kLongestNs / unit_ns ? kLongestNs : total * unit_ns;
        full_at_ns_ = std::max(full_at_ns_, std::min(from_ns + refill_ns, kLongestNs));
    }

    // Nothing is missing from it but what is unconfirmed.
    bool is_refilled(uint64_t now_ns) const noexcept { return full_at_ns_ <= now_ns; }
    // So much time passes before it would be full if `cost` were taken from it.
    uint64_t full_in_ns(uint64_t now_ns, uint64_t cost, uint64_t unit_ns) const noexcept {
        return (full_at_ns_ > now_ns ? full_at_ns_ - now_ns : 0) + (unconfirmed_.all + cost) * unit_ns;
    }

    // The first moment at which `cost` more fits; `depth_ns` is the time in which as much refills as may be missing.
    // `now_ns` when it fits at once. Only with a cost that fits an untouched bucket.
    uint64_t available_ns(uint64_t now_ns, uint64_t cost, uint64_t depth_ns, uint64_t unit_ns) const noexcept {
        const uint64_t missing = full_in_ns(now_ns, cost, unit_ns);
        return missing <= depth_ns ? now_ns : now_ns + (missing - depth_ns);
    }

private:
    static constexpr uint64_t kLongestNs = uint64_t{1} << 62;  // over a century
    static constexpr uint32_t kMarks = 8;
    static constexpr uint64_t kMarkEveryNs = 32'000'000;  // so the marks reach back a quarter of a second

    struct Mark {
        uint64_t from_ns = 0;
        uint64_t charged = 0;  // by everything that was written before
    };

    // No less than what was written after `from_ns`; a little of what was written before it may be among it.
    uint64_t charged_since(uint64_t from_ns) const noexcept {
        const uint64_t oldest = mark_count_ < kMarks ? 0 : mark_count_ - kMarks + 1;
        for (uint64_t mark = mark_count_ + 1; mark-- > oldest;) {
            if (marks_[mark % kMarks].from_ns <= from_ns) return charged_ - marks_[mark % kMarks].charged;
        }
        return charged_;
    }

    uint64_t full_at_ns_ = 0;
    Unconfirmed unconfirmed_;
    uint64_t charged_ = 0;
    uint64_t latest_ns_ = 0;
    uint64_t mark_count_ = 0;
    std::array<Mark, kMarks> marks_{};
};

}  // namespace sluice
