// Judges whether a configuration obeys every rule, by code that shares nothing with the plugin's: for tests that let
// chance write documents.
#pragma once

#include "config/config.hpp"

namespace sluice {

bool is_sound(const Config &config);

}  // namespace sluice
