// Numbers and times as people read them: 160,000; 2.34; 1 min 30 s; 2026-11-20. Pure functions.
#pragma once

#include <cstdint>
#include <string>

namespace sluice::profile_tool {

// With commas between thousands.
std::string grouped(uint64_t number);

// "1 order", "2 orders".
std::string counted(uint64_t number, const std::string &one, const std::string &many);

// Three digits that count: 4.9, 0.0417, 1,250. Never rounded up: it is what one may rely on.
std::string rate_text(double per_second);

// "10 s", "1 min 30 s", "50 ms", "1 day". The smallest unit is a microsecond.
std::string time_text(uint64_t time_ns);

}  // namespace sluice::profile_tool
