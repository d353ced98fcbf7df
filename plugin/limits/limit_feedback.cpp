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
    if (!buckets_.empty()) {
        const uint64_t used = buckets_[key].used(now_ns, unit_ns_);
        if (used < ceiling_cancel_) buckets_[key].append(ceiling_cancel_ - used, now_ns, unit_ns_);
    } else if (!budgets_.empty()) {
        Budget &budget = budgets_[key];
        const uint64_t most = budget.most(budget_, numbers_.limit, true);
        if (budget.used() < most) budget.before += most - budget.used();
    } else {
        WindowCounter &counter = windows_[key];
        advance(counter, now_ns);
        const uint64_t used = counter.used();
        const uint64_t stamp = with_rule([&](const auto &rule) { return rule.stamp_of(now_ns); });
        if (used < ceiling_cancel_) counter.assumed.add(ceiling_cancel_ - used, stamp);
    }
}

// Our cost that the venue may not have counted when it made the report: what was written after the message that it
// answers, or so shortly before that it may have been overtaken, and what is not known to be written. Without such a
// message nothing is known to be contained.
uint64_t Limit::not_contained(const ChargeLog &log, const VenueReport &report) const noexcept {
    if (report.sent_ns == 0) return UINT64_MAX;
    const uint64_t sure_ns = report.sent_ns - std::min(report.sent_ns, config_.guard_ns + 1);
    // Its own cost is contained, wherever it stands.
    const uint64_t later = log.charged_between(sure_ns, UINT64_MAX) + log.unconfirmed();
    return later - std::min(later, report.own_cost);
}

bool Limit::hear_used(uint32_t key, const VenueReport &report) noexcept {
    // No venue counts further than a message over its last threshold; what lies far above is not about this limit.
    const uint64_t most = std::max(numbers_.limit, numbers_.hard_limit);
    if (config_.shape == LimitShape::budget) {
        if (report.value > Budget::kMost) return false;
        Budget &budget = budgets_[key];
        const uint64_t open = not_contained(budget.log, report);
        if (open == UINT64_MAX) {
            if (report.value > budget.used()) budget.before += report.value - budget.used();
        } else {
            budget.hear_used(report.value, open);
        }
        return true;
    }
    if (report.value > 2 * most) return false;
    if (!buckets_.empty()) {
        // Only bad news: what came back since the report is given up, and good news comes with the refill anyway.
        const uint64_t from_ns = report.sent_ns == 0 ? report.now_ns : report.sent_ns;
        buckets_[key].raise(report.value, from_ns, unit_ns_);
        return true;
    }
    if (config_.shape == LimitShape::block_window || config_.shape == LimitShape::in_flight) return false;
    WindowCounter &counter = windows_[key];
    advance(counter, report.now_ns);
    if (config_.shape == LimitShape::aligned_window && aligned_.is_known()) {
        // A number about a window that is over says nothing about this one.
        if (report.venue_ns == 0 || !aligned_.is_current(report.venue_ns) ||
            !aligned_.is_current(report.venue_ns + report.resolution_ns))
            return false;
    }
    if (report.sent_ns == 0) {
        if (report.value > counter.used()) counter.assumed.add(report.value - counter.used(), report.now_ns);
        return true;
    }
    // Bad news: others used at least what is left after everything of ours that the venue can have counted.
    const uint64_t span_ns = config_.window_ns + config_.guard_ns;
    const uint64_t until_ns = report.sent_ns + config_.guard_ns;
    uint64_t contained_most = 0;
    if (config_.shape == LimitShape::aligned_window && aligned_.is_known()) {
        const uint64_t later = counter.log.charged_between(until_ns, UINT64_MAX);
        contained_most = counter.log.used() - counter.log.unconfirmed() -
                         std::min(later, counter.log.used() - counter.log.unconfirmed()) + report.own_open;
    } else {
        contained_most = counter.log.charged_between(report.sent_ns - std::min(report.sent_ns, span_ns + 1), until_ns) +
                         report.own_open;
    }
    if (report.value > contained_most) counter.assumed.raise_to(report.value - contained_most, report.now_ns);
    // Good news: others used at most what is left after what the venue has counted of ours for certain.
    const uint64_t open = not_contained(counter.log, report);
    const uint64_t ours = counter.log.used();
    const uint64_t contained_least = ours - std::min(ours, open);
    counter.assumed.lower_to(report.value > contained_least ? report.value - contained_least : 0);
    return true;
}

bool Limit::hear_remaining(uint32_t key, const VenueReport &report) noexcept {
    if (config_.shape == LimitShape::budget) {
        if (report.value > Budget::kMost) return false;
        Budget &budget = budgets_[key];
        const uint64_t open = not_contained(budget.log, report);
        if (open != UINT64_MAX) {
            budget.hear_remaining(report.value, numbers_.limit, open);
        } else if (const uint64_t most = budget.most(budget_, numbers_.limit, false);
                   report.value < most && most - report.value > budget.used()) {
            budget.before += most - report.value - budget.used();
        }
        return true;
    }
    if (report.value > numbers_.limit) return false;
    VenueReport used = report;
    used.value = numbers_.limit - report.value;
    return hear_used(key, used);
}

bool Limit::hear_changed(uint64_t limit) noexcept {
    LimitNumbers wanted = numbers_;
    wanted.limit = std::min(limit, configured_.limit);
    // What is kept free and the dearest message still have to fit.
    const uint64_t kept = wanted.margin + std::max(wanted.cancel_reserve, config_.order_reserve.cap);
    uint64_t dearest = 1;
    for (uint32_t kind = SLUICE_KIND_NEW; kind <= SLUICE_KIND_ADMIN; ++kind)
        dearest = std::max(dearest, cost_.of(Charge{.kind = kind}));
    if (wanted.limit < kept + dearest) return false;
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

bool Limit::hear_traded(uint32_t key, uint64_t value_e8) noexcept {
    if (budgets_.empty() || budget_.credit_value_e8 == 0) return false;
    budgets_[key].earn(budget_, value_e8);
    return true;
}

}  // namespace sluice
