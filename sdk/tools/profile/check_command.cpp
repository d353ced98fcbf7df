#include "check_command.hpp"

#include <algorithm>
#include <cstdio>

#include "config/found_text.hpp"
#include "config/parse_profile.hpp"
#include "config/profile_warning.hpp"
#include "number_words.hpp"
#include "profile_file.hpp"

namespace sluice::profile_tool {
namespace {

int check_file(const std::string &path) {
    const FileText file = read_file(path);
    if (!file.text) {
        std::fprintf(stderr, "sluice-profile: %s\n", file.problem.c_str());
        return 2;
    }
    ProfileResult result = parse_profile(*file.text);
    if (result.faults.empty() && result.profile.name != stem_of(path)) {
        result.faults.push_back(
            {"/name", "the name of the file, " + quoted(stem_of(path)), quoted(result.profile.name)});
    }
    for (const ConfigFault &fault : result.faults)
        std::printf("%s: %s\n", path.c_str(), to_string(fault).c_str());
    if (!result.faults.empty()) return 1;
    const Profile &profile = result.profile;
    std::printf("%s: sound, %s, %s, verified on %s%s\n", path.c_str(),
        counted(profile.limits.size(), "limit", "limits").c_str(),
        counted(profile.answers.size(), "answer", "answers").c_str(), day_text(profile.verified_on).c_str(),
        is_stale(profile.verified_on, today()) ? " (a config that uses it warns of its age)" : "");
    return 0;
}

}  // namespace

int check(const std::vector<std::string> &paths) {
    int status = 0;
    for (const std::string &path : paths)
        status = std::max(status, check_file(path));
    return status;
}

}  // namespace sluice::profile_tool
