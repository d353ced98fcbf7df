// How many counters a limit needs, given how many accounts, instruments, owners and lanes there may be, and whether
// that is more than one limit may have: a pair of names that each have room for thousands multiplies to more memory
// than any machine has. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/field_fault.hpp"

namespace sluice {

inline constexpr uint64_t kCountersMax = 4'194'304;

struct Capacity {
    uint64_t accounts = Config().accounts_max;
    uint64_t instruments = Config().instruments_max;
    uint64_t owners = Config().owners_max;
    uint64_t lanes = VenueConfig().lanes_max;
};

uint64_t counters_of(LimitScope scope, const Capacity &capacity);

std::vector<FieldFault> check_counters(LimitScope scope, const Capacity &capacity);

}  // namespace sluice
