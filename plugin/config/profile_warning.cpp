#include "config/profile_warning.hpp"

#include "config/calendar.hpp"
#include "config/found_text.hpp"
#include "config/nearest_name.hpp"
#include "config/parse_profile.hpp"

namespace sluice {

std::string stale_profile_warning(
    std::string_view venue, std::string_view profile, std::chrono::sys_days verified_on, std::chrono::sys_days now) {
    return "venue " + quoted(venue) + ": profile " + std::string(profile) + " was verified on " +
           day_text(verified_on) + ", " + std::to_string((now - verified_on).count()) +
           " days ago: compare its numbers with the venue's pages, or take a newer Sluice";
}

std::string unknown_profile_warning(std::string_view venue, std::string_view profile) {
    const std::string_view nearest = nearest_name(profile_names(), profile);
    return "venue " + quoted(venue) + ": profile " + quoted(profile) + " is not known" +
           (nearest.empty() ? "" : " (perhaps " + quoted(nearest) + ")") +
           ": only the limits of the config are in force";
}

}  // namespace sluice
