// What all limits of a profile together let through for one account that trades one instrument on one lane: a table
// over times, and the limits that bind.
#pragma once

#include "config/profile.hpp"
#include "page.hpp"

namespace sluice::profile_tool {

void write_rates(const Profile &profile, Page &page);

}  // namespace sluice::profile_tool
