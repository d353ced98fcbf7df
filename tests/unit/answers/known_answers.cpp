#include "known_answers.hpp"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include "json_file.hpp"
#include "profile_table.hpp"

namespace sluice::test {
namespace {

std::string profile_of(const std::string &venue, const std::string &transport) {
    if (venue == "binance") return transport == "fix" ? "binance-spot-fix" : "binance-spot";
    static const std::map<std::string, std::string> profiles = {{"bitmex", "bitmex"}, {"bybit", "bybit"},
        {"deribit", "deribit"}, {"dydx", "dydx-v4"}, {"kraken", "kraken-spot-pro"}, {"okx", "okx"}};
    const auto found = profiles.find(venue);
    return found == profiles.end() ? "" : found->second;
}

KnownAnswer answer_of(const rapidjson::Value &row) {
    KnownAnswer answer;
    answer.id = text_member(row, "id");
    answer.profile = profile_of(text_member(row, "venue"), text_member(row, "transport"));
    if (row["http_status"].IsUint()) answer.http_status = row["http_status"].GetUint();
    answer.body = text_member(row, "body");
    answer.kind = text_member(row, "kind");
    if (row.HasMember("headers")) answer.retry_after = text_member(row["headers"], "Retry-After");
    if (row.HasMember("retry_hint") && row["retry_hint"].IsObject()) {
        const rapidjson::Value &hint = row["retry_hint"];
        if (hint.HasMember("after_s")) answer.hint_after_s = hint["after_s"].GetDouble();
        if (hint.HasMember("until_ms")) answer.hint_until_ms = hint["until_ms"].GetUint64();
    }
    const std::string note = text_member(row, "note");
    const std::string mark = "file fixtures/";
    if (const std::size_t place = note.find(mark); place != std::string::npos) {
        const std::size_t begin = place + mark.size();
        answer.fixture = note.substr(begin, note.find_first_of(" ;,", begin) - begin);
    }
    return answer;
}

}  // namespace

AnswerClass KnownAnswer::classified(std::string_view other_body) const {
    static std::map<std::string, std::vector<AnswerRule>> tables;
    const auto [table, is_new] = tables.try_emplace(profile);
    if (is_new) table->second = profile_table(profile);
    return classify(table->second, {http_status, other_body, retry_after, now_unix_ms()});
}

AnswerMeaning meaning_of_kind(const std::string &kind) {
    static const std::map<std::string, AnswerMeaning> meanings = {{"rate_limit", AnswerMeaning::rate_limit},
        {"order_rate_limit", AnswerMeaning::rate_limit}, {"ban", AnswerMeaning::ban},
        {"overload", AnswerMeaning::overload}, {"server_error", AnswerMeaning::unknown},
        {"unknown_outcome", AnswerMeaning::unknown}, {"reject", AnswerMeaning::business},
        {"reject_funds", AnswerMeaning::business}, {"reject_cancel", AnswerMeaning::business},
        {"reject_amend", AnswerMeaning::business}, {"auth", AnswerMeaning::business},
        {"bad_request", AnswerMeaning::business}, {"batch_partial", AnswerMeaning::business},
        {"market_suspended", AnswerMeaning::business}, {"unknown_order", AnswerMeaning::business},
        {"cancel_replace_failed", AnswerMeaning::business},
        // One half worked, and which one is in the body: the host has to look at it as it does at a refusal.
        {"cancel_replace_partial", AnswerMeaning::business}, {"ack", AnswerMeaning::accepted},
        {"ack_with_budget", AnswerMeaning::accepted}, {"limit_status", AnswerMeaning::accepted},
        // No answer to anything: the session itself will report its end.
        {"news_disconnect", AnswerMeaning::accepted}};
    const auto found = meanings.find(kind);
    if (found == meanings.end()) throw std::runtime_error("kind '" + kind + "' has no meaning: add it here");
    return found->second;
}

const char *name_of(AnswerMeaning meaning) {
    constexpr const char *names[kAnswerMeaningCount] = {
        "accepted", "business", "rate_limit", "ban", "overload", "unknown"};
    return names[static_cast<uint32_t>(meaning)];
}

std::vector<KnownAnswer> shipped_answers() {
    const rapidjson::Document rows =
        parsed_file(std::string(SLUICE_SOURCE_DIR) + "/tests/unit/answers/known_answers.json");
    std::vector<KnownAnswer> answers;
    for (const auto &row : rows.GetArray())
        answers.push_back(answer_of(row));
    return answers;
}

std::string recordings_folder() {
    const char *const given = std::getenv("SLUICE_SHARED_DATA");
    const std::string data = given != nullptr ? given : std::string(SLUICE_SOURCE_DIR) + "/../shared/data";
    const std::string folder = data + "/venue-errors";
    return std::filesystem::exists(folder + "/errors.jsonl") ? folder : "";
}

std::vector<KnownAnswer> recorded_answers() {
    const std::string folder = recordings_folder();
    if (folder.empty()) return {};
    const std::string path = folder + "/errors.jsonl";
    std::vector<KnownAnswer> answers;
    std::istringstream lines(file_bytes(path));
    for (std::string line; std::getline(lines, line);)
        answers.push_back(answer_of(parsed(line, path)));
    return answers;
}

std::vector<KnownAnswer> all_known_answers() {
    std::vector<KnownAnswer> answers = shipped_answers();
    for (KnownAnswer &answer : recorded_answers())
        answers.push_back(std::move(answer));
    return answers;
}

}  // namespace sluice::test
