// A bucket that refills continuously, or, told the other way round, a counter that decays continuously below a maximum:
// the arithmetic is one. Held as the instant at which it will be full again (the virtual scheduling form
// of the generic cell rate algorithm, ITU-T I.371 annex A). One unit of cost refills in `unit_ns`, rounded up to a
// whole nanosecond, so the bucket is never faster than the venue's.
//
// Charges whose write is not confirmed are kept beside it and count in full: a message that arrives late finds the
// venue's bucket no emptier than we assumed, but the venue's bucket may have been full in between and gained nothing.
// With the write the charge moves into the instant, from the later of the two.
//
// Written and read under the lock of the limit's owner.
#pragma once

#include <algorithm>
#include <cstdint>

#include "platform/assertion.hpp"

namespace sluice {

class TokenBucket {
public:
    // Cost that is missing from a full bucket now, rounded up.
    uint64_t used(uint64_t now_ns, uint64_t unit_ns) const noexcept {
        const uint64_t missing_ns = full_at_ns_ > now_ns ? full_at_ns_ - now_ns : 0;
        return (missing_ns + unit_ns - 1) / unit_ns + unconfirmed_;
    }
    uint64_t unconfirmed() const noexcept { return unconfirmed_; }

    void take(uint64_t cost) noexcept { unconfirmed_ += cost; }

    void refund(uint64_t cost) noexcept {
        SLUICE_ASSERT(unconfirmed_ >= cost);
        unconfirmed_ -= cost;
    }

    void confirm(uint64_t cost, uint64_t write_ns, uint64_t unit_ns) noexcept {
        refund(cost);
        append(cost, write_ns, unit_ns);
    }

    void append(uint64_t cost, uint64_t write_ns, uint64_t unit_ns) noexcept {
        // Messages that did not ask may cost any amount; the bucket must not wrap round to full.
        const uint64_t refill_ns = cost > kLongestNs / unit_ns ? kLongestNs : cost * unit_ns;
        full_at_ns_ = std::min(std::max(full_at_ns_, write_ns) + refill_ns, kLongestNs);
    }

    // The venue had counted so much at some time after `from_ns`.
    void raise(uint64_t used, uint64_t from_ns, uint64_t unit_ns) noexcept {
        const uint64_t refill_ns = used > kLongestNs / unit_ns ? kLongestNs : used * unit_ns;
        full_at_ns_ = std::max(full_at_ns_, std::min(from_ns + refill_ns, kLongestNs));
    }

    // The first moment at which `cost` more fits; `depth_ns` is the time in which as much refills as may be missing.
    // `now_ns` when it fits at once. Only with a cost that fits an untouched bucket.
    uint64_t available_ns(uint64_t now_ns, uint64_t cost, uint64_t depth_ns, uint64_t unit_ns) const noexcept {
        const uint64_t missing_ns = (full_at_ns_ > now_ns ? full_at_ns_ - now_ns : 0) + (unconfirmed_ + cost) * unit_ns;
        return missing_ns <= depth_ns ? now_ns : now_ns + (missing_ns - depth_ns);
    }

private:
    static constexpr uint64_t kLongestNs = uint64_t{1} << 62;  // over a century

    uint64_t full_at_ns_ = 0;
    uint64_t unconfirmed_ = 0;
};

}  // namespace sluice
