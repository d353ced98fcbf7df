#include "config/read_profile.hpp"

#include <string_view>

#include "config/calendar.hpp"
#include "config/read_limit.hpp"
#include "config/read_member.hpp"

namespace sluice {
namespace {

// The place of a name in a list that stands in the order of an enumeration.
template <class Enumeration, size_t kCount>
Enumeration one_of(const std::string_view (&names)[kCount], std::string_view name) {
    for (size_t index = 0; index < kCount; ++index) {
        if (names[index] == name) return static_cast<Enumeration>(index);
    }
    return Enumeration();
}

constexpr std::string_view kTypes[] = {"inbound_rate", "outstanding_requests"};
constexpr std::string_view kActions[] = {"queue_inbound", "queue_outbound", "reject", "disconnect", "warn"};
constexpr std::string_view kHardActions[] = {"none", "disconnect", "ban"};
constexpr std::string_view kMeanings[] = {"accepted", "business", "rate_limit", "ban", "overload", "unknown"};
static_assert(std::size(kMeanings) == kAnswerMeaningCount);

template <class Enumeration, size_t kCount>
void read_one_of(
    const JsonValue &object, std::string_view key, const std::string_view (&names)[kCount], Enumeration &enumeration) {
    if (const JsonValue *value = find_member(object, key)) enumeration = one_of<Enumeration>(names, text_of(*value));
}

std::chrono::sys_days read_day(const JsonValue &object) {
    return parse_day(text_of(*find_member(object, "verified_on"))).value_or(std::chrono::sys_days());
}

ProfileSource read_source(std::string_view member, const JsonValue &object) {
    ProfileSource source;
    source.member = member;
    read(object, "source", source.url);
    read(object, "note", source.note);
    source.verified_on = read_day(object);
    return source;
}

ProfileLimit read_profile_limit(const JsonValue &limit) {
    ProfileLimit profile;
    profile.limit = read_limit(limit);
    if (const JsonValue *members = find_member(limit, "operator")) {
        for (const JsonValue &member : members->GetArray())
            profile.operator_members.emplace_back(text_of(member));
    }
    read(limit, "rule", profile.rule);
    read_one_of(limit, "throttle_type", kTypes, profile.type);
    read_one_of(limit, "throttle_action", kActions, profile.action);
    read_one_of(limit, "hard_action", kHardActions, profile.hard_action);
    profile.source = read_source("", limit);
    if (const JsonValue *sources = find_member(limit, "sources")) {
        for (const auto &source : sources->GetObject())
            profile.other_sources.push_back(read_source(text_of(source.name), source.value));
    }
    return profile;
}

AnswerRule read_answer(const JsonValue &answer) {
    AnswerRule rule;
    read(answer, "status", rule.http_status);
    read(answer, "code", rule.code);
    read(answer, "text", rule.text);
    read_one_of(answer, "means", kMeanings, rule.means);
    read(answer, "retry_after_ms_after", rule.retry_after_ms_after);
    read(answer, "retry_after_s_after", rule.retry_after_s_after);
    read(answer, "until_ms_after", rule.until_ms_after);
    read(answer, "retry_after_ms", rule.retry_after_ms);
    read(answer, "limit", rule.limit);
    return rule;
}

}  // namespace

std::vector<AnswerRule> read_answers(const JsonValue &root) {
    std::vector<AnswerRule> rules;
    for (const JsonValue &answer : find_member(root, "answers")->GetArray())
        rules.push_back(read_answer(answer));
    return rules;
}

Profile read_profile(const JsonValue &root) {
    Profile profile;
    read(root, "name", profile.name);
    read(root, "title", profile.title);
    profile.verified_on = read_day(root);
    read(root, "lane", profile.lane);
    read(root, "account", profile.account);
    read(root, "note", profile.note);
    read(root, "timestamps", profile.timestamps);
    read(root, "cancels", profile.cancels);
    for (const JsonValue &limit : find_member(root, "limits")->GetArray())
        profile.limits.push_back(read_profile_limit(limit));
    profile.answers = read_answers(root);
    return profile;
}

}  // namespace sluice
