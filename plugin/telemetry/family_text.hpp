// One metric family of the page as text: its HELP and TYPE lines and then row after row, in the Prometheus text format
// 0.0.4. A family without rows is not shown. One thread writes it; emptied, it keeps its memory.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "telemetry/number_text.hpp"
#include "telemetry/text_buffer.hpp"

namespace sluice {

enum class FamilyType : uint8_t { counter, gauge, histogram };

class FamilyText {
public:
    FamilyText(std::string_view name, std::string_view help, FamilyType type);

    void remove_rows() noexcept { text_.resize_down(head_bytes_); }

    // Both parts of the labels are texts of a LabelSet; either may be empty.
    template <typename Value>
    requires std::same_as<Value, uint64_t> || std::same_as<Value, double>
    void add(std::string_view labels, std::string_view more_labels, Value value) {
        constexpr std::size_t kMarks = 5;  // braces, comma, blank and line end
        char *out = text_.room(name_.size() + labels.size() + more_labels.size() + kMarks + kNumberBytes);
        out = put(out, name_);
        if (!labels.empty() || !more_labels.empty()) {
            *out++ = '{';
            out = put(out, labels);
            if (!labels.empty() && !more_labels.empty()) *out++ = ',';
            out = put(out, more_labels);
            *out++ = '}';
        }
        *out++ = ' ';
        out = put_value(out, value);
        *out++ = '\n';
        text_.end_at(out);
    }
    template <typename Value>
    void add(std::string_view labels, Value value) {
        add(labels, {}, value);
    }

    [[nodiscard]] const std::string &name() const noexcept { return name_; }
    // Where rows of a shape of their own are appended.
    [[nodiscard]] TextBuffer &rows() noexcept { return text_; }

    // Empty without rows.
    [[nodiscard]] std::string_view text() const noexcept {
        return text_.size() == head_bytes_ ? std::string_view() : text_.text();
    }

private:
    const std::string name_;
    TextBuffer text_;
    const std::size_t head_bytes_;  // of HELP and TYPE
};

// Appends the family's text to the parts of a page, unless it has no rows.
inline void append_family(std::vector<std::string_view> &page, const FamilyText &family) {
    if (const std::string_view text = family.text(); !text.empty()) page.push_back(text);
}

}  // namespace sluice
