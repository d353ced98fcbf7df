// The rules that the numbers of one limit obey together: what is kept free leaves room for something, no message costs
// more than the limit can ever give, the hard wall stands behind the limit, the guard leaves most of the window. Knows
// nothing of JSON, so that numbers which arrive while traffic flows can be checked by the same rules. Pure function.
#pragma once

#include <vector>

#include "config/config.hpp"
#include "config/field_fault.hpp"

namespace sluice {

// A window of any shape remembers the messages that it counts; the other shapes only numbers.
inline constexpr uint64_t kWindowLimitMax = 1'000'000;

std::vector<FieldFault> check_limit(const LimitConfig &limit);

}  // namespace sluice
