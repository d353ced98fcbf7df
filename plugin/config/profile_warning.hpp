// What an operator is told of a venue's profile although nothing is wrong with the config: one line each, for
// `Config::warnings`. Pure functions.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace sluice {

// Venues change their rules a few times a year.
inline constexpr std::chrono::days kProfileFresh{180};

constexpr bool is_stale(std::chrono::sys_days verified_on, std::chrono::sys_days now) {
    return now - verified_on > kProfileFresh;
}

std::string stale_profile_warning(
    std::string_view venue, std::string_view profile, std::chrono::sys_days verified_on, std::chrono::sys_days now);

// The venue has complete limits of its own, so it can do without.
std::string unknown_profile_warning(std::string_view venue, std::string_view profile);

}  // namespace sluice
