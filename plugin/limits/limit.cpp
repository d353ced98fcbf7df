// The hot part of a limit: when a charge fits, taking it, its ends. What the venue says of a limit is in
// limit_feedback.cpp.

#include "limits/limit.hpp"

#include <algorithm>
#include <bit>

namespace sluice {

namespace {

// A log is as long as its limit where that is cheap; longer ones merge (see ChargeLog). 8,192 entries bound the memory.
// A window fills half of a merging log, so that what has left may stay in it for a while; the time added by merging is
// below 1/4,000 of the window.
constexpr uint64_t kRingEntriesMax = 8192;
constexpr uint64_t kRingEntriesMin = 16;
constexpr uint32_t kBudgetRingEntries = 1024;

uint32_t ring_capacity(LimitShape shape, uint64_t limit) noexcept {
    if (shape == LimitShape::budget) return kBudgetRingEntries;
    return static_cast<uint32_t>(std::bit_ceil(std::clamp(limit, kRingEntriesMin, kRingEntriesMax)));
}

uint64_t multiply_saturating(uint64_t left, uint64_t right) noexcept {
    constexpr uint64_t kMost = uint64_t{1} << 62;
    uint64_t product = 0;
    return __builtin_mul_overflow(left, right, &product) || product > kMost ? kMost : product;
}

uint64_t minus_or_zero(uint64_t left, uint64_t right) noexcept {
    return left > right ? left - right : 0;
}

// The venue's clock may run slower than ours by so much: its window lasts longer, its bucket refills later. A guard of
// 0 says that it counts with our clock and at our write, as simulators do.
uint64_t drift_of(uint64_t span_ns, uint64_t guard_ns) noexcept {
    constexpr uint64_t kOneIn = 10'000;
    return guard_ns == 0 ? 0 : (span_ns + kOneIn - 1) / kOneIn;
}

bool is_bucket(LimitShape shape) noexcept {
    return shape == LimitShape::token_bucket || shape == LimitShape::decaying_counter;
}

}  // namespace

Limit::Glance Limit::glance_of(LimitShape shape) const noexcept {
    switch (shape) {
        case LimitShape::token_bucket:
        case LimitShape::decaying_counter:
            return Glance::bucket;
        case LimitShape::sliding_window:
        case LimitShape::block_window:
        case LimitShape::in_flight:
            return merge_ == 0 ? Glance::window : Glance::merging_window;
        case LimitShape::aligned_window:
            return Glance::aligned_window;
        case LimitShape::first_message_window:
        case LimitShape::budget:
            break;
    }
    return Glance::none;
}

Limit::ScopeFields Limit::fields_of(LimitScope scope) noexcept {
    switch (scope) {
        case LimitScope::account:
            return {&Charge::whole, &Charge::account};
        case LimitScope::lane:
            return {&Charge::whole, &Charge::lane};
        case LimitScope::instrument:
            return {&Charge::whole, &Charge::instrument};
        case LimitScope::owner:
            return {&Charge::whole, &Charge::owner};
        case LimitScope::account_instrument:
            return {&Charge::account, &Charge::instrument};
        case LimitScope::account_owner:
            return {&Charge::account, &Charge::owner};
        case LimitScope::lane_instrument:
            return {&Charge::lane, &Charge::instrument};
        case LimitScope::firm:
        case LimitScope::venue:
            break;
    }
    return {&Charge::whole, &Charge::whole};
}

Limit::Limit(const LimitConfig &config, uint32_t id, uint32_t counter_count, uint32_t key_stride,
    const VenueOffset *clock, uint64_t start_ns, uint64_t clock_error_ns, std::pmr::memory_resource *memory)
    : glance_(Glance::none),
      is_pair_(fields_of(config.scope).major != &Charge::whole),
      key_stride_(key_stride),
      scope_(fields_of(config.scope)),
      clock_(clock),
      config_(config),
      guard_ns_(config.guard_ns + (is_bucket(config.shape) ? 0 : 2 * clock_error_ns)),
      late_ns_(is_bucket(config.shape) ? 2 * clock_error_ns : 0),
      cost_(config.cost, config.guard_ns + 2 * clock_error_ns),
      id_(id),
      counter_count_(counter_count),
      sliding_(config.window_ns + drift_of(config.window_ns, config.guard_ns), guard_ns_),
      aligned_(std::max<uint64_t>(config.window_ns, 1), config.phase_ns, guard_ns_),
      first_message_(config.window_ns, guard_ns_, drift_of(config.window_ns, config.guard_ns)),
      block_(std::max(config.window_blocks, 1u), config.guard_blocks, std::max<uint64_t>(config.block_ns, 1)),
      in_flight_(config.window_ns),
      budget_{config.cancel_extra, config.cancel_times,
          config.refill_interval_ns + drift_of(config.refill_interval_ns, config.guard_ns), guard_ns_,
          config.credit_amount, config.credit_value_e8},
      ring_entries_(ring_capacity(config.shape, config.limit)) {
    if (config_.order_reserve.is_on) live_orders_ = ZeroedArray<uint32_t>(counter_count, memory);
    if (is_bucket(config_.shape)) {
        buckets_ = ZeroedArray<TokenBucket>(counter_count, memory);
    } else {
        rings_ = ZeroedArray<ChargeLog::Entry>(std::size_t{ring_entries_} * counter_count, memory);
        if (config_.shape == LimitShape::budget) {
            budgets_ = ZeroedArray<Budget>(counter_count, memory);
        } else {
            windows_ = ZeroedArray<WindowCounter>(counter_count, memory);
        }
    }
    set_numbers({config.limit, config.margin, config.cancel_reserve, config.hard_limit, config.hard_margin});
    configured_ = numbers_;
    if (!config_.is_used_at_start) return;
    for (TokenBucket &bucket : buckets_)
        bucket.append(config_.limit, start_ns, unit_ns_);
    for (WindowCounter &counter : windows_)
        counter.assumed.add(config_.limit, config_.shape == LimitShape::block_window ? 0 : start_ns);
    for (Budget &budget : budgets_)
        budget.before = config_.limit;
}

void Limit::set_numbers(const LimitNumbers &numbers) noexcept {
    numbers_ = numbers;
    const uint64_t wall =
        numbers.hard_limit == 0 ? SLUICE_NEVER : minus_or_zero(numbers.hard_limit, numbers.hard_margin);
    const uint64_t reject = minus_or_zero(numbers.limit, numbers.margin);
    const uint64_t reject_new = minus_or_zero(reject, numbers.cancel_reserve);
    ceiling_cancel_ = std::min(reject, wall);
    ceiling_new_ = std::min(reject_new, wall);
    is_wall_binding_cancel_ = wall < reject;
    is_wall_binding_new_ = wall < reject_new;
    aligned_.set_full(ceiling_cancel_);
    if (is_bucket(config_.shape)) {
        unit_ns_ = (config_.refill_interval_ns + config_.refill_amount - 1) / config_.refill_amount;
        unit_ns_ += drift_of(unit_ns_, config_.guard_ns);
        depth_cancel_ns_ = minus_or_zero(multiply_saturating(ceiling_cancel_, unit_ns_), guard_ns_);
        depth_new_ns_ = minus_or_zero(multiply_saturating(ceiling_new_, unit_ns_), guard_ns_);
    } else if (config_.shape != LimitShape::block_window) {
        const uint64_t capacity = ring_entries_;
        merge_ = numbers.limit <= capacity ? 0 : (config_.window_ns + guard_ns_) / (capacity / 2 - 2) + 1;
        crowd_ = merge_ == 0 ? UINT64_MAX : capacity - capacity / 8;
    }
    set_glance();
}

// What holds whatever the reserve for the orders that live is.
void Limit::set_glance() noexcept {
    glance_ = glance_of(config_.shape);
    uint64_t others = ceiling_new_;
    if (config_.order_reserve.is_on)
        others = std::min(others, minus_or_zero(ceiling_cancel_, config_.order_reserve.cap));
    sure_cost_ = {others, ceiling_cancel_};
    if (glance_ != Glance::bucket) return;
    const uint64_t depth_ns = minus_or_zero(multiply_saturating(others, unit_ns_), guard_ns_);
    sure_depth_ns_ = {depth_ns, depth_cancel_ns_};
    sure_cost_ = {depth_ns / unit_ns_, depth_cancel_ns_ / unit_ns_};
}

void Limit::reload(const LimitNumbers &numbers) noexcept {
    set_numbers(numbers);
    configured_ = numbers;
}

uint64_t Limit::order_reserve(uint32_t key, uint32_t new_orders) const noexcept {
    if (live_orders_.is_empty()) return 0;
    const Charge cancel{.kind = SLUICE_KIND_CANCEL};
    const uint64_t needed = (uint64_t{live_orders_[key]} + new_orders) * cost_.of(cancel);
    return std::clamp(needed, config_.order_reserve.floor, config_.order_reserve.cap);
}

void Limit::close_order(uint32_t key) noexcept {
    SLUICE_ASSERT(live_orders_[key] > 0);
    --live_orders_[key];
}

// A fixed reserve is a second ceiling, for all but cancels. One that grows lowers the one ceiling instead: each cancel
// that goes takes its own part of the reserve along.
Ceilings Limit::ceilings(uint32_t key, bool is_cancel, uint32_t new_orders) const noexcept {
    if (is_cancel || live_orders_.is_empty()) return {ceiling_cancel_, ceiling_new_};
    const uint64_t left = minus_or_zero(ceiling_cancel_, order_reserve(key, new_orders));
    return {left, std::min(left, ceiling_new_)};
}

void Limit::advance(WindowCounter &counter, uint64_t now_ns) noexcept {
    if (config_.shape == LimitShape::aligned_window && clock_ != nullptr) aligned_.look_at_clock(*clock_, now_ns);
    with_rule([&](const auto &rule) { rule.advance(counter, now_ns); });
}

uint64_t Limit::available_ns(uint32_t key, const Charge &charge, bool is_cancel, uint64_t now_ns) noexcept {
    const uint32_t new_orders = charge.kind == SLUICE_KIND_NEW ? 1 : 0;
    const uint64_t at_ns = available_ns(key, cost_.of(charge), is_cancel, now_ns, new_orders);
    if (at_ns <= now_ns || !cost_.has_ages(charge.kind)) return at_ns;
    uint64_t first_ns = at_ns;
    Charge older = charge;
    for (uint32_t step = 0; step < kAgeStepsMax; ++step) {
        older.order_age_ns = cost_.falls_at_age_ns(older);
        if (older.order_age_ns == UINT64_MAX) break;
        const uint64_t from_ns = now_ns + (older.order_age_ns - charge.order_age_ns);
        first_ns =
            std::min(first_ns, std::max(from_ns, available_ns(key, cost_.of(older), is_cancel, now_ns, new_orders)));
    }
    return first_ns;
}

uint64_t Limit::available_ns(
    uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns, uint32_t new_orders) noexcept {
    // A budget may grow.
    if (cost > ceiling(is_cancel) && config_.shape != LimitShape::budget) return SLUICE_NEVER;
    if (is_bucket(config_.shape)) return bucket_available_ns(key, cost, is_cancel, now_ns, new_orders);
    if (config_.shape == LimitShape::budget) {
        const uint64_t kept = (numbers_.limit - ceiling_cancel_) +
                              (is_cancel ? 0 : ceiling_cancel_ - ceiling_new_ + order_reserve(key, new_orders));
        return budgets_[key].available_ns(budget_, numbers_.limit, kept, cost, is_cancel, now_ns);
    }
    return window_available_ns(key, cost, is_cancel, now_ns, new_orders);
}

uint64_t Limit::bucket_available_ns(
    uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns, uint32_t new_orders) noexcept {
    uint64_t depth_ns = is_cancel ? depth_cancel_ns_ : depth_new_ns_;
    if (multiply_saturating(cost, unit_ns_) > depth_ns) return SLUICE_NEVER;
    if (!is_cancel && !live_orders_.is_empty()) {
        // With the reserve at its highest it may be that nothing fits until an order ends.
        const uint64_t left = ceilings(key, is_cancel, new_orders).all;
        depth_ns = std::min(depth_ns, minus_or_zero(multiply_saturating(left, unit_ns_), guard_ns_));
        if (multiply_saturating(cost, unit_ns_) > depth_ns) return now_ns + multiply_saturating(cost, unit_ns_) + 1;
    }
    return buckets_[key].available_ns(now_ns, cost, depth_ns, unit_ns_);
}

uint64_t Limit::window_available_ns(
    uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns, uint32_t new_orders) noexcept {
    WindowCounter &counter = windows_[key];
    const Ceilings most = ceilings(key, is_cancel, new_orders);
    if (config_.shape == LimitShape::aligned_window && clock_ != nullptr) aligned_.look_at_clock(*clock_, now_ns);
    return with_rule([&](const auto &rule) {
        rule.advance(counter, now_ns);
        const uint64_t at_ns = sluice::available_ns(rule, counter, cost, is_cancel, most, now_ns);
        // Nothing fits until an order ends, or until an assumption that is larger than the limit has left.
        return at_ns == UINT64_MAX ? rule.leaves_ns(counter, rule.stamp_of(now_ns), now_ns) : at_ns;
    });
}

void Limit::take(uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns) noexcept {
    if (is_bucket(config_.shape)) return buckets_[key].take(cost, is_cancel);
    if (config_.shape == LimitShape::budget) return budgets_[key].log.take(cost, is_cancel);
    if (config_.shape == LimitShape::first_message_window) first_message_.note_first(windows_[key], now_ns);
    windows_[key].log.take(cost, is_cancel);
}

void Limit::refund(uint32_t key, uint64_t cost, bool is_cancel) noexcept {
    if (is_bucket(config_.shape)) return buckets_[key].refund(cost, is_cancel);
    (config_.shape == LimitShape::budget ? budgets_[key].log : windows_[key].log).refund(cost, is_cancel);
}

void Limit::confirm(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept {
    if (cost == 0) return;
    if (is_bucket(config_.shape)) return buckets_[key].confirm(cost, write_ns + late_ns_, unit_ns_, is_cancel);
    if (config_.shape == LimitShape::budget) {
        budgets_[key].log.refund(cost, is_cancel);
        log_of(key);
        return budgets_[key].append(cost, is_cancel, write_ns);
    }
    WindowCounter &counter = windows_[key];
    counter.log.refund(cost, is_cancel);
    if (config_.shape == LimitShape::first_message_window) first_message_.note_write(counter, write_ns);
    const uint64_t stamp = with_rule([&](const auto &rule) { return rule.stamp_of(write_ns); });
    log_of(key).append(cost, is_cancel, stamp, merge_);
}

void Limit::append(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept {
    if (cost == 0) return;
    if (is_bucket(config_.shape)) return buckets_[key].append(cost, write_ns + late_ns_, unit_ns_);
    if (config_.shape == LimitShape::budget) {
        log_of(key);
        return budgets_[key].append(cost, is_cancel, write_ns);
    }
    WindowCounter &counter = windows_[key];
    if (config_.shape == LimitShape::first_message_window) {
        advance(counter, write_ns);
        first_message_.note_first(counter, write_ns);
        first_message_.note_write(counter, write_ns);
    }
    const uint64_t stamp = with_rule([&](const auto &rule) { return rule.stamp_of(write_ns); });
    log_of(key).append(cost, is_cancel, stamp, merge_);
}

LimitUsage Limit::usage(uint32_t key, uint64_t now_ns) noexcept {
    LimitUsage usage;
    uint64_t used_by_others = 0;
    uint64_t most = ceiling_cancel_;
    uint64_t limit = numbers_.limit;
    if (is_bucket(config_.shape)) {
        usage.used = used_by_others = buckets_[key].used(now_ns, unit_ns_);
        usage.unconfirmed = buckets_[key].unconfirmed();
    } else if (config_.shape == LimitShape::budget) {
        const Budget &budget = budgets_[key];
        usage.used = used_by_others = budget.used();
        usage.unconfirmed = budget.unconfirmed();
        usage.assumed = budget.before;
        limit = budget.most(budget_, numbers_.limit, false);
        most = minus_or_zero(budget.most(budget_, numbers_.limit, true), numbers_.limit - ceiling_cancel_);
    } else {
        WindowCounter &counter = windows_[key];
        advance(counter, now_ns);
        usage.used = counter.used();
        used_by_others = counter.log.used_by_others() + counter.assumed.used() - counter.credited;
        usage.unconfirmed = counter.log.unconfirmed();
        usage.assumed = counter.assumed.used();
    }
    const uint64_t reserve =
        live_orders_.is_empty() ? ceiling_cancel_ - ceiling_new_ : std::min(order_reserve(key, 0), ceiling_cancel_);
    usage.room_cancel = minus_or_zero(most, usage.used);
    // What cancels have already taken of a fixed reserve is no longer kept for them.
    const uint64_t used_by_cancels = live_orders_.is_empty() ? usage.used - used_by_others : 0;
    usage.reserve = minus_or_zero(reserve, used_by_cancels);
    usage.room_new = minus_or_zero(usage.room_cancel, usage.reserve);
    usage.to_reject = minus_or_zero(limit, usage.used);
    usage.to_hard_wall = numbers_.hard_limit == 0 ? SLUICE_NEVER : minus_or_zero(numbers_.hard_limit, usage.used);
    return usage;
}

}  // namespace sluice
