// Members of JSON objects to values of structs. Each function leaves the default in place where the document says
// nothing, and expects a value that the schema has passed. Control path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "config/json.hpp"

namespace sluice {

inline constexpr uint64_t kNsPerMs = 1'000'000;
inline constexpr uint64_t kNsPerUs = 1'000;

inline void read(const JsonValue &object, std::string_view key, uint64_t &number) {
    if (const JsonValue *value = find_member(object, key)) number = value->GetUint64();
}

inline void read(const JsonValue &object, std::string_view key, uint32_t &number) {
    if (const JsonValue *value = find_member(object, key)) number = value->GetUint();
}

inline void read(const JsonValue &object, std::string_view key, bool &is_set) {
    if (const JsonValue *value = find_member(object, key)) is_set = value->GetBool();
}

inline void read(const JsonValue &object, std::string_view key, std::string &text) {
    if (const JsonValue *value = find_member(object, key)) text = text_of(*value);
}

inline void read_ns(const JsonValue &object, std::string_view key, uint64_t ns_per_unit, uint64_t &time_ns) {
    if (const JsonValue *value = find_member(object, key)) time_ns = value->GetUint64() * ns_per_unit;
}

}  // namespace sluice
