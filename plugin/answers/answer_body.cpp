#include "answers/answer_body.hpp"

#include <algorithm>

namespace sluice {
namespace {

using Words = std::string_view;

// What follows each of these is an error code. 25016 is Binance's field of a FIX message for it.
constexpr Words kCodeNames[] = {"code", "scode", "retcode", "ret_code", "errcode", "err_code", "errorcode",
    "error_code", "errorno", "errno", "25016"};
constexpr Words kErrorNames[] = {"error", "err", "errors", "errormessage", "error_message", "errmsg", "err_msg"};
constexpr Words kMessageNames[] = {"msg", "message", "retmsg", "ret_msg", "smsg", "text", "txt", "reason"};
constexpr Words kStatusNames[] = {"status", "statuscode", "status_code", "http_status", "httpstatus"};
constexpr Words kSuccessNames[] = {"success", "ok"};
// Values that say failure whatever the field is called.
constexpr Words kFailures[] = {"error", "fail", "failed", "failure", "reject", "rejected", "cancelreject"};
// Codes that say success. 200000 and the like are what some venues write for "no error".
constexpr Words kSuccesses[] = {"", "0", "00", "00000", "ok", "success", "200", "200000", "null", "none", "nil"};
constexpr Words kNothings[] = {"", "0", "null", "none", "nil", "false", "ok", "success", "[]", "{}"};

constexpr std::size_t kNameBytesMax = 16;
// No honest answer lists more error texts than that behind one name.
constexpr int kListItemsMax = 16;

template <std::size_t count>
bool is_one_of(std::string_view word, const Words (&words)[count]) noexcept {
    return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_word(int character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '_';
}

bool is_bare_value(int character) noexcept {
    return is_word(character) || character == '-' || character == '+' || character == '.';
}

bool is_quote(int character) noexcept {
    return character == '"' || character == '\'';
}

// The next character that is no blank and no backslash: of a quotation in a quotation one backslash is left.
int next_mark(BodyText &text) noexcept {
    int character = text.next();
    for (int skipped = 0; skipped < 8 && (character == ' ' || character == '\\'); ++skipped)
        character = text.next();
    return character;
}

bool is_white(char byte) noexcept {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

}  // namespace

// A value behind a name.
struct AnswerBody::Value {
    enum class Kind : uint8_t { none, scalar, list, object };

    std::array<char, 64> bytes;
    std::size_t length = 0;
    Kind kind = Kind::none;
    bool is_whole = false;  // neither cut off by the end of the body nor too long

    std::string_view text() const noexcept { return {bytes.data(), length}; }
};

AnswerBody::AnswerBody(std::string_view bytes) noexcept
    : bytes_(bytes.substr(0, kBodyBytesMax)), is_long_(bytes.size() > kBodyBytesMax) {
    format_ = find_format();
    is_cut_ = !is_long_ && find_cut();
    if (format_ != BodyFormat::empty) read_fields();
}

BodyFormat AnswerBody::find_format() const noexcept {
    for (std::size_t index = 0; index < bytes_.size(); ++index) {
        const auto byte = static_cast<unsigned char>(bytes_[index]);
        // Blanks, and what stands before the text in UTF-16 and UTF-8.
        const bool is_before_text =
            byte <= ' ' || byte == 0xff || byte == 0xfe || byte == 0xef || byte == 0xbb || byte == 0xbf;
        if (is_before_text) continue;
        if (byte == '{' || byte == '[') return BodyFormat::json;
        if (byte == '<') return BodyFormat::page;
        return bytes_.substr(index).starts_with("8=FIX") ? BodyFormat::fix : BodyFormat::plain;
    }
    return BodyFormat::empty;
}

bool AnswerBody::find_cut() const noexcept {
    if (format_ == BodyFormat::fix) {
        // A message ends in the field 10, three digits; its separator may have been lost.
        std::string_view rest = bytes_;
        while (
            !rest.empty() && (rest.back() == '|' || rest.back() == '\x01' || rest.back() == 0 || is_white(rest.back())))
            rest.remove_suffix(1);
        if (rest.size() < 7) return true;
        const std::string_view end = rest.substr(rest.size() - 7);
        return (end[0] != '|' && end[0] != '\x01') || end.substr(1, 3) != "10=";
    }
    if (format_ != BodyFormat::json) return false;
    int64_t depth = 0;
    bool is_in_string = false;
    bool is_escaped = false;
    for (const char byte : bytes_) {
        if (is_escaped) {
            is_escaped = false;
        } else if (byte == '\\') {
            is_escaped = is_in_string;
        } else if (byte == '"') {
            is_in_string = !is_in_string;
        } else if (!is_in_string && (byte == '{' || byte == '[')) {
            ++depth;
        } else if (!is_in_string && (byte == '}' || byte == ']') && --depth == 0) {
            return false;
        }
    }
    return true;
}

// Every word is taken for a name; read_field finds out whether a value follows it.
void AnswerBody::read_fields() noexcept {
    BodyText text = this->text();
    std::array<char, kNameBytesMax> name;
    std::size_t length = 0;
    for (;;) {
        const BodyText here = text;
        const int character = text.next();
        if (character != BodyText::kEnd) parts_.add(character);
        if (is_word(character)) {
            if (length < name.size()) name[length] = static_cast<char>(character);
            ++length;
            continue;
        }
        if (length > 0 && length <= name.size()) read_field({name.data(), length}, here);
        if (character == BodyText::kEnd) return;
        length = 0;
    }
}

void AnswerBody::read_field(std::string_view name, BodyText behind_name) noexcept {
    BodyText text = behind_name;
    int mark = next_mark(text);
    if (is_quote(mark)) mark = next_mark(text);
    if (mark != ':' && mark != '=') return;
    const int first = next_mark(text);
    const bool is_error = is_one_of(name, kErrorNames);
    const bool is_code = is_one_of(name, kCodeNames);
    if (first == '[' && (is_error || is_code)) return read_list(text);
    const Value value = read_value(text, first);
    if (value.kind == Value::Kind::none) return;
    if (value.kind == Value::Kind::object || value.kind == Value::Kind::list) {
        if (is_error) has_error_sign_ = true;
        return;
    }
    if (is_code || is_error) hear_code(value, is_error);
    if (format_ != BodyFormat::fix && is_one_of(value.text(), kFailures)) has_error_sign_ = true;
    if (is_one_of(name, kSuccessNames) && value.text() == "false") has_error_sign_ = true;
    if (is_one_of(name, kMessageNames) && value.length > 0) has_message_ = true;
    if (is_one_of(name, kStatusNames) && http_status_ == 0 && value.is_whole && value.length == 3) {
        uint32_t number = 0;
        for (const char digit : value.text())
            number = digit >= '0' && digit <= '9' ? number * 10 + static_cast<uint32_t>(digit - '0') : 10'000;
        if (number >= 100 && number <= 599) http_status_ = number;
    }
}

// `first` is the first character of the value, `text` stands behind it.
AnswerBody::Value AnswerBody::read_value(BodyText &text, int first) const noexcept {
    Value value;
    if (first == BodyText::kEnd) return value;
    if (first == '{' || first == '[') {
        BodyText inside = text;
        const int mark = next_mark(inside);
        const bool is_empty = mark == '}' || mark == ']' || mark == BodyText::kEnd;
        if (!is_empty) value.kind = first == '{' ? Value::Kind::object : Value::Kind::list;
        return value;
    }
    value.kind = Value::Kind::scalar;
    const bool is_quoted = is_quote(first);
    if (!is_quoted && !is_bare_value(first)) return value;
    int character = is_quoted ? text.next() : first;
    for (;; character = text.next()) {
        const bool is_end = is_quoted ? character == first : !is_bare_value(character);
        // Plain text may well end in a code; of JSON and FIX we know that more was to come.
        const bool may_end = format_ == BodyFormat::plain || format_ == BodyFormat::page;
        value.is_whole = is_end && (character != BodyText::kEnd || may_end);
        if (is_end || character == BodyText::kEnd) break;
        if (value.length == value.bytes.size()) return value;
        value.bytes[value.length++] = static_cast<char>(character);
    }
    // A quotation in a quotation ends in a backslash and the quote, and a sentence in a full stop.
    if (value.length > 0 && value.bytes[value.length - 1] == (is_quoted ? '\\' : '.')) --value.length;
    return value;
}

// Behind a `[`: ["EAPI:Rate limit exceeded", ...], [10006] or [{...}], whose fields are read when they come.
void AnswerBody::read_list(BodyText text) noexcept {
    for (int items = 0; items < kListItemsMax; ++items) {
        const int first = next_mark(text);
        if (first == ']' || first == BodyText::kEnd) return;
        if (first == '{' || first == '[') {
            has_error_sign_ = true;
            return;
        }
        if (first == ',') continue;
        const Value value = read_value(text, first);
        hear_code(value, true);
        if (!is_quote(first) || !value.is_whole) return;
    }
}

void AnswerBody::hear_code(const Value &value, bool is_named_error) noexcept {
    const std::string_view text = value.text();
    const bool is_success = is_named_error ? is_one_of(text, kNothings) : is_one_of(text, kSuccesses);
    if (!is_success) has_error_sign_ = true;
    if (!value.is_whole || text.empty() || text.size() > kCodeBytesMax || (is_named_error && is_success)) return;
    if (!is_success) has_error_code_ = true;
    add_code(text);
}

void AnswerBody::add_code(std::string_view code) noexcept {
    const auto known = codes_.begin() + static_cast<std::ptrdiff_t>(code_count_);
    if (std::any_of(codes_.begin(), known, [code](const Code &other) { return other.text() == code; })) return;
    if (code_count_ == codes_.size()) return;
    Code &added = codes_[code_count_++];
    std::copy(code.begin(), code.end(), added.bytes.begin());
    added.length = static_cast<uint8_t>(code.size());
}

bool AnswerBody::has_code(std::string_view code) const noexcept {
    const WantedText wanted(code);
    if (!wanted.is_whole() || (has_error_code_ && is_one_of(wanted.text(), kSuccesses))) return false;
    const auto end = codes_.begin() + static_cast<std::ptrdiff_t>(code_count_);
    return std::any_of(codes_.begin(), end, [&](const Code &known) { return known.text() == wanted.text(); });
}

bool AnswerBody::contains(std::string_view text) const noexcept {
    const WantedText wanted(text);
    if (!parts_.may_contain(wanted.text())) return false;
    BodyText place = this->text();
    return find_behind(place, wanted);
}

std::string_view AnswerBody::fix_field(std::string_view tag) const noexcept {
    for (std::size_t begin = 0; begin < bytes_.size();) {
        const std::size_t end = std::min(bytes_.find_first_of(std::string_view("|\x01", 2), begin), bytes_.size());
        const std::string_view field = bytes_.substr(begin, end - begin);
        if (field.size() > tag.size() && field.starts_with(tag) && field[tag.size()] == '=')
            return field.substr(tag.size() + 1);
        begin = end + 1;
    }
    return {};
}

}  // namespace sluice
