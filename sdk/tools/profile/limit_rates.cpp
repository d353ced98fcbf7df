#include "limit_rates.hpp"

#include <algorithm>
#include <limits>

namespace sluice::profile_tool {
namespace {

// Clocks may differ by so much; the library reckons with it wherever there is a guard.
constexpr uint64_t kDriftOneIn = 10'000;
constexpr uint64_t kCountMax = uint64_t{1} << 50;

bool is_bucket(LimitShape shape) {
    return shape == LimitShape::token_bucket || shape == LimitShape::decaying_counter;
}

}  // namespace

uint64_t LimitRates::message_cost(uint32_t kind, bool is_young, bool is_accepted) const {
    const KindCost &cost = limit_.cost[kind];
    const uint64_t fixed =
        uint64_t{cost.per_message} + cost.per_request + (cost.step_messages == 1 ? cost.per_step : 0);
    const uint64_t whole = fixed + (is_young ? cost.by_age[0].cost : 0);
    if (!is_accepted) return whole;
    // Each answer gives back what was in flight.
    if (limit_.shape == LimitShape::in_flight || cost.on_accepted == Keeps::nothing) return 0;
    return cost.on_accepted == Keeps::fixed ? fixed : whole;
}

LimitRates::Cost LimitRates::cost_of(Traffic traffic, bool is_accepted) const {
    const auto cost = [&](uint32_t kind, bool is_young = true) { return message_cost(kind, is_young, is_accepted); };
    switch (traffic) {
        case Traffic::orders:
            return {cost(SLUICE_KIND_NEW), 0};
        case Traffic::young_cancels:
            return {0, cost(SLUICE_KIND_CANCEL)};
        case Traffic::old_cancels:
            return {0, cost(SLUICE_KIND_CANCEL, false)};
        case Traffic::pairs:
            return {cost(SLUICE_KIND_NEW), cost(SLUICE_KIND_CANCEL)};
        case Traffic::replaces:
            return {cost(SLUICE_KIND_REPLACE), 0};
        case Traffic::mass_cancels:
            return {0, cost(SLUICE_KIND_MASS_CANCEL)};
        case Traffic::quotes:
            return {cost(SLUICE_KIND_QUOTE), 0};
        case Traffic::queries:
            return {cost(SLUICE_KIND_QUERY), 0};
        case Traffic::maintenance:
            return {cost(SLUICE_KIND_MAINTENANCE), 0};
    }
    return {};
}

bool LimitRates::counts(Traffic traffic) const {
    return cost_of(traffic, false).sum() > 0;
}

// What is kept for the cancels of so many live orders.
uint64_t LimitRates::reserve_of(uint64_t live_orders) const {
    const OrderReserve &reserve = limit_.order_reserve;
    if (!reserve.is_on) return 0;
    const uint64_t cancel = message_cost(SLUICE_KIND_CANCEL, true, false);
    const uint64_t needed = cancel == 0 || live_orders < reserve.cap / cancel ? live_orders * cancel : reserve.cap;
    return std::clamp(needed, reserve.floor, reserve.cap);
}

// The most that may be used at one moment, if no order lives.
double LimitRates::most(bool is_cancel) const {
    uint64_t most = limit_.limit;
    if (limit_.shape == LimitShape::budget && is_cancel) {
        most = std::max(most, std::min(most + limit_.cancel_extra, most * limit_.cancel_times));
    }
    most -= limit_.margin + (is_cancel ? 0 : limit_.cancel_reserve);
    if (limit_.hard_limit != 0) most = std::min(most, limit_.hard_limit - limit_.hard_margin);
    double usable = static_cast<double>(most);
    if (is_bucket(limit_.shape)) usable -= static_cast<double>(limit_.guard_ns) * refill_per_ns();
    return usable;
}

double LimitRates::refill_per_ns() const {
    const double drift = limit_.guard_ns == 0 ? 0 : 1.0 / static_cast<double>(kDriftOneIn);
    return static_cast<double>(limit_.refill_amount) / (static_cast<double>(limit_.refill_interval_ns) * (1 + drift));
}

// After so much time a window has room again for all that it had room for.
uint64_t LimitRates::span_ns() const {
    if (limit_.shape == LimitShape::block_window) {
        return (uint64_t{limit_.window_blocks} + limit_.guard_blocks) * limit_.block_ns;
    }
    if (limit_.shape == LimitShape::aligned_window) return limit_.window_ns;
    const uint64_t drift_ns = limit_.guard_ns == 0 ? 0 : limit_.window_ns / kDriftOneIn + 1;
    return limit_.window_ns + limit_.guard_ns + drift_ns;
}

bool LimitRates::fits(Traffic traffic, const Cost &cost, uint64_t count, double come_back, bool is_reserve_full) const {
    // What a division by a rate left of a whole number is that number.
    come_back += 1e-6;
    const double of_all = static_cast<double>(count) * static_cast<double>(cost.sum()) - come_back;
    const bool has_orders = limit_.cost[SLUICE_KIND_NEW].counts();
    if (cost.other == 0 && !(traffic == Traffic::pairs && has_orders)) return of_all <= most(true);
    if (traffic != Traffic::pairs) {
        const uint64_t live_orders = traffic != Traffic::orders ? 0 : is_reserve_full ? kCountMax : count;
        return of_all <= most(false) - static_cast<double>(reserve_of(live_orders));
    }
    // The last order goes before its cancel does, for which there is room then. Where cancels have a window's part to
    // themselves, what they take of it is not taken from orders.
    const double of_orders = static_cast<double>(count) * static_cast<double>(cost.other) - come_back;
    const double without_last_cancel = of_all - static_cast<double>(cost.cancel);
    const bool is_one_room = limit_.order_reserve.is_on || limit_.shape == LimitShape::budget;
    return of_all <= most(true) && of_orders <= most(false) &&
           (!is_one_room || without_last_cancel <= most(false) - static_cast<double>(reserve_of(1)));
}

// `come_back`: so much comes back while they are sent.
uint64_t LimitRates::count_that_fits(Traffic traffic, const Cost &cost, double come_back, bool is_reserve_full) const {
    if (cost.sum() == 0) return kUnlimited;
    uint64_t low = 0, high = kCountMax;
    while (low < high) {
        const uint64_t middle = low + (high - low + 1) / 2;
        if (fits(traffic, cost, middle, come_back, is_reserve_full)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

uint64_t LimitRates::at_once(Traffic traffic) const {
    return count_that_fits(traffic, cost_of(traffic, false), 0, false);
}

uint64_t LimitRates::within(Traffic traffic, uint64_t time_ns) const {
    const Cost kept = cost_of(traffic, true);
    if (kept.sum() == 0) return kUnlimited;
    if (is_bucket(limit_.shape)) {
        return count_that_fits(traffic, kept, static_cast<double>(time_ns) * refill_per_ns(), false);
    }
    const uint64_t first = count_that_fits(traffic, kept, 0, false);
    if (limit_.shape == LimitShape::budget) {
        const bool is_trickling = limit_.refill_interval_ns != 0 && std::max(kept.other, kept.cancel) == 1;
        return first + (is_trickling ? time_ns / (limit_.refill_interval_ns + limit_.guard_ns) / kept.sum() : 0);
    }
    // The orders of the first window live on, and their cancels keep their room.
    const uint64_t more_windows = time_ns == 0 ? 0 : (time_ns - 1) / span_ns();
    return first + more_windows * count_that_fits(traffic, kept, 0, true);
}

double LimitRates::per_second(Traffic traffic) const {
    constexpr double kNsPerSecond = 1e9;
    const Cost kept = cost_of(traffic, true);
    if (kept.sum() == 0) return std::numeric_limits<double>::infinity();
    const auto cost = static_cast<double>(kept.sum());
    if (is_bucket(limit_.shape)) return refill_per_ns() * kNsPerSecond / cost;
    if (limit_.shape == LimitShape::budget) {
        const bool is_trickling = limit_.refill_interval_ns != 0 && std::max(kept.other, kept.cancel) == 1;
        return is_trickling ? kNsPerSecond / static_cast<double>(limit_.refill_interval_ns + limit_.guard_ns) / cost
                            : 0;
    }
    return static_cast<double>(count_that_fits(traffic, kept, 0, true)) * kNsPerSecond / static_cast<double>(span_ns());
}

}  // namespace sluice::profile_tool
