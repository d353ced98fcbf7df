// The one place that includes RapidJSON, so that every file of this folder sees it with the same settings. A broken
// assumption inside RapidJSON becomes an exception, which the boundary turns into a status, instead of an abort of the
// host.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace sluice {

[[noreturn]] inline void throw_json_assumption(const char *text) {
    throw std::logic_error(text);
}

}  // namespace sluice

#define RAPIDJSON_HAS_STDSTRING 1
#define RAPIDJSON_ASSERT(x) (static_cast<bool>(x) ? static_cast<void>(0) : ::sluice::throw_json_assumption(#x))

#include <rapidjson/document.h>
#include <rapidjson/pointer.h>
#include <rapidjson/schema.h>

namespace sluice {

using JsonValue = rapidjson::Value;
using JsonDocument = rapidjson::Document;

inline std::string_view text_of(const JsonValue &string) {
    return {string.GetString(), string.GetStringLength()};
}

// The member of that name, or null. With duplicate keys: the first.
inline const JsonValue *find_member(const JsonValue &object, std::string_view key) {
    const JsonValue name(rapidjson::StringRef(key.data(), static_cast<rapidjson::SizeType>(key.size())));
    const auto member = object.FindMember(name);
    return member == object.MemberEnd() ? nullptr : &member->value;
}

}  // namespace sluice
