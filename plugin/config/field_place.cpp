#include "config/field_place.hpp"

#include <utility>

namespace sluice {

const JsonValue *find_field(const JsonValue &object, const FieldFault &fault) {
    return rapidjson::Pointer("/" + fault.field).Get(object);
}

void add_at(const JsonValue &object, const std::string &path, std::vector<FieldFault> field_faults, FaultList &faults) {
    for (FieldFault &fault : field_faults) {
        const JsonValue *place = find_field(object, fault);
        if (!place && !fault.is_of_missing_field()) fault.found += " (the default)";
        faults.add(
            place ? *place : object, {path + "/" + fault.field, std::move(fault.expected), std::move(fault.found)});
    }
}

}  // namespace sluice
