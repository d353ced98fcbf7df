// `sluice-profile check FILE...`: prints each fault of each file with its path.
#pragma once

#include <string>
#include <vector>

namespace sluice::profile_tool {

// The exit status: 0 when all are sound, 1 when a file has faults, 2 when one cannot be read.
int check(const std::vector<std::string> &paths);

}  // namespace sluice::profile_tool
