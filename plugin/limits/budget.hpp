// A number of requests for life that grows with the traded value. Used up, one unit may pass in a given time; cancels
// have a larger budget.
//
// What an earlier process used is not known here: the venue says how much remains, and what it did not count by then is
// taken off. Written and read under the lock of the limit's owner.
#pragma once

#include <algorithm>
#include <cstdint>

#include "limits/charge_log.hpp"

namespace sluice {

struct BudgetRule {
    uint64_t cancel_extra = 0;
    uint64_t cancel_times = 1;
    uint64_t trickle_ns = 0;  // 0: nothing passes when it is used up
    uint64_t guard_ns = 0;
    uint64_t credit_amount = 0;
    uint64_t credit_value_e8 = 0;
};

class Budget {
public:
    static constexpr uint64_t kRememberedNs = 60'000'000'000;  // charges that a report of the venue may not contain yet
    static constexpr uint64_t kMost = uint64_t{1} << 60;

    ChargeLog log;
    uint64_t before = 0;  // used by others or before our time, as the venue says
    uint64_t earned = 0;

    uint64_t used() const noexcept { return log.charged_for_life() + before; }
    uint64_t unconfirmed() const noexcept { return log.unconfirmed(); }

    uint64_t most(const BudgetRule &rule, uint64_t limit, bool is_cancel) const noexcept {
        const uint64_t own = std::min(limit + earned, kMost);
        if (!is_cancel) return own;
        const uint64_t times = rule.cancel_times > kMost / own ? kMost : own * rule.cancel_times;
        return std::max(own, std::min(own + std::min(rule.cancel_extra, kMost), times));
    }

    // `kept`: what must stay free.
    uint64_t available_ns(const BudgetRule &rule, uint64_t limit, uint64_t kept, uint64_t cost, bool is_cancel,
        uint64_t now_ns) noexcept {
        log.expire_before(now_ns > kRememberedNs ? now_ns - kRememberedNs : 0);
        if (used() + cost + kept <= most(rule, limit, is_cancel)) return now_ns;
        if (rule.trickle_ns == 0) return now_ns + kLookAgainNs;
        // The venue counts from the last one that it got, and the last one must have got there.
        if (cost > 1 || log.unconfirmed() != 0) return now_ns + rule.trickle_ns;
        return std::max(now_ns, last_write_ns_ + rule.trickle_ns + rule.guard_ns + 1);
    }

    void append(uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept {
        log.append(cost, is_cancel, write_ns, 0);
        last_write_ns_ = std::max(last_write_ns_, write_ns);
    }

    // `venue_ns`: the venue's time of the fill; 0: unknown.
    void earn(const BudgetRule &rule, uint64_t value_e8, uint64_t venue_ns, uint64_t now_ns) noexcept {
        if (rule.credit_value_e8 == 0) return;
        // What the venue said to remain may contain this credit already. Then the next number will say so.
        const bool is_later = told_venue_ns_ != 0 && venue_ns > told_venue_ns_;
        if (told_at_ns_ != 0 && !is_later && now_ns < told_at_ns_ + kRememberedNs) return;
        value_rest_e8_ += std::min(value_e8, kMost);
        const uint64_t units = value_rest_e8_ / rule.credit_value_e8;
        value_rest_e8_ %= rule.credit_value_e8;
        earned = std::min(earned + (units > kMost / rule.credit_amount ? kMost : units * rule.credit_amount), kMost);
    }

    // The venue: so much was used, or left, when it handled a message that we wrote at `sent_ns`. Charges after it and
    // shortly before it may not be in the number. One about an earlier message than that of the last number is late: it
    // does not know of what others have used since.
    void hear_used(uint64_t value, uint64_t not_contained, uint64_t sent_ns) noexcept {
        const uint64_t contained = log.charged_for_life() - std::min(not_contained, log.charged_for_life());
        hear_before(value > contained ? std::min(value - contained, kMost) : 0, sent_ns);
    }
    void hear_remaining(uint64_t value, uint64_t limit, uint64_t not_contained, uint64_t sent_ns) noexcept {
        const uint64_t contained = log.charged_for_life() - std::min(not_contained, log.charged_for_life());
        const uint64_t total = std::min(value, kMost) + contained;  // used and left together, without what was before
        const bool is_late = sent_ns < last_told_sent_ns_;
        hear_before(limit + earned > total ? limit + earned - total : 0, sent_ns);
        if (is_late) return;
        if (limit + earned < total) earned = total - limit;
    }
    // A number of what remains was heard: credit that was earned before `venue_ns` (0: unknown) is in it.
    void note_told(uint64_t venue_ns, uint64_t now_ns) noexcept {
        told_at_ns_ = now_ns;
        told_venue_ns_ = std::max(told_venue_ns_, venue_ns);
    }

private:
    static constexpr uint64_t kLookAgainNs = 3'600'000'000'000;

    void hear_before(uint64_t value, uint64_t sent_ns) noexcept {
        before = sent_ns < last_told_sent_ns_ ? std::max(before, value) : value;
        last_told_sent_ns_ = std::max(last_told_sent_ns_, sent_ns);
    }

    uint64_t last_told_sent_ns_ = 0;  // the write of the message that the newest number was about
    uint64_t told_at_ns_ = 0;         // when the newest number of what remains was heard
    uint64_t told_venue_ns_ = 0;      // ... and when the venue gave it, on its own clock
    uint64_t value_rest_e8_ = 0;
    uint64_t last_write_ns_ = 0;
};

}  // namespace sluice
