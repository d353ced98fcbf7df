#include "config/profile_documents.hpp"

#include "config/parse_profile.hpp"

namespace sluice {

const JsonValue *ProfileDocuments::find(std::string_view name) {
    if (const auto known = documents_.find(name); known != documents_.end()) return &known->second;
    const auto text = find_profile(name);
    if (!text) return nullptr;
    JsonDocument &document = documents_[std::string(name)];
    document.Parse(text->data(), text->size());
    return &document;
}

}  // namespace sluice
