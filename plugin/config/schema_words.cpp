#include "config/schema_words.hpp"

#include <algorithm>
#include <vector>

#include "config/found_text.hpp"

namespace sluice {
namespace {

std::string number_at(const JsonValue &node, std::string_view keyword) {
    const JsonValue *number = find_member(node, keyword);
    return number ? found_text(*number) : std::string();
}

// "from 1 to 5", "of at least 1", "of at most 5", or nothing.
std::string range_words(const std::string &lowest, const std::string &highest, std::string_view between) {
    if (!lowest.empty() && !highest.empty()) return std::string(between) + lowest + " to " + highest;
    if (!lowest.empty()) return " of at least " + lowest;
    if (!highest.empty()) return " of at most " + highest;
    return "";
}

std::string listed(const std::vector<std::string_view> &names) {
    std::string words;
    for (const std::string_view name : names) {
        if (!words.empty()) words += ", ";
        words += quoted(name);
    }
    return words;
}

// Number of inserted, left out or replaced characters between two words (Levenshtein), row by row.
size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<size_t> row(right.size() + 1);
    for (size_t column = 0; column < row.size(); ++column)
        row[column] = column;
    for (size_t line = 0; line < left.size(); ++line) {
        size_t diagonal = row[0];
        row[0] = line + 1;
        for (size_t column = 0; column < right.size(); ++column) {
            const size_t replaced = diagonal + (left[line] == right[column] ? 0 : 1);
            diagonal = row[column + 1];
            row[column + 1] = std::min({replaced, row[column] + 1, diagonal + 1});
        }
    }
    return row.back();
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
        return range.empty() ? "a text" : "a text" + range + " characters";
    }
    if (name == "array") {
        const std::string range = range_words(number_at(node, "minItems"), number_at(node, "maxItems"), " of ");
        return range.empty() ? "a list" : "a list" + range + " elements";
    }
    if (name == "boolean") return "true or false";
    return "an object";
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
    // A slip of the finger changes few characters; a key that differs in half of them is another word.
    std::string_view nearest;
    size_t nearest_distance = SIZE_MAX;
    if (unknown_key.size() <= kFoundCharactersMax) {
        for (const std::string_view key : keys) {
            const size_t distance = edit_distance(unknown_key, key);
            if (distance < nearest_distance && 2 * distance < key.size()) {
                nearest = key;
                nearest_distance = distance;
            }
        }
    }
    if (!nearest.empty()) return "a known key, perhaps " + quoted(nearest);
    return "one of the keys " + listed(keys);
}

}  // namespace sluice
