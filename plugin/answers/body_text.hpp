// The characters of an answer's body in one normal form, so that a text of a profile is found however a venue, a proxy
// or a client library laid the answer out:
//
//   letters   ASCII letters are small
//   blanks    a run of white space and control bytes is one blank, and none beside { } [ ] : , = " '
//   escapes   \" \/ \n \u0041 are what JSON means by them, everywhere, since JSON is often quoted in other text
//   tags      <p class="x"> is a blank, where markup may stand (not in JSON, where < is a character)
//   SOH       between the fields of a FIX message is |
//   NUL       bytes are left out, so that UTF-16 reads as ASCII
//
// Everything else stays as it is, invalid UTF-8 too. The text is read in place, forward only, and in time proportional
// to its length; a copy of the object is a second place in the same text. Any thread; the bytes have to outlive it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/answer_rule.hpp"

namespace sluice {

class BodyText {
public:
    static constexpr int kEnd = -1;

    BodyText() = default;
    BodyText(std::string_view bytes, bool has_tags) noexcept
        : at_(bytes.data()), end_(bytes.data() + bytes.size()), has_tags_(has_tags) {}

    // The next character, 1 to 255; kEnd behind the last, again and again.
    int next() noexcept;

private:
    int read() noexcept;
    unsigned char unescape() noexcept;
    bool skip_tag() noexcept;

    const char *at_ = nullptr;
    const char *end_ = nullptr;
    int waiting_ = 0;  // comes after the blank that was given instead of it; 0: nothing
    int last_ = 0;     // 0: nothing was given yet
    bool has_tags_ = false;
};

// A text to look for, in the same normal form. Blanks at its ends do not count.
class WantedText {
public:
    explicit WantedText(std::string_view text) noexcept;

    std::string_view text() const noexcept { return {bytes_.data(), length_}; }
    // False for a text that is longer than a profile may give: nothing matches it.
    bool is_whole() const noexcept { return is_whole_; }

private:
    std::array<char, kAnswerTextBytesMax> bytes_;
    std::size_t length_ = 0;
    bool is_whole_ = true;
};

// Moves `text` behind the first place where `wanted` stands. False: there is none, and `text` is at its end.
bool find_behind(BodyText &text, const WantedText &wanted) noexcept;

}  // namespace sluice
