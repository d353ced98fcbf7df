// Checks a document against the JSON Schema with RapidJSON's validator and reports every fault, although the validator
// stops at the first.
//
// The document is fed to the validator again and again. Each time it stops, the place is known, because the feeding is
// done here; the place is reported, marked as broken, and left out the next time. What an array holds before that place
// is known to be sound and is left out too, so that long lists with many faults do not take quadratic time. Leaving a
// value out must not cause faults of its own: lengths of arrays are told as they are, and a missing member counts only
// if the document really lacks it. Control path.
#pragma once

#include "config/broken_parts.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"

namespace sluice {

void check_schema(const JsonValue &root, const JsonDocument &schema, BrokenParts &broken, FaultList &faults);

}  // namespace sluice
