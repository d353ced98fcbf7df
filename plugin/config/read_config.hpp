// JSON values to the structs of config.hpp. Each function expects a value that the schema has passed, so every type and
// range is right and no product overflows: the longest time is a day, 8.64e13 ns. Control path.
#pragma once

#include <chrono>

#include "config/config.hpp"
#include "config/json.hpp"
#include "config/profile_documents.hpp"

namespace sluice {

BreakerConfig read_breaker(const JsonValue &breaker);

// `now`: for the warning that a profile is old.
Config read_config(const JsonValue &root, ProfileDocuments &profiles, std::chrono::sys_days now);

}  // namespace sluice
