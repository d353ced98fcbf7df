#include "sound_config.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace sluice {
namespace {

bool is_between(uint64_t number, uint64_t lowest, uint64_t highest) {
    return number >= lowest && number <= highest;
}

template <class Items, class NameOf>
bool has_unique_names(const Items &items, NameOf name_of) {
    std::set<std::string> names;
    return std::all_of(items.begin(), items.end(), [&](const auto &item) {
        const std::string &name = name_of(item);
        return is_between(name.size(), 1, 255) && names.insert(name).second;
    });
}

constexpr uint64_t kDayNs = 86'400'000'000'000;
constexpr uint64_t kMsNs = 1'000'000;

bool is_time(uint64_t time_ns) {
    return is_between(time_ns, kMsNs, kDayNs);
}

// A number that only some shapes have: in its range there, at its default elsewhere.
bool belongs(bool is_shape, uint64_t number, uint64_t lowest, uint64_t highest, uint64_t otherwise = 0) {
    return is_shape ? is_between(number, lowest, highest) : number == otherwise;
}

bool has_sound_fields(const LimitConfig &limit) {
    const LimitShape shape = limit.shape;
    const bool is_bucket = shape == LimitShape::token_bucket || shape == LimitShape::decaying_counter;
    const bool is_aligned = shape == LimitShape::aligned_window;
    const bool is_blocks = shape == LimitShape::block_window;
    const bool is_budget = shape == LimitShape::budget;
    const bool is_flight = shape == LimitShape::in_flight;
    if (is_bucket || is_blocks || is_budget ? limit.window_ns != 0 : !is_time(limit.window_ns)) return false;
    if (is_bucket ? !is_time(limit.refill_interval_ns)
                  : limit.refill_interval_ns != 0 && !(is_budget && is_time(limit.refill_interval_ns)))
        return false;
    if ((is_blocks || is_flight) && limit.guard_ns != 0) return false;
    if (!is_bucket && !is_blocks && !is_budget && !is_flight && limit.guard_ns * 2 >= limit.window_ns) return false;
    if (is_budget && (limit.cancel_extra > 0) != (limit.cancel_times > 1)) return false;
    return belongs(is_bucket, limit.refill_amount, 1, 1'000'000'000'000) &&
           belongs(is_aligned, limit.phase_ns, 0, limit.window_ns - 1) &&
           belongs(is_aligned, limit.first_fill_taker, 0, 1'000'000'000) &&
           belongs(is_aligned, limit.first_fill_maker, 0, 1'000'000'000) &&
           belongs(is_blocks, limit.window_blocks, 1, 1'000'000) && belongs(is_blocks, limit.guard_blocks, 0, 1000) &&
           belongs(is_blocks, limit.block_ns, kMsNs, 3'600'000 * kMsNs) &&
           belongs(is_budget, limit.credit_amount, 1, 1'000'000'000'000) &&
           belongs(is_budget, limit.credit_value_e8, 100'000'000, 1'000'000'000'000'000'000) &&
           belongs(is_budget, limit.cancel_extra, 0, 1'000'000'000'000) &&
           belongs(is_budget, limit.cancel_times, 1, 1000, 1);
}

// The whole burst and what comes back of it are told in nanoseconds, rounded up for each unit.
bool refills_in_time(const LimitConfig &limit) {
    if (limit.refill_amount == 0) return true;
    const uint64_t unit_ns =
        limit.refill_interval_ns / limit.refill_amount + (limit.refill_interval_ns % limit.refill_amount == 0 ? 0 : 1);
    return static_cast<long double>(limit.limit) * static_cast<long double>(unit_ns) < 0x1p62L;
}

bool has_sound_ages(const KindCost &cost) {
    bool has_ended = false;
    for (size_t index = 0; index < cost.by_age.size(); ++index) {
        const AgeCost &age = cost.by_age[index];
        if (age.below_ns == 0) {
            has_ended = true;
            if (age.cost != 0) return false;
            continue;
        }
        if (has_ended || age.cost == 0 || !is_time(age.below_ns)) return false;
        if (index > 0 && (age.below_ns <= cost.by_age[index - 1].below_ns || age.cost >= cost.by_age[index - 1].cost))
            return false;
    }
    return true;
}

bool has_sound_costs(const LimitConfig &limit) {
    const bool is_bucket = limit.shape == LimitShape::token_bucket || limit.shape == LimitShape::decaying_counter;
    const long double lost_in_guard = !is_bucket ? 0
                                                 : static_cast<long double>(limit.guard_ns) *
                                                       static_cast<long double>(limit.refill_amount) /
                                                       static_cast<long double>(limit.refill_interval_ns);
    uint64_t dearest = 0;
    for (uint32_t kind = SLUICE_KIND_NEW; kind <= SLUICE_KIND_ADMIN; ++kind) {
        const KindCost &parts = limit.cost[kind];
        const uint64_t cost = uint64_t{parts.per_message} + parts.per_request + parts.per_step + parts.by_age[0].cost;
        const bool is_reserved =
            kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL || kind == SLUICE_KIND_ADMIN;
        const uint64_t reserve = std::max(limit.cancel_reserve, limit.order_reserve.cap);
        const uint64_t room = limit.limit - limit.margin - (is_reserved ? 0 : reserve);
        if (cost > 0 && static_cast<long double>(cost) + lost_in_guard > static_cast<long double>(room)) return false;
        if (limit.hard_limit != 0 && cost > limit.hard_limit - limit.hard_margin) return false;
        if ((parts.per_step == 0) != (parts.step_messages == 0) || !has_sound_ages(parts)) return false;
        if (limit.shape == LimitShape::in_flight &&
            (parts.on_accepted != Keeps::all || parts.on_rejected != Keeps::all))
            return false;
        if (limit.scope == LimitScope::firm && !(parts == KindCost(parts.per_message))) return false;
        dearest = std::max(dearest, cost);
    }
    return dearest > 0 && limit.cost[0] == KindCost();
}

bool is_sound(const LimitConfig &limit, bool is_of_firm) {
    const bool is_window = limit.shape == LimitShape::sliding_window || limit.shape == LimitShape::aligned_window ||
                           limit.shape == LimitShape::first_message_window || limit.shape == LimitShape::block_window;
    if ((limit.scope == LimitScope::firm) != is_of_firm) return false;
    if (is_of_firm && (limit.order_reserve.is_on ||
                          (limit.shape != LimitShape::sliding_window && limit.shape != LimitShape::token_bucket &&
                              limit.shape != LimitShape::decaying_counter)))
        return false;
    if (!is_between(limit.limit, 1, is_window ? 1'000'000 : 1'000'000'000'000)) return false;
    if (limit.margin >= limit.limit || limit.cancel_reserve >= limit.limit - limit.margin) return false;
    if (limit.order_reserve.is_on) {
        if (limit.cancel_reserve != 0 || limit.order_reserve.cap >= limit.limit - limit.margin) return false;
        if (limit.order_reserve.floor > limit.order_reserve.cap) return false;
    }
    if (limit.hard_limit != 0 && (limit.hard_limit < limit.limit || limit.hard_margin >= limit.hard_limit))
        return false;
    if (limit.hard_limit == 0 && limit.hard_margin != 0) return false;
    if (limit.shape == LimitShape::budget && limit.hard_limit != 0) return false;
    return has_sound_fields(limit) && refills_in_time(limit) && has_sound_costs(limit);
}

// Each counter of a pair has its own memory.
bool fits_memory(const Config &config, const VenueConfig &venue) {
    const double accounts = 1.0 + config.accounts_max;
    const double instruments = 1.0 + config.instruments_max;
    const double owners = 1.0 + config.owners_max;
    return std::all_of(venue.limits.begin(), venue.limits.end(), [&](const LimitConfig &limit) {
        double counters = 1;
        if (limit.scope == LimitScope::account_instrument) counters = accounts * instruments;
        if (limit.scope == LimitScope::account_owner) counters = accounts * owners;
        if (limit.scope == LimitScope::lane_instrument) counters = venue.lanes_max * instruments;
        return counters <= 4'194'304;
    });
}

bool is_sound(const BreakerConfig &breaker) {
    return breaker.failure_ratio_percent <= 100 && breaker.slow_ratio_percent <= 100 &&
           is_between(breaker.window_count, 1, 1024) && is_between(breaker.minimum_count, 1, breaker.window_count) &&
           is_between(breaker.probes, 1, 1024) && breaker.isolation_ns <= breaker.isolation_max_ns &&
           is_between(breaker.isolation_ns, 1'000'000, 86'400'000'000'000) &&
           is_between(breaker.isolation_max_ns, 1'000'000, 86'400'000'000'000) && breaker.slow_ns > 0 &&
           breaker.window_ns > 0 && breaker.probe_timeout_ns > 0;
}

bool is_sound(const VenueConfig &venue, size_t firm_limits) {
    return is_between(venue.lanes_max, 1, 256) && is_between(venue.held_max, 1, 1'000'000) &&
           is_between(venue.orders_max, 1, 1'000'000) && is_between(venue.grants_max, 1, 1'000'000) &&
           venue.ageing_ns > 0 && venue.grant_timeout_ns > 0 && venue.answer_timeout_ns > 0 &&
           is_between(venue.busy_retry_ns, 1'000, 60'000'000'000) && is_sound(venue.venue_breaker) &&
           is_sound(venue.lane_breaker) && venue.limits.size() + firm_limits <= 16 &&
           has_unique_names(venue.limits, [](const LimitConfig &limit) { return limit.name; }) &&
           std::all_of(venue.limits.begin(), venue.limits.end(),
               [](const LimitConfig &limit) { return is_sound(limit, false); });
}

}  // namespace

bool is_sound(const Config &config) {
    const auto itself = [](const std::string &name) { return name; };
    return has_unique_names(config.accounts, itself) && has_unique_names(config.instruments, itself) &&
           is_between(config.accounts_max, std::max<size_t>(1, config.accounts.size()), 65'536) &&
           is_between(config.instruments_max, std::max<size_t>(1, config.instruments.size()), 200'000) &&
           is_between(config.owners_max, 1, 4096) &&
           has_unique_names(config.firm_limits, [](const LimitConfig &limit) { return limit.name; }) &&
           std::all_of(config.firm_limits.begin(), config.firm_limits.end(),
               [](const LimitConfig &limit) { return is_sound(limit, true); }) &&
           is_between(config.venues.size(), 1, 4096) &&
           has_unique_names(config.venues, [](const VenueConfig &venue) { return venue.name; }) &&
           std::all_of(config.venues.begin(), config.venues.end(), [&](const VenueConfig &venue) {
               return is_sound(venue, config.firm_limits.size()) && fits_memory(config, venue);
           });
}

}  // namespace sluice
