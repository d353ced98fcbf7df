// Days of the calendar as profiles state them, and today's. Control path.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// A day that exists, written as 2026-11-20; nothing for any other text.
std::optional<std::chrono::sys_days> parse_day(std::string_view text);

std::string day_text(std::chrono::sys_days day);

// In UTC, by the system's clock.
std::chrono::sys_days today();

}  // namespace sluice
