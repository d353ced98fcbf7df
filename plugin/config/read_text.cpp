#include "config/read_text.hpp"

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <string>

#include "config/found_text.hpp"

namespace sluice {
namespace {

// Builds the document and stops the reader, which recurses, before the nesting gets dangerous.
class NestingGuard {
public:
    explicit NestingGuard(JsonDocument &document) : document_(document) {}

    bool is_too_deep() const { return depth_ > kNestingMax; }

    bool Null() { return document_.Null(); }
    bool Bool(bool value) { return document_.Bool(value); }
    bool Int(int value) { return document_.Int(value); }
    bool Uint(unsigned value) { return document_.Uint(value); }
    bool Int64(int64_t value) { return document_.Int64(value); }
    bool Uint64(uint64_t value) { return document_.Uint64(value); }
    bool Double(double value) { return document_.Double(value); }
    bool RawNumber(const char *text, rapidjson::SizeType length, bool is_copied) {
        return document_.RawNumber(text, length, is_copied);
    }
    bool String(const char *text, rapidjson::SizeType length, bool is_copied) {
        return document_.String(text, length, is_copied);
    }
    bool Key(const char *text, rapidjson::SizeType length, bool is_copied) {
        return document_.Key(text, length, is_copied);
    }
    bool StartObject() { return enter() && document_.StartObject(); }
    bool EndObject(rapidjson::SizeType count) { return leave() && document_.EndObject(count); }
    bool StartArray() { return enter() && document_.StartArray(); }
    bool EndArray(rapidjson::SizeType count) { return leave() && document_.EndArray(count); }

private:
    bool enter() { return ++depth_ <= kNestingMax; }
    bool leave() {
        --depth_;
        return true;
    }

    JsonDocument &document_;
    size_t depth_ = 0;
};

struct ReadOutcome {
    rapidjson::ParseErrorCode code = rapidjson::kParseErrorNone;
    size_t offset = 0;
    bool is_too_deep = false;
};

// What JsonDocument::Populate calls: it takes the tree over only if this returns true.
class TreeReader {
public:
    explicit TreeReader(std::string_view text) : text_(text) {}

    bool operator()(JsonDocument &document) {
        rapidjson::MemoryStream stream(text_.data(), text_.size());
        NestingGuard guard(document);
        rapidjson::Reader reader;
        const auto result = reader.Parse<rapidjson::kParseValidateEncodingFlag>(stream, guard);
        outcome_ = {result.Code(), result.Offset(), guard.is_too_deep()};
        return !result.IsError();
    }

    const ReadOutcome &outcome() const { return outcome_; }

private:
    std::string_view text_;
    ReadOutcome outcome_;
};

std::string expected_syntax(const ReadOutcome &outcome) {
    if (outcome.is_too_deep) return "at most " + std::to_string(kNestingMax) + " levels of nesting";
    switch (outcome.code) {
        case rapidjson::kParseErrorDocumentEmpty:
            return "a JSON object";
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "nothing after the end of the document";
        case rapidjson::kParseErrorValueInvalid:
            return "a JSON value";
        case rapidjson::kParseErrorObjectMissName:
            return "a key in double quotes";
        case rapidjson::kParseErrorObjectMissColon:
            return "a colon after the key";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "a comma or } after the value";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "a comma or ] after the value";
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
            return "four hex digits after \\u";
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "a whole pair of \\u surrogates";
        case rapidjson::kParseErrorStringEscapeInvalid:
            return "a valid escape (\\n, \\t, \\\", \\u0041) and no raw control character in a string";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "a closing quotation mark";
        case rapidjson::kParseErrorStringInvalidEncoding:
            return "UTF-8 without raw control characters in a string";
        case rapidjson::kParseErrorNumberTooBig:
            return "a number that fits 64 bits";
        case rapidjson::kParseErrorNumberMissFraction:
            return "a digit after the decimal point";
        case rapidjson::kParseErrorNumberMissExponent:
            return "a digit in the exponent";
        default:
            return "valid JSON";
    }
}

ConfigFault fault_at(std::string_view text, size_t offset, const std::string &expected) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto column = 1 + std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                                [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) != 0x80u; });
    // Four bytes a character are enough to fill the excerpt, and the rest of a large text is not copied.
    std::string_view rest = text.substr(before.size(), 4 * (kFoundCharactersMax + 1));
    rest = rest.substr(0, rest.find('\n'));
    const bool is_at_end = before.size() == text.size();
    return {"", "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + expected,
        is_at_end      ? "the end of the text"
        : rest.empty() ? "the end of the line"
                       : shortened(escaped(rest))};
}

}  // namespace

std::optional<ConfigFault> read_text(std::string_view text, JsonDocument &document) {
    if (text.size() > kTextBytesMax) {
        return ConfigFault{"", "a text of at most " + std::to_string(kTextBytesMax) + " bytes",
            std::to_string(text.size()) + " bytes"};
    }
    // RapidJSON takes a NUL byte for the end of the text and would not look at what follows it.
    if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
        return fault_at(text, nul, "no NUL byte");
    }
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);

    TreeReader reader(text);
    document.Populate(reader);
    const ReadOutcome &outcome = reader.outcome();
    if (outcome.code == rapidjson::kParseErrorNone) return std::nullopt;
    return fault_at(text, outcome.offset, expected_syntax(outcome));
}

}  // namespace sluice
