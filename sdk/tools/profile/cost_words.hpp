// What each kind of message costs, in words: "new, replace 1; cancel 8 (order younger than 5 s), 6 (10 s)". Pure
// function.
#pragma once

#include <string>

#include "config/config.hpp"

namespace sluice::profile_tool {

std::string cost_words(const LimitConfig &limit);

}  // namespace sluice::profile_tool
