// The text that the tool prints: headings, paragraphs wrapped to a column, lines with a label in the margin. Written by
// one command; printed once it is whole.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::profile_tool {

class Page {
public:
    static constexpr size_t kColumns = 100;

    void heading(std::string_view text);
    void blank();
    // One line as it is.
    void line(std::string_view text);
    // Wrapped text with a label before its first line. Nothing for an empty text. What comes from a file is told to the
    // terminal without its control characters, here and in headings.
    void labelled(std::string_view label, std::string_view text);

    const std::string &text() const { return text_; }

private:
    std::string text_;
};

}  // namespace sluice::profile_tool
