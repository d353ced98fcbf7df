// The rules of a profile's table of answers: each row has a condition, names a limit only where one can have been hit
// and one that the profile has; no text is longer than the classifier looks for; and no row is hidden behind an earlier
// one that takes all its answers. Control path.
#pragma once

#include "config/broken_parts.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"

namespace sluice {

// `root` is a profile.
void check_answers(const JsonValue &root, const BrokenParts &broken, FaultList &faults);

}  // namespace sluice
