// Labels as they stand between the braces of a row: a="b",c="d", with what must be escaped escaped. They are written
// once and copied into many rows. A label with an empty value is left out: to Prometheus that is the same. One thread;
// allocates when it grows.
#pragma once

#include <initializer_list>
#include <string_view>

#include "telemetry/text_buffer.hpp"

namespace sluice {

struct Label {
    std::string_view name;
    std::string_view value;
};

class LabelSet {
public:
    LabelSet() = default;
    LabelSet(std::initializer_list<Label> labels) { set(labels); }

    void set(std::initializer_list<Label> labels) {
        text_.resize_down(0);
        for (const Label &label : labels)
            add(label);
    }
    void add(const Label &label);

    [[nodiscard]] std::string_view text() const noexcept { return text_.text(); }

private:
    TextBuffer text_;
};

}  // namespace sluice
