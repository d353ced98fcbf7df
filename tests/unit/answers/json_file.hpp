// Reading JSON files in tests: whole files, one document a line, and members that may be missing. Throws
// std::runtime_error with path and place, so that a test fails with a sentence.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace sluice::test {

inline std::string file_bytes(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot be opened");
    return {std::istreambuf_iterator<char>(file), {}};
}

inline rapidjson::Document parsed(const std::string &text, const std::string &path) {
    rapidjson::Document document;
    document.Parse(text.data(), text.size());
    if (document.HasParseError()) {
        throw std::runtime_error(path + ": byte " + std::to_string(document.GetErrorOffset()) + ": " +
                                 rapidjson::GetParseError_En(document.GetParseError()));
    }
    return document;
}

inline rapidjson::Document parsed_file(const std::string &path) {
    return parsed(file_bytes(path), path);
}

// Empty when the member is missing or null.
inline std::string text_member(const rapidjson::Value &object, const char *name) {
    const auto member = object.FindMember(name);
    if (member == object.MemberEnd() || !member->value.IsString()) return {};
    return {member->value.GetString(), member->value.GetStringLength()};
}

}  // namespace sluice::test
