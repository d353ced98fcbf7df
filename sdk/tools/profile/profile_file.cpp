#include "profile_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "config/found_text.hpp"
#include "config/nearest_name.hpp"
#include "config/parse_profile.hpp"

namespace sluice::profile_tool {
namespace {

// Far more than any profile has; a device without an end is not read for ever.
constexpr size_t kFileBytesMax = 16u << 20;

struct Close {
    void operator()(std::FILE *file) const { std::fclose(file); }
};

}  // namespace

FileText read_file(const std::string &path) {
    const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
    if (!file) return {std::nullopt, path + ": " + std::strerror(errno)};
    std::string text;
    char buffer[65536];
    while (const size_t length = std::fread(buffer, 1, sizeof buffer, file.get())) {
        text.append(buffer, length);
        if (text.size() > kFileBytesMax) return {std::nullopt, path + ": larger than a profile can be"};
    }
    if (std::ferror(file.get())) return {std::nullopt, path + ": " + std::strerror(errno)};
    return {std::move(text), ""};
}

FileText find_profile_text(const std::string &name_or_path) {
    if (const auto text = find_profile(name_or_path)) return {std::string(*text), ""};
    FileText file = read_file(name_or_path);
    if (file.text || errno != ENOENT) return file;
    const std::string_view nearest = nearest_name(profile_names(), name_or_path);
    file.problem = "no profile is called " + quoted(name_or_path) + ", and no such file exists";
    if (!nearest.empty()) file.problem += "; perhaps " + std::string(nearest) + " was meant";
    file.problem += ". The profiles are: sluice-profile list";
    return file;
}

std::string_view stem_of(std::string_view path) {
    path.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
    if (path.ends_with(".json")) path.remove_suffix(5);
    return path;
}

}  // namespace sluice::profile_tool
