#include "answers/body_text.hpp"

namespace sluice {
namespace {

constexpr unsigned char kFieldEnd = 1;  // SOH

bool is_blank(unsigned char byte) noexcept {
    return byte <= ' ' || byte == 0x7f;
}

// Characters beside which a blank says nothing: `"code" : 1` and `"code":1` are the same.
bool swallows_blanks(int character) noexcept {
    switch (character) {
        case '{':
        case '}':
        case '[':
        case ']':
        case ':':
        case ',':
        case '=':
        case '"':
        case '\'':
            return true;
        default:
            return false;
    }
}

bool begins_tag(unsigned char byte) noexcept {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '/' || byte == '!' || byte == '?';
}

int hex_digit(char byte) noexcept {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

}  // namespace

int BodyText::next() noexcept {
    if (waiting_ != 0) {
        last_ = waiting_;
        waiting_ = 0;
        return last_;
    }
    bool is_after_blank = false;
    for (;;) {
        const int character = read();
        if (character == kEnd) return kEnd;
        if (character == ' ') {
            is_after_blank = true;
            continue;
        }
        if (is_after_blank && last_ != 0 && !swallows_blanks(last_) && !swallows_blanks(character)) {
            waiting_ = character;
            return ' ';
        }
        last_ = character;
        return character;
    }
}

int BodyText::read() noexcept {
    while (at_ != end_) {
        auto byte = static_cast<unsigned char>(*at_++);
        if (byte == '\\') byte = unescape();
        if (byte == 0) continue;
        if (byte == kFieldEnd) return '|';
        if (is_blank(byte)) return ' ';
        if (byte == '<' && has_tags_ && skip_tag()) return ' ';
        return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
    }
    return kEnd;
}

// Behind a backslash: what it stands for. A backslash that begins no escape stands for itself.
unsigned char BodyText::unescape() noexcept {
    if (at_ == end_) return '\\';
    switch (*at_) {
        case '"':
        case '\\':
        case '/':
            return static_cast<unsigned char>(*at_++);
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't':
            ++at_;
            return ' ';
        case 'u': {
            if (end_ - at_ < 5) return '\\';
            int code = 0;
            for (int digit = 1; digit <= 4; ++digit) {
                const int value = hex_digit(at_[digit]);
                if (value < 0) return '\\';
                code = code * 16 + value;
            }
            at_ += 5;
            return code < 0x80 ? static_cast<unsigned char>(code) : '?';
        }
        default:
            return '\\';
    }
}

// Behind a `<`. A tag ends at its `>` and holds no other `<`: without that rule a row of `<` would be read to the end
// of the body once for each.
bool BodyText::skip_tag() noexcept {
    if (at_ == end_ || !begins_tag(static_cast<unsigned char>(*at_))) return false;
    for (const char *ahead = at_; ahead != end_ && *ahead != '<'; ++ahead) {
        if (*ahead == '>') {
            at_ = ahead + 1;
            return true;
        }
    }
    return false;
}

WantedText::WantedText(std::string_view text) noexcept {
    BodyText characters(text, false);
    for (int character = characters.next(); character != BodyText::kEnd; character = characters.next()) {
        if (length_ == bytes_.size()) {
            is_whole_ = false;
            return;
        }
        bytes_[length_++] = static_cast<char>(character);
    }
}

// Knuth, Morris and Pratt: never looks at a character twice, which the forward-only text could not offer.
bool find_behind(BodyText &text, const WantedText &wanted) noexcept {
    if (!wanted.is_whole()) return false;
    const std::string_view pattern = wanted.text();
    if (pattern.empty()) return true;
    // fallback[n]: of the first n + 1 characters, how many at the end are also the beginning.
    std::array<uint8_t, kAnswerTextBytesMax> fallback;
    static_assert(kAnswerTextBytesMax <= UINT8_MAX);
    fallback[0] = 0;
    for (std::size_t index = 1, matched = 0; index < pattern.size(); ++index) {
        while (matched > 0 && pattern[index] != pattern[matched])
            matched = fallback[matched - 1];
        if (pattern[index] == pattern[matched]) ++matched;
        fallback[index] = static_cast<uint8_t>(matched);
    }
    std::size_t matched = 0;
    for (int character = text.next(); character != BodyText::kEnd; character = text.next()) {
        while (matched > 0 && static_cast<char>(character) != pattern[matched])
            matched = fallback[matched - 1];
        if (static_cast<char>(character) == pattern[matched]) ++matched;
        if (matched == pattern.size()) return true;
    }
    return false;
}

}  // namespace sluice
