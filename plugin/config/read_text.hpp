// Text to JSON tree. Refuses what no check could work on: broken syntax, bytes that are not UTF-8, NUL bytes, nesting
// so deep that it would eat the stack, texts that are too large. Control path.
#pragma once

#include <optional>
#include <string_view>

#include "config/json.hpp"
#include "config/parse_config.hpp"

namespace sluice {

// Far deeper than the schema goes (7 levels), far below what a small thread stack holds.
inline constexpr size_t kNestingMax = 32;
// Room for every list of the schema at its full length.
inline constexpr size_t kTextBytesMax = 64u << 20;

// Fills the document, or says where reading stopped (line and column count from 1, in characters) and why.
std::optional<ConfigFault> read_text(std::string_view text, JsonDocument &document);

}  // namespace sluice
