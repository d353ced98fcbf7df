#include "telemetry/label_set.hpp"

namespace sluice {
namespace {

bool must_be_escaped(char character) noexcept {
    return character == '\n' || character == '\\' || character == '"';
}

char *put_escaped(char *out, std::string_view value) noexcept {
    // Looks at all of it instead of stopping early, so that it is done many characters at a time.
    bool is_plain = true;
    for (const char character : value)
        is_plain &= !must_be_escaped(character);
    if (is_plain) return put(out, value);
    for (const char character : value) {
        if (character == '\n') {
            out = put(out, "\\n");
            continue;
        }
        if (must_be_escaped(character)) *out++ = '\\';
        *out++ = character;
    }
    return out;
}

}  // namespace

void LabelSet::add(const Label &label) {
    if (label.value.empty()) return;
    constexpr std::size_t kMarks = 4;  // comma, equals sign and two quotes
    char *out = text_.room(label.name.size() + 2 * label.value.size() + kMarks);
    if (text_.size() != 0) *out++ = ',';
    out = put(out, label.name);
    out = put(out, "=\"");
    out = put_escaped(out, label.value);
    *out++ = '"';
    text_.end_at(out);
}

}  // namespace sluice
