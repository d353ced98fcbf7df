#include "config/schema_words.hpp"

#include <vector>

#include "config/found_text.hpp"
#include "config/nearest_name.hpp"

namespace sluice {
namespace {

std::string number_at(const JsonValue &node, std::string_view keyword) {
    const JsonValue *number = find_member(node, keyword);
    return number ? found_text(*number) : std::string();
}

// "from 1 to 5", "of 5", "of at least 1", "of at most 5", or nothing.
std::string range_words(const std::string &lowest, const std::string &highest, std::string_view between) {
    if (!lowest.empty() && lowest == highest) return " of " + lowest;
    if (!lowest.empty() && !highest.empty()) return std::string(between) + lowest + " to " + highest;
    if (!lowest.empty()) return " of at least " + lowest;
    if (!highest.empty()) return " of at most " + highest;
    return "";
}

std::string words_of_type(const JsonValue &node, std::string_view name) {
    if (name == "integer") {
        const std::string lowest = number_at(node, "minimum");
        const std::string highest = number_at(node, "maximum");
        if (!lowest.empty() && lowest == highest) return "the number " + lowest;
        return "a whole number" + range_words(lowest, highest, " from ");
    }
    if (name == "string") {
        const std::string range = range_words(number_at(node, "minLength"), number_at(node, "maxLength"), " of ");
        std::string words = range.empty() ? "a text" : "a text" + range + " characters";
        if (const JsonValue *pattern = find_member(node, "pattern")) {
            words += " that matches " + std::string(text_of(*pattern));
        }
        return words;
    }
    if (name == "array") {
        const std::string range = range_words(number_at(node, "minItems"), number_at(node, "maxItems"), " of ");
        return range.empty() ? "a list" : "a list" + range + " elements";
    }
    if (name == "boolean") return "true or false";
    const std::string range = range_words(number_at(node, "minProperties"), "", " of ");
    return range.empty() ? "an object" : "an object" + range + " keys";
}

}  // namespace

const JsonValue &resolved(const JsonValue &schema_root, const JsonValue &node) {
    const JsonValue *reference = find_member(node, "$ref");
    if (!reference) return node;
    const JsonValue *target = rapidjson::Pointer(reference->GetString(), reference->GetStringLength()).Get(schema_root);
    return target ? *target : node;
}

std::string words_of(const JsonValue &node) {
    if (const JsonValue *values = find_member(node, "enum")) {
        std::vector<std::string_view> names;
        for (const JsonValue &value : values->GetArray())
            names.push_back(text_of(value));
        return "one of " + listed(names);
    }
    const JsonValue *type = find_member(node, "type");
    if (!type) return "an object";
    if (!type->IsArray()) return words_of_type(node, text_of(*type));
    std::string words;
    for (const JsonValue &name : type->GetArray())
        words += (words.empty() ? "" : " or ") + words_of_type(node, text_of(name));
    return words;
}

std::string words_of_keys(const JsonValue &node, std::string_view unknown_key) {
    std::vector<std::string_view> keys;
    if (const JsonValue *properties = find_member(node, "properties")) {
        for (const auto &property : properties->GetObject())
            keys.push_back(text_of(property.name));
    }
    const std::string_view nearest = nearest_name(keys, unknown_key);
    if (!nearest.empty()) return "a known key, perhaps " + quoted(nearest);
    return "one of the keys " + listed(keys);
}

}  // namespace sluice
