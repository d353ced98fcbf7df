// What the venue says of a limit. Bad news is believed at once; good news only takes away what was assumed, never a
// message that we know we sent, and only after what the venue cannot have counted yet is accounted for.

#include <algorithm>

#include "limits/limit.hpp"

namespace sluice {

namespace {

// A reject that does not say which limit it means closes those that recover within this time.
constexpr uint64_t kSoonNs = 60'000'000'000;

}  // namespace

bool Limit::recovers_soon() const noexcept {
    switch (config_.shape) {
        case LimitShape::token_bucket:
        case LimitShape::decaying_counter:
            return unit_ns_ <= kSoonNs / std::max<uint64_t>(ceiling_cancel_, 1);
        case LimitShape::sliding_window:
        case LimitShape::aligned_window:
        case LimitShape::first_message_window:
            return config_.window_ns <= kSoonNs;
        case LimitShape::block_window:
            return config_.window_blocks * config_.block_ns <= kSoonNs;
        case LimitShape::in_flight:
        case LimitShape::budget:
            break;
    }
    return false;
}

void Limit::saturate(uint32_t key, uint64_t now_ns) noexcept {
    if (!buckets_.is_empty()) {
        const uint64_t used = buckets_[key].used(now_ns, unit_ns_);
        if (used < ceiling_cancel_) buckets_[key].append(ceiling_cancel_ - used, now_ns, unit_ns_);
    } else if (!budgets_.is_empty()) {
        Budget &budget = budgets_[key];
        const uint64_t most = budget.most(budget_, numbers_.limit, true);
        if (budget.used() < most) budget.before += most - budget.used();
    } else {
        WindowCounter &counter = windows_[key];
        advance(counter, now_ns);
        // What is not ours may be of this moment.
        const uint64_t ours = counter.log.used() - counter.credited;
        const uint64_t stamp = with_rule([&](const auto &rule) { return rule.stamp_of(now_ns); });
        if (ours < ceiling_cancel_) counter.assumed.raise_to(ceiling_cancel_ - ours, stamp);
    }
}

// Our cost that the venue may not have counted when it made the report: what was written after the message that it
// answers, or so shortly before that it may have been overtaken, and what is not known to be written. Without such a
// message nothing is known to be contained.
uint64_t Limit::not_contained(const ChargeLog &log, const VenueReport &report) const noexcept {
    const uint64_t sure_ns = report.sent_ns - std::min(report.sent_ns, guard_ns_ + 1);
    if (report.sent_ns == 0 || !log.reaches_back_to(sure_ns)) return UINT64_MAX;
    // Its own cost is contained, wherever it stands, as far as it does not depend on the answer.
    const uint64_t later = log.charged_between(sure_ns, UINT64_MAX) + log.unconfirmed();
    return later - std::min(later, report.own_cost - report.own_open);
}

bool Limit::hear_used_of_budget(Budget &budget, const VenueReport &report) noexcept {
    if (report.value > Budget::kMost) return false;
    const uint64_t open = not_contained(budget.log, report);
    if (open != UINT64_MAX) {
        budget.hear_used(report.value, open, report.sent_ns);
    } else if (report.value > budget.used()) {
        budget.before += report.value - budget.used();
    }
    return true;
}

// Two answers: others used at least what is left after everything of ours that the venue can have counted, and at most
// what is left after what it has counted for certain. Where the two differ, nothing is added and nothing taken away.
bool Limit::hear_used_of_window(WindowCounter &counter, const VenueReport &report) noexcept {
    advance(counter, report.now_ns);
    const bool has_phase = config_.shape == LimitShape::aligned_window && aligned_.is_known();
    // A number about a window that is over says nothing about this one.
    if (has_phase && (report.venue_ns == 0 || !aligned_.is_current(report.venue_ns) ||
                         !aligned_.is_current(report.venue_ns + report.resolution_ns)))
        return false;
    const uint64_t stamp = report.now_ns;
    // What fills gave back is missing from the venue's number as it is from ours.
    const uint64_t value = report.value + counter.credited;
    if (report.sent_ns == 0) {
        if (value > counter.log.used()) counter.assumed.raise_to(value - counter.log.used(), stamp);
        return true;
    }
    const uint64_t written = counter.log.used() - counter.log.unconfirmed();
    const uint64_t until_ns = report.sent_ns + guard_ns_;
    const uint64_t span_ns = std::min(report.sent_ns, sliding_.span_ns() + 1);
    const uint64_t most =
        report.own_open + (has_phase ? written - std::min(written, counter.log.charged_between(until_ns, UINT64_MAX))
                                     : counter.log.charged_between(report.sent_ns - span_ns, until_ns));
    // For certain: what arrived in the window in which the message was counted, before it.
    uint64_t from_ns = report.sent_ns;
    if (has_phase) from_ns = aligned_.surely_from_ns(*clock_, report.now_ns);
    if (config_.shape == LimitShape::sliding_window) {
        const uint64_t drift_ns = sliding_.span_ns() - guard_ns_ - config_.window_ns;
        from_ns = report.now_ns - std::min(report.now_ns, config_.window_ns - drift_ns);
    }
    const uint64_t sure_ns = report.sent_ns - std::min(report.sent_ns, guard_ns_ + 1);
    const uint64_t least =
        report.own_cost - report.own_open + (from_ns < sure_ns ? counter.log.charged_between(from_ns, sure_ns) : 0);
    counter.assumed.lower_to(value > least ? value - least : 0, report.sent_ns);
    if (value > most) counter.assumed.raise_to(value - most, stamp);
    return true;
}

bool Limit::hear_used(uint32_t key, const VenueReport &report) noexcept {
    if (config_.shape == LimitShape::budget) return hear_used_of_budget(budgets_[key], report);
    // No venue counts further than a message over its last threshold; what lies far above is not about this limit.
    if (report.value > 2 * std::max(numbers_.limit, numbers_.hard_limit)) return false;
    if (config_.shape == LimitShape::block_window || config_.shape == LimitShape::in_flight) return false;
    if (is_window()) return hear_used_of_window(windows_[key], report);
    // Only bad news: good news comes with the refill anyway.
    if (report.sent_ns == 0) {
        buckets_[key].raise(report.value, report.now_ns + late_ns_, report.now_ns + late_ns_, 0, unit_ns_);
    } else {
        // Messages that were written shortly before it may have come after it.
        const uint64_t sure_ns = report.sent_ns - std::min(report.sent_ns, guard_ns_);
        buckets_[key].raise(
            report.value, report.sent_ns + late_ns_, sure_ns, report.own_cost - report.own_open, unit_ns_);
    }
    return true;
}

bool Limit::hear_remaining(uint32_t key, const VenueReport &report) noexcept {
    if (config_.shape == LimitShape::budget) {
        if (report.value > Budget::kMost) return false;
        Budget &budget = budgets_[key];
        const uint64_t open = not_contained(budget.log, report);
        if (open != UINT64_MAX) {
            budget.hear_remaining(report.value, numbers_.limit, open, report.sent_ns);
        } else if (const uint64_t most = budget.most(budget_, numbers_.limit, false);
                   report.value < most && most - report.value > budget.used()) {
            budget.before += most - report.value - budget.used();
        }
        budget.note_told(report.venue_ns == 0 ? 0 : report.venue_ns + report.resolution_ns, report.now_ns);
        return true;
    }
    if (report.value > numbers_.limit) return false;
    VenueReport used = report;
    used.value = numbers_.limit - report.value;
    return hear_used(key, used);
}

bool Limit::hear_changed(uint64_t limit) noexcept {
    LimitNumbers wanted = configured_;
    wanted.limit = std::min(limit, configured_.limit);
    // The dearest message has to fit still; what is kept free gives way to that.
    uint64_t dearest = 1;
    for (uint32_t kind = SLUICE_KIND_NEW; kind <= SLUICE_KIND_ADMIN; ++kind)
        dearest = std::max(dearest, cost_.of(Charge{.kind = kind}));
    if (unit_ns_ != 0) dearest += (guard_ns_ + unit_ns_ - 1) / unit_ns_;
    if (wanted.limit < dearest) return false;
    wanted.margin = std::min(wanted.margin, wanted.limit - dearest);
    wanted.cancel_reserve = std::min(wanted.cancel_reserve, wanted.limit - dearest - wanted.margin);
    set_numbers(wanted);
    return true;
}

bool Limit::hear_height(uint64_t height, uint64_t now_ns) noexcept {
    return config_.shape != LimitShape::block_window || block_.hear_height(height, now_ns);
}

bool Limit::hear_first_fill(
    uint32_t key, bool is_maker, uint64_t venue_ns, uint64_t resolution_ns, uint64_t now_ns) noexcept {
    const uint64_t credit = is_maker ? config_.first_fill_maker : config_.first_fill_taker;
    if (credit == 0 || config_.shape != LimitShape::aligned_window || clock_ == nullptr) return false;
    WindowCounter &counter = windows_[key];
    advance(counter, now_ns);
    if (!aligned_.is_current(venue_ns) || !aligned_.is_current(venue_ns + resolution_ns)) return false;
    // The venue's counter does not fall below 0: no more comes back than had arrived in this window before the fill.
    const uint64_t from_ns = aligned_.surely_from_ns(*clock_, now_ns);
    const uint64_t until_ns = aligned_.surely_until_ns(*clock_, now_ns, venue_ns);
    if (until_ns <= from_ns) return false;
    const uint64_t arrived = counter.log.charged_between(from_ns, until_ns);
    if (counter.credit_window != aligned_.number()) counter.credited = 0;
    counter.credit_window = aligned_.number();
    if (arrived <= counter.credited) return false;
    counter.credited += std::min(credit, arrived - counter.credited);
    return true;
}

bool Limit::hear_traded(uint32_t key, uint64_t value_e8, uint64_t venue_ns, uint64_t now_ns) noexcept {
    if (budgets_.is_empty() || budget_.credit_value_e8 == 0) return false;
    budgets_[key].earn(budget_, value_e8, venue_ns, now_ns);
    return true;
}

}  // namespace sluice
