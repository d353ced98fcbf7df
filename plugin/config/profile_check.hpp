// The rules of a profile that its schema cannot state: days that exist and have come,
// limits whose numbers agree, rows of the table of answers that something can reach. Runs on what the schema check left
// whole. Control path.
#pragma once

#include <chrono>

#include "config/broken_parts.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"

namespace sluice {

// `root` is an object.
void check_profile(const JsonValue &root, std::chrono::sys_days now, const BrokenParts &broken, FaultList &faults);

}  // namespace sluice
