#include "config/answer_check.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "config/answer_rule.hpp"
#include "config/found_text.hpp"
#include "config/json_path.hpp"
#include "config/nearest_name.hpp"

namespace sluice {
namespace {

std::string_view text_at(const JsonValue &answer, std::string_view key) {
    const JsonValue *text = find_member(answer, key);
    return text ? text_of(*text) : std::string_view();
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool contains_in_any_case(std::string_view text, std::string_view part) {
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
               [](char left, char right) { return lower(left) == lower(right); }) != text.end() ||
           part.empty();
}

bool has_condition(const JsonValue &answer) {
    return find_member(answer, "status") || find_member(answer, "code") || find_member(answer, "text");
}

// Whether every answer that `later` matches is matched by `earlier` too.
bool takes_all_of(const JsonValue &earlier, const JsonValue &later) {
    const JsonValue *status = find_member(earlier, "status");
    const JsonValue *later_status = find_member(later, "status");
    if (status && !(later_status && *status == *later_status)) return false;
    const std::string_view code = text_at(earlier, "code");
    if (!code.empty() && code != text_at(later, "code")) return false;
    return contains_in_any_case(text_at(later, "text"), text_at(earlier, "text"));
}

class AnswerCheck {
public:
    AnswerCheck(const JsonValue &root, const BrokenParts &broken, FaultList &faults)
        : root_(root), broken_(broken), faults_(faults) {}

    void run() {
        const JsonValue *answers = broken_.find_sound(root_, "answers");
        if (!answers) return;
        const std::vector<std::string_view> limits = limit_names();
        for (rapidjson::SizeType index = 0; index < answers->Size(); ++index) {
            const JsonValue &answer = (*answers)[index];
            if (broken_.is_broken(answer) || !broken_.is_whole(answer)) continue;
            const std::string path = path_of_index("/answers", index);
            check_limit(answer, path, limits);
            check_lengths(answer, path);
            if (check_conditions(answer, path)) check_reachable(*answers, index, path);
        }
    }

private:
    std::vector<std::string_view> limit_names() const {
        std::vector<std::string_view> names;
        if (const JsonValue *limits = broken_.find_sound(root_, "limits")) {
            for (const JsonValue &limit : limits->GetArray()) {
                if (broken_.is_broken(limit)) continue;
                if (const JsonValue *name = broken_.find_sound(limit, "name")) names.push_back(text_of(*name));
            }
        }
        return names;
    }

    bool check_conditions(const JsonValue &answer, const std::string &path) {
        if (has_condition(answer)) return true;
        faults_.add(answer, {path, "at least one of status, code and text", found_text(answer)});
        return false;
    }

    void check_limit(const JsonValue &answer, const std::string &path, const std::vector<std::string_view> &limits) {
        const JsonValue *limit = find_member(answer, "limit");
        if (!limit) return;
        const std::string_view means = text_of(*find_member(answer, "means"));
        if (means != "rate_limit" && means != "ban") {
            faults_.add(*limit, {path + "/limit", "nothing for what means " + quoted(means), found_text(*limit)});
        }
        if (std::find(limits.begin(), limits.end(), text_of(*limit)) != limits.end()) return;
        const std::string_view nearest = nearest_name(limits, text_of(*limit));
        faults_.add(*limit, {path + "/limit",
                                nearest.empty() ? "one of the limits " + listed(limits)
                                                : "a limit of this profile, perhaps " + quoted(nearest),
                                found_text(*limit)});
    }

    // The schema counts characters, the classifier bytes.
    void check_lengths(const JsonValue &answer, const std::string &path) {
        for (const std::string_view key :
            {"code", "text", "retry_after_ms_after", "retry_after_s_after", "until_ms_after"}) {
            const JsonValue *text = find_member(answer, key);
            if (!text || text->GetStringLength() <= kAnswerTextBytesMax) continue;
            faults_.add(*text, {path_of_key(path, key), "at most " + std::to_string(kAnswerTextBytesMax) + " bytes",
                                   std::to_string(text->GetStringLength()) + " bytes"});
        }
    }

    void check_reachable(const JsonValue &answers, rapidjson::SizeType index, const std::string &path) {
        for (rapidjson::SizeType earlier = 0; earlier < index; ++earlier) {
            const JsonValue &row = answers[earlier];
            if (broken_.is_broken(row) || !broken_.is_whole(row) || !has_condition(row)) continue;
            if (!takes_all_of(row, answers[index])) continue;
            faults_.add(
                answers[index], {path, "conditions that no earlier row takes all answers of",
                                    "a row that is never reached, because of " + path_of_index("/answers", earlier)});
            return;
        }
    }

    const JsonValue &root_;
    const BrokenParts &broken_;
    FaultList &faults_;
};

}  // namespace

void check_answers(const JsonValue &root, const BrokenParts &broken, FaultList &faults) {
    AnswerCheck(root, broken, faults).run();
}

}  // namespace sluice
