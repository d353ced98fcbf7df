// How long each struct was in the first version that had it: what a host of any age brings at least. Constants of the
// contract: a line is written when a struct is new and never changed, while sizeof grows with every field added.
#pragma once

#include <cstdint>

#include "sluice/sluice.h"

namespace sluice {

// Not defined for other types: a struct that crosses the boundary needs a line here.
template <typename Struct>
extern const uint32_t kFirstBytes;

template <>
inline constexpr uint32_t kFirstBytes<sluice_host> = 48;
template <>
inline constexpr uint32_t kFirstBytes<sluice_request> = 72;
template <>
inline constexpr uint32_t kFirstBytes<sluice_verdict> = 56;
template <>
inline constexpr uint32_t kFirstBytes<sluice_event> = 88;
template <>
inline constexpr uint32_t kFirstBytes<sluice_answer> = 48;
template <>
inline constexpr uint32_t kFirstBytes<sluice_answer_class> = 32;
template <>
inline constexpr uint32_t kFirstBytes<sluice_breaker_state> = 32;
template <>
inline constexpr uint32_t kFirstBytes<sluice_kill_scope> = 24;
template <>
inline constexpr uint32_t kFirstBytes<sluice_kill_state> = 32;
template <>
inline constexpr uint32_t kFirstBytes<sluice_availability> = 16;
template <>
inline constexpr uint32_t kFirstBytes<sluice_limit_key> = 24;
template <>
inline constexpr uint32_t kFirstBytes<sluice_usage> = 72;
template <>
inline constexpr uint32_t kFirstBytes<sluice_limit_numbers> = 48;
template <>
inline constexpr uint32_t kFirstBytes<sluice_venue_clock> = 40;

}  // namespace sluice
