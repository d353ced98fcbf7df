// One limit as JSON to `LimitConfig`. Expects a value that the schema has passed and that has a shape and a scope
// (limit_fields.hpp), so every type and range is right and no product overflows. Control path.
#pragma once

#include "config/config.hpp"
#include "config/json.hpp"

namespace sluice {

LimitConfig read_limit(const JsonValue &limit);

}  // namespace sluice
