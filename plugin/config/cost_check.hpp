// The rules that the costs of one limit obey: something costs, the dearest message fits, young orders cost more than
// old ones. Knows nothing of JSON. Pure functions.
#pragma once

#include <vector>

#include "config/config.hpp"
#include "config/field_fault.hpp"

namespace sluice {

// What needs no other field of the limit.
void check_cost_rules(const LimitConfig &limit, std::vector<FieldFault> &faults);

// Whether every kind fits. Only with a margin, reserves and a hard wall that are sound.
void check_cost_room(const LimitConfig &limit, std::vector<FieldFault> &faults);

}  // namespace sluice
