#include "limits/limit.hpp"

#include <algorithm>
#include <bit>

namespace sluice {

namespace {

// A log is as long as its limit where that is cheap; longer ones merge (see SlidingWindow). 8,192 entries bound the
// memory and keep the time added by merging below 1/4,000 of the window.
constexpr uint64_t kRingEntriesMax = 8192;
constexpr uint64_t kRingEntriesMin = 16;

uint32_t ring_capacity(uint64_t limit) noexcept {
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

}  // namespace

Limit::Limit(const LimitConfig &config, uint32_t id, uint32_t counter_count)
    : config_(config), id_(id), counter_count_(counter_count) {
    if (config_.shape == LimitShape::sliding_window) {
        const uint32_t capacity = ring_capacity(config_.limit);
        const uint32_t other_count = config_.cancel_reserve == 0 ? 0 : counter_count;
        windows_.resize(counter_count);
        others_.resize(other_count);
        rings_ = std::make_unique<SlidingWindow::Entry[]>(
            std::size_t{capacity} * (std::size_t{counter_count} + other_count));
        SlidingWindow::Entry *ring = rings_.get();
        for (std::vector<SlidingWindow> *logs : {&windows_, &others_}) {
            for (SlidingWindow &log : *logs) {
                log.attach(ring, capacity);
                ring += capacity;
            }
        }
    } else {
        buckets_.resize(counter_count);
    }
    set_numbers({config.limit, config.margin, config.cancel_reserve, config.hard_limit, config.hard_margin});
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
    if (config_.shape == LimitShape::sliding_window) {
        span_ns_ = config_.window_ns + config_.guard_ns;
        const uint64_t capacity = ring_capacity(config_.limit);
        merge_ns_ = numbers.limit <= capacity ? 0 : span_ns_ / (capacity - 2) + 1;
    } else {
        unit_ns_ = (config_.refill_interval_ns + config_.refill_amount - 1) / config_.refill_amount;
        depth_cancel_ns_ = minus_or_zero(multiply_saturating(ceiling_cancel_, unit_ns_), config_.guard_ns);
        depth_new_ns_ = minus_or_zero(multiply_saturating(ceiling_new_, unit_ns_), config_.guard_ns);
    }
}

void Limit::reload(const LimitNumbers &numbers) noexcept {
    set_numbers(numbers);
}

uint64_t Limit::available_ns(uint32_t key, uint64_t cost, bool is_cancel, uint64_t now_ns) noexcept {
    const uint64_t most = ceiling(is_cancel);
    if (cost > most) return SLUICE_NEVER;
    if (config_.shape == LimitShape::sliding_window) {
        SlidingWindow &window = windows_[key];
        window.expire(now_ns, span_ns_);
        if (is_cancel || others_.empty()) return window.available_ns(now_ns, cost, most, span_ns_);
        SlidingWindow &others = others_[key];
        others.expire(now_ns, span_ns_);
        return std::max(window.available_ns(now_ns, cost, ceiling_cancel_, span_ns_),
            others.available_ns(now_ns, cost, ceiling_new_, span_ns_));
    }
    const uint64_t depth_ns = is_cancel ? depth_cancel_ns_ : depth_new_ns_;
    if (multiply_saturating(cost, unit_ns_) > depth_ns) return SLUICE_NEVER;
    return buckets_[key].available_ns(now_ns, cost, depth_ns, unit_ns_);
}

void Limit::take(uint32_t key, uint64_t cost, bool is_cancel) noexcept {
    if (config_.shape == LimitShape::token_bucket) return buckets_[key].take(cost);
    windows_[key].take(cost);
    if (!is_cancel && !others_.empty()) others_[key].take(cost);
}

void Limit::refund(uint32_t key, uint64_t cost, bool is_cancel) noexcept {
    if (config_.shape == LimitShape::token_bucket) return buckets_[key].refund(cost);
    windows_[key].refund(cost);
    if (!is_cancel && !others_.empty()) others_[key].refund(cost);
}

void Limit::confirm(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept {
    if (config_.shape == LimitShape::token_bucket) return buckets_[key].confirm(cost, write_ns, unit_ns_);
    windows_[key].confirm(cost, write_ns, merge_ns_);
    if (!is_cancel && !others_.empty()) others_[key].confirm(cost, write_ns, merge_ns_);
}

void Limit::append(uint32_t key, uint64_t cost, bool is_cancel, uint64_t write_ns) noexcept {
    if (config_.shape == LimitShape::token_bucket) return buckets_[key].append(cost, write_ns, unit_ns_);
    windows_[key].append(cost, write_ns, merge_ns_);
    if (!is_cancel && !others_.empty()) others_[key].append(cost, write_ns, merge_ns_);
}

void Limit::saturate(uint32_t key, uint64_t now_ns) noexcept {
    append(key, minus_or_zero(ceiling_cancel_, usage(key, now_ns).used), true, now_ns);
}

LimitUsage Limit::usage(uint32_t key, uint64_t now_ns) noexcept {
    LimitUsage usage;
    uint64_t used_by_others = 0;
    if (config_.shape == LimitShape::sliding_window) {
        windows_[key].expire(now_ns, span_ns_);
        usage.used = used_by_others = windows_[key].used();
        usage.unconfirmed = windows_[key].unconfirmed();
        if (!others_.empty()) {
            others_[key].expire(now_ns, span_ns_);
            used_by_others = others_[key].used();
        }
    } else {
        usage.used = used_by_others = buckets_[key].used(now_ns, unit_ns_);
        usage.unconfirmed = buckets_[key].unconfirmed();
    }
    usage.room_cancel = minus_or_zero(ceiling_cancel_, usage.used);
    usage.room_new = std::min(minus_or_zero(ceiling_new_, used_by_others), usage.room_cancel);
    // What cancels have already taken is no longer kept for them.
    // (A long window merges each log for itself, so the part may for a moment count longer than the whole.)
    usage.reserve = minus_or_zero(ceiling_cancel_ - ceiling_new_, minus_or_zero(usage.used, used_by_others));
    usage.to_reject = minus_or_zero(numbers_.limit, usage.used);
    usage.to_hard_wall = numbers_.hard_limit == 0 ? SLUICE_NEVER : minus_or_zero(numbers_.hard_limit, usage.used);
    return usage;
}

}  // namespace sluice
