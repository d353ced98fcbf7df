#include "page.hpp"

#include <algorithm>

#include "config/found_text.hpp"

namespace sluice::profile_tool {
namespace {

constexpr size_t kLabelColumns = 12;

// Columns that a UTF-8 text takes, if no character is wider than one.
size_t columns_of(std::string_view text) {
    return static_cast<size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) != 0x80u; }));
}

}  // namespace

void Page::heading(std::string_view text) {
    const std::string safe = escaped(text);
    line(safe);
    line(std::string(columns_of(safe), '='));
}

void Page::blank() {
    text_ += '\n';
}

void Page::line(std::string_view text) {
    text_ += text;
    text_ += '\n';
}

void Page::labelled(std::string_view label, std::string_view raw_text) {
    if (raw_text.empty()) return;
    const std::string safe = escaped(raw_text);
    const std::string_view text = safe;
    std::string line = "  " + std::string(label);
    line.resize(std::max(line.size() + 1, kLabelColumns), ' ');
    bool is_line_empty = true;
    size_t columns = columns_of(line);
    for (size_t start = 0; start < text.size();) {
        const size_t end = std::min(text.find(' ', start), text.size());
        const std::string_view word = text.substr(start, end - start);
        start = end + 1;
        if (word.empty()) continue;
        if (!is_line_empty && columns + 1 + columns_of(word) > kColumns) {
            this->line(line);
            line.assign(kLabelColumns, ' ');
            columns = kLabelColumns;
            is_line_empty = true;
        }
        if (!is_line_empty) line += ' ';
        line += word;
        columns += columns_of(word) + (is_line_empty ? 0 : 1);
        is_line_empty = false;
    }
    this->line(line);
}

}  // namespace sluice::profile_tool
