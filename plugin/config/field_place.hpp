// Gives faults of a struct's fields their place in the document that the struct was read from. Control path.
#pragma once

#include <string>
#include <vector>

#include "config/fault_list.hpp"
#include "config/field_fault.hpp"
#include "config/json.hpp"

namespace sluice {

// The value of that field, or null: the document does not give it.
const JsonValue *find_field(const JsonValue &object, const FieldFault &fault);

// `path` is that of `object`. A value that the object does not give is the default.
void add_at(const JsonValue &object, const std::string &path, std::vector<FieldFault> field_faults, FaultList &faults);

}  // namespace sluice
