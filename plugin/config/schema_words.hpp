// Says in words what a place of the JSON Schema asks for, so that the schema is the only source of every range, list of
// values and set of keys that a fault mentions. Pure functions over the schema document.
#pragma once

#include <string>
#include <string_view>

#include "config/json.hpp"

namespace sluice {

// Follows a local "$ref" (`#/definitions/limit`), if that is what the node is.
const JsonValue &resolved(const JsonValue &schema_root, const JsonValue &node);

// "a whole number from 1 to 1024", "one of \"a\", \"b\"", "a list of at most 16 elements", ...
std::string words_of(const JsonValue &node);

// For a key that the node's `properties` do not have: the key that was probably meant, or all of them.
std::string words_of_keys(const JsonValue &node, std::string_view unknown_key);

}  // namespace sluice
