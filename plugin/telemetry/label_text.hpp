// The words that metrics use for the numbers of the ABI: "normal", "refused", "cancel". Constant data, any thread.
// A number without a word is "unknown", so that a newer code shows up on a dashboard instead of as a wrong word.
#pragma once

#include <cstdint>

namespace sluice {

[[nodiscard]] const char *class_label(uint32_t request_class) noexcept;  // SLUICE_CLASS_*
[[nodiscard]] const char *action_label(uint32_t action) noexcept;        // SLUICE_ACTION_*
[[nodiscard]] const char *kind_label(uint32_t kind) noexcept;            // SLUICE_KIND_*
[[nodiscard]] const char *outcome_label(uint32_t event_kind) noexcept;   // SLUICE_EVENT_ACKED to SLUICE_EVENT_DONE
[[nodiscard]] const char *trip_label(uint32_t trip) noexcept;            // SLUICE_TRIP_*
[[nodiscard]] const char *side_label(uint32_t side) noexcept;            // SLUICE_SIDE_*; empty for none

}  // namespace sluice
