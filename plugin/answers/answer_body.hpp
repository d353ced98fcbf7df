// What can be read from an answer's body whoever sent it: its format, whether its end is missing, the error codes in
// it, and signs of an error. Nothing here knows a venue.
//
// This is no parser: a body may be JSON that was cut anywhere, JSON in a line of a log, the text of a client library or
// a page of a proxy. What is looked for is a name, a `:` or `=`, and a value, wherever they stand, so the same code is
// found in {"code":-1003}, {"error":{"code":"10028"}}, "APIError(code=-1015): ..." and 25016=-1013. One pass, memory of
// fixed size inside the object, no recursion. Any thread; the bytes have to outlive it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "answers/body_text.hpp"
#include "answers/text_parts.hpp"

namespace sluice {

// Only the beginning of a longer body is looked at. The largest honest answers are those to batches of some hundred
// orders.
inline constexpr std::size_t kBodyBytesMax = 64 * 1024;

enum class BodyFormat : uint8_t { empty, json, page, fix, plain };

class AnswerBody {
public:
    explicit AnswerBody(std::string_view bytes) noexcept;

    BodyFormat format() const noexcept { return format_; }
    bool is_long() const noexcept { return is_long_; }
    // The end is missing, as far as the format can tell: an open bracket, no checksum. False for pages and plain text.
    bool is_cut() const noexcept { return is_cut_; }

    // Is `code` one of the error codes? Compared as text, letters in any case. Codes that say success ("0") count only
    // where no other is: in a batch the whole may be "0" and a part of it refused.
    bool has_code(std::string_view code) const noexcept;
    bool contains(std::string_view text) const noexcept;
    // The text, to read on behind a place in it.
    BodyText text() const noexcept { return {bytes_, format_ == BodyFormat::page || format_ == BodyFormat::plain}; }
    // Value of the first field of that number in a FIX message, as it stands there; empty: there is none.
    std::string_view fix_field(std::string_view tag) const noexcept;

    // The HTTP status that the body itself gives, 100 to 599; 0: none.
    uint32_t http_status() const noexcept { return http_status_; }
    // A code that is not one of success, a field named error that is not empty, "success":false, "status":"REJECTED"
    // ...
    bool has_error_sign() const noexcept { return has_error_sign_; }
    // A text for people: "msg", "message", "text".
    bool has_message() const noexcept { return has_message_; }

private:
    // Long enough for "EAPI:Rate limit exceeded"; a longer value is a sentence and no code.
    static constexpr std::size_t kCodeBytesMax = 47;
    static constexpr std::size_t kCodesMax = 24;
    struct Code {
        std::array<char, kCodeBytesMax> bytes;
        uint8_t length = 0;
        std::string_view text() const noexcept { return {bytes.data(), length}; }
    };
    struct Value;

    BodyFormat find_format() const noexcept;
    bool find_cut() const noexcept;
    void read_fields() noexcept;
    void read_field(std::string_view name, BodyText behind_name) noexcept;
    Value read_value(BodyText &text, int first) const noexcept;
    void read_list(BodyText text) noexcept;
    void hear_code(const Value &value, bool is_named_error) noexcept;
    void add_code(std::string_view code) noexcept;

    std::string_view bytes_;
    BodyFormat format_ = BodyFormat::empty;
    bool is_long_ = false;
    bool is_cut_ = false;
    bool has_error_sign_ = false;
    bool has_error_code_ = false;
    bool has_message_ = false;
    uint32_t http_status_ = 0;
    std::size_t code_count_ = 0;
    std::array<Code, kCodesMax> codes_;
    TextParts parts_;
};

}  // namespace sluice
