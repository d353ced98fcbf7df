// `sluice-profile explain NAME|FILE`: the venue's rules in plain words, what Sluice does about each, and how many
// orders and cancels that lets through.
#pragma once

#include <string>

namespace sluice::profile_tool {

// The exit status: 0, or 1 when the profile has faults, 2 when there is none.
int explain(const std::string &name_or_path);

}  // namespace sluice::profile_tool
