// `sluice-profile simulate`: what a flow would meet at a venue, as pictures. Control path.
#pragma once

#include <string>
#include <vector>

namespace sluice::profile_tool {

// The exit status of the program.
int simulate(const std::vector<std::string> &arguments);

}  // namespace sluice::profile_tool
