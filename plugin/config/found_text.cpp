#include "config/found_text.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace sluice {
namespace {

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0u) == 0x80u;
}

// Length of the well-formed UTF-8 sequence at the start of text, 0 if there is none.
size_t sequence_length(std::string_view text) {
    const auto byte = [text](size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char first = byte(0);
    size_t length = 0;
    unsigned char second_min = 0x80;
    unsigned char second_max = 0xbf;
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) length = 2;
    if (first >= 0xe0 && first <= 0xef) length = 3;
    if (first >= 0xf0 && first <= 0xf4) length = 4;
    if (first == 0xe0) second_min = 0xa0;
    if (first == 0xed) second_max = 0x9f;
    if (first == 0xf0) second_min = 0x90;
    if (first == 0xf4) second_max = 0x8f;
    if (length == 0 || text.size() < length || byte(1) < second_min || byte(1) > second_max) return 0;
    const auto tail = text.substr(1, length - 1);
    return std::all_of(tail.begin(), tail.end(), is_continuation) ? length : 0;
}

std::string counted(size_t count, const char *one, const char *many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

// As JSON writes it: the shortest text that reads back as the same number.
std::string number_text(const JsonValue &number) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    number.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

std::string shortened(std::string_view text) {
    // Where the text is cut if it turns out to be too long: before the third last character that would fit.
    size_t cut = 0;
    size_t characters = 0;
    for (size_t index = 0; index < text.size(); ++index) {
        if (is_continuation(text[index])) continue;
        if (characters == kFoundCharactersMax - 3) cut = index;
        if (++characters > kFoundCharactersMax) return std::string(text.substr(0, cut)) + "...";
    }
    return std::string(text);
}

std::string escaped(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const size_t length = sequence_length(text);
        const auto byte = static_cast<unsigned char>(text[0]);
        std::array<char, 8> code{};
        if (length == 0) {
            std::snprintf(code.data(), code.size(), "\\x%02x", byte);
            result += code.data();
        } else if (byte < 0x20 || byte == 0x7f) {
            std::snprintf(code.data(), code.size(), "\\u%04x", byte);
            result += byte == '\n' ? "\\n" : byte == '\t' ? "\\t" : byte == '\r' ? "\\r" : code.data();
        } else {
            result += text.substr(0, length);
        }
        text.remove_prefix(std::max<size_t>(length, 1));
    }
    return result;
}

std::string quoted(std::string_view text) {
    std::string result(1, '"');
    result += shortened(escaped(shortened(text)));
    result += '"';
    return result;
}

std::string found_text(const JsonValue &value) {
    switch (value.GetType()) {
        case rapidjson::kNullType:
            return "null";
        case rapidjson::kFalseType:
            return "false";
        case rapidjson::kTrueType:
            return "true";
        case rapidjson::kStringType:
            return quoted(text_of(value));
        case rapidjson::kNumberType:
            return shortened(number_text(value));
        case rapidjson::kArrayType:
            return value.Empty() ? "an empty list" : "a list of " + counted(value.Size(), "element", "elements");
        case rapidjson::kObjectType:
            return value.ObjectEmpty() ? "an empty object"
                                       : "an object with " + counted(value.MemberCount(), "key", "keys");
    }
    return "nothing";
}

std::string listed(const std::vector<std::string_view> &names) {
    std::string words;
    for (const std::string_view name : names) {
        if (!words.empty()) words += ", ";
        words += quoted(name);
    }
    return words;
}

}  // namespace sluice
