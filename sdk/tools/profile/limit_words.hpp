// One limit of a profile in plain words: what the venue does, what Sluice does, and what that leaves. Pure functions.
#pragma once

#include <string>

#include "config/profile.hpp"

namespace sluice::profile_tool {

// "aligned window, one for each account"
std::string shape_words(const LimitConfig &limit);

// What the venue does beyond the limit, and beyond the wall.
std::string action_words(const ProfileLimit &limit);

// How Sluice keeps the rule. For a limit whose numbers are known.
std::string conduct_words(const LimitConfig &limit);

// "49 orders at once, 4.9 a second in the long run; ...". For a limit whose numbers are known.
std::string rate_words(const LimitConfig &limit);

}  // namespace sluice::profile_tool
