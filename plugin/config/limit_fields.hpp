// Which fields the JSON of a limit has to have, and which it may not have, given its shape. What an earlier check has
// passed is not looked at again. Control path.
#pragma once

#include <vector>

#include "config/field_fault.hpp"
#include "config/json.hpp"

namespace sluice {

// What every limit needs and this one lacks; in the words of the schema. Not empty: the limit cannot be read.
std::vector<FieldFault> missing_fields(const JsonValue &limit);

// The fields of its shape. Only for a limit that lacks nothing.
std::vector<FieldFault> check_limit_fields(const JsonValue &limit);

}  // namespace sluice
