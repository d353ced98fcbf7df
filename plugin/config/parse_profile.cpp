#include "config/parse_profile.hpp"

#include "config/broken_parts.hpp"
#include "config/built_in_texts.hpp"
#include "config/duplicate_check.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"
#include "config/profile_check.hpp"
#include "config/read_profile.hpp"
#include "config/read_text.hpp"
#include "config/schema_check.hpp"

namespace sluice {

ProfileResult parse_profile(std::string_view json, std::chrono::sys_days now) {
    ProfileResult result;
    JsonDocument document;
    if (auto fault = read_text(json, document)) {
        result.faults.push_back(std::move(*fault));
        return result;
    }

    BrokenParts broken;
    FaultList faults;
    check_duplicates(document, broken, faults);
    JsonDocument schema;
    schema.Parse(profile_schema().data(), profile_schema().size());
    check_schema(document, schema, broken, faults);
    // With the list full, the schema check may not have seen everything that the next one relies on.
    if (!faults.is_overfull() && !broken.is_broken(document)) check_profile(document, now, broken, faults);

    if (faults.is_empty()) {
        result.profile = read_profile(document);
    } else {
        result.faults = faults.in_document_order(document);
    }
    return result;
}

std::optional<std::string_view> find_profile(std::string_view name) {
    for (const ProfileText &profile : profile_texts()) {
        if (profile.name == name) return profile.text;
    }
    return std::nullopt;
}

std::vector<std::string_view> profile_names() {
    std::vector<std::string_view> names;
    for (const ProfileText &profile : profile_texts())
        names.push_back(profile.name);
    return names;
}

}  // namespace sluice
