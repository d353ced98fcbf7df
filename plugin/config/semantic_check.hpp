// The rules that a schema cannot state: names that are unique, numbers that agree with each other. Runs on what the
// schema check left whole, so that a document with faults of both sorts gets one report. Control path.
#pragma once

#include "config/broken_parts.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"
#include "config/profile_documents.hpp"

namespace sluice {

// `root` is an object.
void check_semantics(const JsonValue &root, ProfileDocuments &profiles, const BrokenParts &broken, FaultList &faults);

}  // namespace sluice
