#include "config/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "config/found_text.hpp"

namespace sluice {
namespace {

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

}  // namespace

std::string_view nearest_name(const std::vector<std::string_view> &names, std::string_view mistyped) {
    if (mistyped.size() > kFoundCharactersMax) return {};
    // A slip of the finger changes few characters; a name that differs in half of them is another word.
    std::string_view nearest;
    size_t nearest_distance = SIZE_MAX;
    for (const std::string_view name : names) {
        const size_t distance = edit_distance(mistyped, name);
        if (distance < nearest_distance && 2 * distance < name.size()) {
            nearest = name;
            nearest_distance = distance;
        }
    }
    return nearest;
}

}  // namespace sluice
