// Finds a profile that is given by the name of a built-in one or by the path of a file. Control path.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::profile_tool {

// The whole file, or why it cannot be read.
struct FileText {
    std::optional<std::string> text;
    std::string problem;
};

FileText read_file(const std::string &path);

// A built-in profile of that name, or else the file of that path.
FileText find_profile_text(const std::string &name_or_path);

// The name that a profile in this file has to have: that of the file without its ending.
std::string_view stem_of(std::string_view path);

}  // namespace sluice::profile_tool
