// The table of answers of a shipped profile, read from its file as an independent reader would: no code of the plugin's
// config is used, so that these tests judge the profile and the classifier alone.
#pragma once

#include <string>
#include <vector>

#include "config/answer_rule.hpp"

namespace sluice::test {

// Throws std::runtime_error with path and place for a file that is missing or no profile. An empty name has an empty
// table: the venue has no profile.
std::vector<AnswerRule> profile_table(const std::string &name);

}  // namespace sluice::test
