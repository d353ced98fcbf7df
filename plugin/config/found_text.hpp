// Writes what was found in a config so that a fault fits one line: values as JSON, at most 40 characters of them, never
// a raw control character, never a broken UTF-8 sequence. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/json.hpp"

namespace sluice {

inline constexpr size_t kFoundCharactersMax = 40;

// At most 40 characters (code points) of text; a cut text ends in "...".
std::string shortened(std::string_view text);

// Control characters, quotes' backslash and bytes that are not UTF-8 written as JSON would: \n, \u0000, \xff.
std::string escaped(std::string_view text);

// A quoted and shortened text.
std::string quoted(std::string_view text);

// Quoted, with commas between.
std::string listed(const std::vector<std::string_view> &names);

// A number, text or literal as JSON; of a list or an object only its size.
std::string found_text(const JsonValue &value);

}  // namespace sluice
