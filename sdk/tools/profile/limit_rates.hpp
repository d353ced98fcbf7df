// How much of one sort of traffic a limit lets through, as Sluice obeys it: margin, reserve, wall and guard subtracted.
// Counters begin rested, every message is accepted, an order comes alone in its request. For people to compare venues
// by; what decides in the library is the library. Pure functions of the limit.
#pragma once

#include <cstdint>

#include "config/config.hpp"

namespace sluice::profile_tool {

enum class Traffic : uint8_t {
    orders,         // that stay alive
    young_cancels,  // of orders that have just been entered
    old_cancels,    // of orders that are older than any step of the cost by age
    pairs,          // an order and its cancel soon after
    replaces,       // of orders that have just been entered
    mass_cancels,
    quotes,
    queries,
    maintenance
};

inline constexpr uint64_t kUnlimited = UINT64_MAX;

class LimitRates {
public:
    // `limit` outlives this object.
    explicit LimitRates(const LimitConfig &limit) : limit_(limit) {}

    // Whether the limit counts it at all.
    bool counts(Traffic traffic) const;

    // At one moment; kUnlimited where it does not count.
    uint64_t at_once(Traffic traffic) const;
    // From that moment on, the end of the time not included.
    uint64_t within(Traffic traffic, uint64_t time_ns) const;
    // In the long run; infinite where time is not what limits it.
    double per_second(Traffic traffic) const;

private:
    // Cost of one, when it is sent or once it was accepted.
    struct Cost {
        uint64_t other = 0;
        uint64_t cancel = 0;  // the part that may use what is reserved
        uint64_t sum() const { return other + cancel; }
    };
    Cost cost_of(Traffic traffic, bool is_accepted) const;
    uint64_t message_cost(uint32_t kind, bool is_young, bool is_accepted) const;
    uint64_t reserve_of(uint64_t live_orders) const;
    double most(bool is_cancel) const;
    bool fits(Traffic traffic, const Cost &cost, uint64_t count, double come_back, bool is_reserve_full) const;
    uint64_t count_that_fits(Traffic traffic, const Cost &cost, double come_back, bool is_reserve_full) const;
    double refill_per_ns() const;
    uint64_t span_ns() const;

    const LimitConfig &limit_;
};

}  // namespace sluice::profile_tool
