#include "telemetry/label_set.hpp"

namespace sluice {
namespace {

char *put_escaped(char *out, std::string_view value) noexcept {
    for (const char character : value) {
        if (character == '\n') {
            out = put(out, "\\n");
            continue;
        }
        if (character == '\\' || character == '"') *out++ = '\\';
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
