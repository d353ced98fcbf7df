// Turns the text of a profile into a `Profile`, or into the list of everything that is wrong with it; and finds the
// profiles that are built in. Control path: allocates, never throws for bad input.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "config/calendar.hpp"
#include "config/parse_config.hpp"
#include "config/profile.hpp"

namespace sluice {

struct ProfileResult {
    Profile profile;                  // meaningful only without faults
    std::vector<ConfigFault> faults;  // in the order of the document
};

// `now`: no number can have been verified after this day.
ProfileResult parse_profile(std::string_view json, std::chrono::sys_days now = today());

// The text of a profile that is built in, or nothing.
std::optional<std::string_view> find_profile(std::string_view name);

// Of all that are built in, sorted.
std::vector<std::string_view> profile_names();

}  // namespace sluice
