#include "profile_table.hpp"

#include <map>

#include "json_file.hpp"

namespace sluice::test {
namespace {

AnswerMeaning meaning_of(const std::string &word) {
    static const std::map<std::string, AnswerMeaning> meanings = {{"accepted", AnswerMeaning::accepted},
        {"business", AnswerMeaning::business}, {"rate_limit", AnswerMeaning::rate_limit}, {"ban", AnswerMeaning::ban},
        {"overload", AnswerMeaning::overload}, {"unknown", AnswerMeaning::unknown}};
    return meanings.at(word);
}

AnswerRule rule_of(const rapidjson::Value &row) {
    AnswerRule rule;
    rule.http_status = row.HasMember("status") ? row["status"].GetUint() : 0;
    rule.code = text_member(row, "code");
    rule.text = text_member(row, "text");
    rule.means = meaning_of(row["means"].GetString());
    rule.retry_after_ms_after = text_member(row, "retry_after_ms_after");
    rule.retry_after_s_after = text_member(row, "retry_after_s_after");
    rule.until_ms_after = text_member(row, "until_ms_after");
    rule.retry_after_ms = row.HasMember("retry_after_ms") ? row["retry_after_ms"].GetUint64() : 0;
    rule.limit = text_member(row, "limit");
    return rule;
}

}  // namespace

std::vector<AnswerRule> profile_table(const std::string &name) {
    if (name.empty()) return {};
    const rapidjson::Document profile = parsed_file(std::string(SLUICE_SOURCE_DIR) + "/sdk/profiles/" + name + ".json");
    std::vector<AnswerRule> rules;
    for (const auto &row : profile["answers"].GetArray())
        rules.push_back(rule_of(row));
    return rules;
}

}  // namespace sluice::test
