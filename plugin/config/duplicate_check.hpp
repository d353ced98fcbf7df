// Finds keys that an object gives twice. JSON allows them and every reader picks another one, so an operator could look
// at a limit that is not in force. The first one counts for the checks that follow. Control path.
#pragma once

#include "config/broken_parts.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"

namespace sluice {

void check_duplicates(const JsonValue &root, BrokenParts &broken, FaultList &faults);

}  // namespace sluice
