#include "explain_command.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "config/found_text.hpp"
#include "config/parse_profile.hpp"
#include "config/profile_warning.hpp"
#include "cost_words.hpp"
#include "limit_words.hpp"
#include "number_words.hpp"
#include "page.hpp"
#include "profile_file.hpp"
#include "venue_rates.hpp"

namespace sluice::profile_tool {
namespace {

std::string age_text(std::chrono::sys_days verified_on) {
    const int64_t days = (today() - verified_on).count();
    const std::string ago = days <= 0 ? "today" : counted(static_cast<uint64_t>(days), "day", "days") + " ago";
    return day_text(verified_on) + " (" + ago + ")";
}

// What a config has to say of the venue; `...` where the operator fills in.
std::string config_snippet(const Profile &profile) {
    std::string limits;
    for (const ProfileLimit &limit : profile.limits) {
        if (limit.operator_members.empty()) continue;
        limits += std::string(limits.empty() ? "" : ", ") + "{\"name\": \"" + limit.limit.name + "\"";
        for (const std::string &member : limit.operator_members)
            limits += ", \"" + member + "\": ...";
        limits += "}";
    }
    return "{\"name\": \"...\", \"profile\": \"" + profile.name + "\"" +
           (limits.empty() ? "" : ", \"limits\": [" + limits + "]") + "}";
}

void write_head(const Profile &profile, Page &page) {
    page.heading(profile.title + " (" + profile.name + ")");
    page.labelled("Verified",
        age_text(profile.verified_on) + (is_stale(profile.verified_on, today())
                                                ? ": old, compare the numbers with the sources before you rely on them"
                                                : ""));
    page.labelled("Lane", profile.lane);
    page.labelled("Account", profile.account);
    page.labelled("Cancels", profile.cancels);
    page.labelled("Clock", "report " + profile.timestamps);
    page.labelled("Note", profile.note);
    page.labelled("Config", config_snippet(profile));
}

void write_source(const ProfileSource &source, Page &page) {
    const std::string place = source.url + ", verified on " + day_text(source.verified_on);
    if (source.member.empty()) {
        page.labelled("Source", place);
    } else {
        page.labelled("", source.member + ": " + place + (source.note.empty() ? "" : ": " + source.note));
    }
}

void write_limit(const ProfileLimit &limit, Page &page) {
    page.line(escaped(limit.limit.name) + ": " + shape_words(limit.limit));
    page.labelled("Rule", limit.rule + " " + action_words(limit));
    if (limit.operator_members.empty()) {
        page.labelled("Sluice", conduct_words(limit.limit));
        page.labelled("Gives", rate_words(limit.limit));
    } else {
        std::string members;
        for (const std::string &member : limit.operator_members)
            members += (members.empty() ? "" : ", ") + member;
        page.labelled("You give", members + " (not published by the venue)");
    }
    page.labelled("Costs", cost_words(limit.limit));
    write_source(limit.source, page);
    for (const ProfileSource &source : limit.other_sources)
        write_source(source, page);
    page.labelled("Note", limit.source.note);
}

// "43 kinds are told apart: 6 accepted, 14 a fault of the request, ..."
std::string answer_words(const Profile &profile) {
    constexpr std::array<const char *, kAnswerMeaningCount> kNames{
        "accepted", "a fault of the request", "too fast", "a ban", "an overloaded venue", "an unknown outcome"};
    std::array<uint64_t, kAnswerMeaningCount> counts{};
    for (const AnswerRule &rule : profile.answers)
        ++counts[static_cast<size_t>(rule.means)];
    std::string words;
    for (size_t index = 0; index < counts.size(); ++index) {
        if (counts[index] == 0) continue;
        words += (words.empty() ? "" : ", ") + std::to_string(counts[index]) + " " + kNames[index];
    }
    return counted(profile.answers.size(), "kind is", "kinds are") + " told apart: " + words + ".";
}

void write_totals(const Profile &profile, Page &page) {
    const bool is_any_known = std::any_of(profile.limits.begin(), profile.limits.end(),
        [](const ProfileLimit &limit) { return limit.operator_members.empty(); });
    if (!is_any_known) {
        page.line("How much goes depends on the numbers that you give.");
        return;
    }
    page.line("One account on one lane in one instrument, all limits together, counters rested:");
    write_rates(profile, page);
    for (const ProfileLimit &limit : profile.limits) {
        if (!limit.operator_members.empty()) {
            page.line("  " + escaped(limit.limit.name) + " is not in the table: its numbers are yours to give");
        }
    }
}

}  // namespace

int explain(const std::string &name_or_path) {
    const FileText file = find_profile_text(name_or_path);
    if (!file.text) {
        std::fprintf(stderr, "sluice-profile: %s\n", file.problem.c_str());
        return 2;
    }
    const ProfileResult result = parse_profile(*file.text);
    for (const ConfigFault &fault : result.faults)
        std::fprintf(stderr, "%s: %s\n", name_or_path.c_str(), to_string(fault).c_str());
    if (!result.faults.empty()) return 1;

    Page page;
    write_head(result.profile, page);
    page.blank();
    write_totals(result.profile, page);
    for (const ProfileLimit &limit : result.profile.limits) {
        page.blank();
        write_limit(limit, page);
    }
    page.blank();
    page.labelled("Answers", answer_words(result.profile));
    std::fputs(page.text().c_str(), stdout);
    return 0;
}

}  // namespace sluice::profile_tool
