// Every SLUICE_REASON_* of the ABI with a dense index (for arrays of counters), its name in the metrics and a sentence
// for a trader. Constant data: any thread reads it. The index is found by two small tables, one per thousand, since the
// reasons of a thousand have consecutive numbers; it is for arrays of this build only and is never shown to anybody.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sluice/verdict.h"

namespace sluice {

// In the order of their dense index. A new reason is added here and in reason_table.cpp; a test compares with the ABI.
inline constexpr auto kReasons = std::to_array<uint32_t>({
    SLUICE_REASON_NONE,
    SLUICE_REASON_LIMIT,
    SLUICE_REASON_HARD_WALL,
    SLUICE_REASON_BACKLOG,
    SLUICE_REASON_VENUE_PAUSE,
    SLUICE_REASON_TRANSPORT,
    SLUICE_REASON_OVER_LIMIT,
    SLUICE_REASON_BREAKER_OPEN,
    SLUICE_REASON_BREAKER_PROBING,
    SLUICE_REASON_BREAKER_FORCED,
    SLUICE_REASON_KILLED,
    SLUICE_REASON_LANE_DOWN,
    SLUICE_REASON_LANE_CLOSED,
    SLUICE_REASON_STOPPING,
    SLUICE_REASON_QUEUE_FULL,
    SLUICE_REASON_EVICTED,
    SLUICE_REASON_EXPIRED,
    SLUICE_REASON_ANNIHILATED,
    SLUICE_REASON_FOLDED,
    SLUICE_REASON_SUPERSEDED,
    SLUICE_REASON_DUPLICATE,
    SLUICE_REASON_ORDER_IN_FLIGHT,
    SLUICE_REASON_GRANTS_FULL,
    SLUICE_REASON_BAD_KIND,
    SLUICE_REASON_BAD_TICKET,
    SLUICE_REASON_BAD_ORDER_ID,
    SLUICE_REASON_BAD_DEADLINE,
    SLUICE_REASON_BAD_QUANTITY,
    SLUICE_REASON_BAD_NOTIONAL,
    SLUICE_REASON_BAD_SIDE,
    SLUICE_REASON_BAD_FLAGS,
    SLUICE_REASON_BAD_COUNT,
    SLUICE_REASON_UNKNOWN_ACCOUNT,
    SLUICE_REASON_UNKNOWN_INSTRUMENT,
    SLUICE_REASON_UNKNOWN_OWNER,
    SLUICE_REASON_CANCEL_PENDING,
    SLUICE_REASON_FAULT,
    SLUICE_REASON_SHADOW,
});

// One more than the reasons: the last index counts numbers that are none.
inline constexpr std::size_t kUnknownReasonIndex = kReasons.size();
inline constexpr std::size_t kReasonIndexCount = kReasons.size() + 1;

namespace detail {

inline constexpr uint32_t kReasonGroupSize = 1000;
inline constexpr std::size_t kReasonGroupCount = 10;

// The reasons of one thousand: numbers first .. first + count - 1 have the indexes from first_index on.
struct ReasonGroup {
    uint32_t first = 0;
    uint32_t count = 0;
    uint32_t first_index = 0;
};

constexpr std::array<ReasonGroup, kReasonGroupCount> make_reason_groups() {
    std::array<ReasonGroup, kReasonGroupCount> groups{};
    for (std::size_t index = 0; index < kReasons.size(); ++index) {
        ReasonGroup &group = groups.at(kReasons[index] / kReasonGroupSize);
        if (group.count == 0) {
            group.first = kReasons[index];
            group.first_index = static_cast<uint32_t>(index);
        }
        ++group.count;
    }
    return groups;
}

inline constexpr std::array<ReasonGroup, kReasonGroupCount> kReasonGroups = make_reason_groups();

}  // namespace detail

// The dense index of a reason; kUnknownReasonIndex for a number that is none. Hot: two loads and two comparisons.
[[nodiscard]] constexpr std::size_t reason_index(uint32_t reason) noexcept {
    const uint32_t thousand = reason / detail::kReasonGroupSize;
    if (thousand >= detail::kReasonGroupCount) return kUnknownReasonIndex;
    const detail::ReasonGroup &group = detail::kReasonGroups[thousand];
    const uint32_t offset = reason - group.first;  // wraps when below first and then fails the comparison
    return offset < group.count ? group.first_index + offset : kUnknownReasonIndex;
}

namespace detail {

// Holds exactly when the reasons of each thousand are listed together and have consecutive numbers.
constexpr bool every_reason_finds_its_index() {
    for (std::size_t index = 0; index < kReasons.size(); ++index) {
        if (reason_index(kReasons[index]) != index) return false;
    }
    return true;
}
static_assert(every_reason_finds_its_index());

}  // namespace detail

// "queue_full"; "unknown" for a number without a name. Static and ends in a zero byte. Hot.
[[nodiscard]] const char *reason_name(uint32_t reason) noexcept;

// "the queue is full"; never null. Static and ends in a zero byte. Hot.
[[nodiscard]] const char *reason_sentence(uint32_t reason) noexcept;

// The same by dense index, for those who walk an array of counters. `index` is less than kReasonIndexCount.
[[nodiscard]] const char *reason_name_at(std::size_t index) noexcept;

}  // namespace sluice
