// The known name that a mistyped one was probably meant to be. Pure function.
#pragma once

#include <string_view>
#include <vector>

namespace sluice {

// Empty: none is near.
std::string_view nearest_name(const std::vector<std::string_view> &names, std::string_view mistyped);

}  // namespace sluice
