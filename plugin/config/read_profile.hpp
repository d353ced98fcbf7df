// A profile as JSON to `Profile`. Expects a document that `check_profile` has passed. Control path.
#pragma once

#include <vector>

#include "config/answer_rule.hpp"
#include "config/json.hpp"
#include "config/profile.hpp"

namespace sluice {

Profile read_profile(const JsonValue &root);

// The rows of "answers", in their order.
std::vector<AnswerRule> read_answers(const JsonValue &root);

}  // namespace sluice
