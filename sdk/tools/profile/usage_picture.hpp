// A picture of how full a limit was as time went by, in text: a column for each span, its height the highest use in it.
// Pure function.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::profile_tool {

// One line of text for each element, the axis of time last. `length_ns` is what all of `used` spans.
std::vector<std::string> usage_picture(const std::vector<uint64_t> &used, uint64_t limit, uint64_t length_ns);

}  // namespace sluice::profile_tool
