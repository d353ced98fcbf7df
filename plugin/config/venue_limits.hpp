// The limits of one venue: those of its profile, each with the members that the document replaces, then those that the
// document adds. The one place that knows how the two are put together; checks and reading both start from it. Holds
// the combined limits; refers to the venue and the profile, which must outlive it. Control path.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "config/broken_parts.hpp"
#include "config/json.hpp"

namespace sluice {

struct VenueLimit {
    const JsonValue *limit = nullptr;       // all members
    const JsonValue *given = nullptr;       // what the document says of it; null: nothing, all is the profile's
    size_t given_index = 0;                 // its place in the document's list
    const JsonValue *of_profile = nullptr;  // null: the limit is the document's own
};

class VenueLimits {
public:
    // `profile`: the root of the profile; null: the venue has none. Entries of the document that are broken are left
    // out; of two that replace members of the same limit the first counts.
    VenueLimits(const JsonValue &venue, const JsonValue *profile, const BrokenParts &broken);

    const std::vector<VenueLimit> &all() const { return limits_; }

private:
    void add_of_profile(const JsonValue &limit, const VenueLimit *given);

    JsonDocument combined_;  // a list
    std::vector<VenueLimit> limits_;
};

// The name of a limit, or nothing where that is broken or missing.
std::string_view name_of_limit(const JsonValue &limit, const BrokenParts &broken);

// Whether the venue does without that limit of its profile.
bool is_left_out(const JsonValue &venue, std::string_view limit, const BrokenParts &broken);

}  // namespace sluice
