// The rules that the numbers of one breaker obey together. Knows nothing of JSON. Pure function.
#pragma once

#include <vector>

#include "config/config.hpp"
#include "config/field_fault.hpp"

namespace sluice {

std::vector<FieldFault> check_breaker(const BreakerConfig &breaker);

}  // namespace sluice
