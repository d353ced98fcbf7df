// The schemas and profiles of sdk/ as they were when this library was built, so that it needs no file at run time.
// Constant; the build generates the definitions.
#pragma once

#include <span>
#include <string_view>

namespace sluice {

std::string_view config_schema();
std::string_view profile_schema();

struct ProfileText {
    std::string_view name;  // of the file, without its ending
    std::string_view text;
};

// Sorted by name.
std::span<const ProfileText> profile_texts();

}  // namespace sluice
