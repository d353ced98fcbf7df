// Judges the limits of the firm and those of one venue, with what the venue takes from its profile. Faults point at the
// operator's document: at the member that is given, or at the profile that a number comes from. Control path.
#pragma once

#include <string>

#include "config/broken_parts.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"
#include "config/profile_documents.hpp"

namespace sluice {

// `root` is the whole document.
void check_firm_limits(const JsonValue &root, const BrokenParts &broken, FaultList &faults);

// `path` is that of the venue.
void check_venue_limits(const JsonValue &root, const JsonValue &venue, const std::string &path,
    ProfileDocuments &profiles, const BrokenParts &broken, FaultList &faults);

}  // namespace sluice
