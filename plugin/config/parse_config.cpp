#include "config/parse_config.hpp"

#include "config/broken_parts.hpp"
#include "config/built_in_texts.hpp"
#include "config/duplicate_check.hpp"
#include "config/fault_list.hpp"
#include "config/json.hpp"
#include "config/profile_documents.hpp"
#include "config/read_config.hpp"
#include "config/read_text.hpp"
#include "config/schema_check.hpp"
#include "config/semantic_check.hpp"

namespace sluice {

ConfigResult parse_config(std::string_view json, std::chrono::sys_days now) {
    ConfigResult result;
    JsonDocument document;
    if (auto fault = read_text(json, document)) {
        result.faults.push_back(std::move(*fault));
        return result;
    }

    BrokenParts broken;
    FaultList faults;
    check_duplicates(document, broken, faults);
    JsonDocument schema;
    schema.Parse(config_schema().data(), config_schema().size());
    check_schema(document, schema, broken, faults);
    // With the list full, the schema check may not have seen everything that the next one relies on.
    ProfileDocuments profiles;
    if (!faults.is_overfull() && !broken.is_broken(document)) check_semantics(document, profiles, broken, faults);

    if (faults.is_empty()) {
        result.config = read_config(document, profiles, now);
    } else {
        result.faults = faults.in_document_order(document);
    }
    return result;
}

std::string to_string(const ConfigFault &fault) {
    return (fault.path.empty() ? "(document)" : fault.path) + ": expected " + fault.expected + ", found " + fault.found;
}

}  // namespace sluice
