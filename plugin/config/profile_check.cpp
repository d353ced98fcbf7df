#include "config/profile_check.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/answer_check.hpp"
#include "config/calendar.hpp"
#include "config/field_place.hpp"
#include "config/found_text.hpp"
#include "config/json_path.hpp"
#include "config/limit_check.hpp"
#include "config/limit_fields.hpp"
#include "config/name_check.hpp"
#include "config/read_limit.hpp"

namespace sluice {
namespace {

class ProfileCheck {
public:
    ProfileCheck(const JsonValue &root, std::chrono::sys_days now, const BrokenParts &broken, FaultList &faults)
        : root_(root), now_(now), broken_(broken), faults_(faults) {}

    void run() {
        check_limits();
        check_oldest_day();
        check_answers(root_, broken_, faults_);
    }

private:
    void check_limits() {
        const JsonValue *limits = broken_.find_sound(root_, "limits");
        if (!limits) return;
        NameCheck names(faults_);
        for (rapidjson::SizeType index = 0; index < limits->Size(); ++index) {
            const JsonValue &limit = (*limits)[index];
            if (broken_.is_broken(limit)) continue;
            if (const JsonValue *name = broken_.find_sound(limit, "name")) {
                names.check(*name, index, [](size_t at) { return path_of_key(path_of_index("/limits", at), "name"); });
            }
            const std::string path = path_of_index("/limits", index);
            check_day_of(limit, path);
            check_other_sources(limit, path);
            check_operator(limit, path);
            check_numbers(limit, path);
        }
    }

    void check_day_of(const JsonValue &object, const std::string &path) {
        const JsonValue *text = broken_.find_sound(object, "verified_on");
        if (!text) return;
        if (const auto day = check_day(*text, path)) oldest_ = std::min(oldest_, *day);
    }

    std::optional<std::chrono::sys_days> check_day(const JsonValue &text, const std::string &path) {
        const auto day = parse_day(text_of(text));
        if (!day) {
            faults_.add(text, {path + "/verified_on", "a day of the calendar", found_text(text)});
            return std::nullopt;
        }
        if (*day <= now_) return day;
        faults_.add(
            text, {path + "/verified_on", "a day that has come (today is " + day_text(now_) + ")", found_text(text)});
        return std::nullopt;
    }

    void check_other_sources(const JsonValue &limit, const std::string &path) {
        const JsonValue *sources = broken_.find_sound(limit, "sources");
        if (!sources) return;
        for (const auto &source : sources->GetObject()) {
            if (broken_.is_broken(source.value)) continue;
            const std::string source_path = path_of_key(path + "/sources", text_of(source.name));
            check_day_of(source.value, source_path);
            if (!find_member(limit, text_of(source.name)) && !is_left_to_operator(limit, text_of(source.name))) {
                faults_.add(
                    source.value, {source_path, "a source of a member that this limit has", found_text(source.value)});
            }
        }
    }

    bool is_left_to_operator(const JsonValue &limit, std::string_view key) const {
        const JsonValue *members = broken_.find_sound(limit, "operator");
        if (!members) return false;
        return std::any_of(members->Begin(), members->End(),
            [&](const JsonValue &member) { return !broken_.is_broken(member) && text_of(member) == key; });
    }

    void check_operator(const JsonValue &limit, const std::string &path) {
        const JsonValue *members = broken_.find_sound(limit, "operator");
        if (!members) return;
        for (const JsonValue &member : members->GetArray()) {
            if (broken_.is_broken(member)) continue;
            if (const JsonValue *given = find_member(limit, text_of(member))) {
                faults_.add(*given, {path_of_key(path, text_of(member)), "nothing, because the operator has to give it",
                                        found_text(*given)});
            }
        }
        if (!find_member(limit, "note")) {
            faults_.add(limit, {path + "/note", "why the operator has to give numbers", "nothing"});
        }
    }

    void check_numbers(const JsonValue &limit, const std::string &path) {
        const auto is_missing_only = [&](const FieldFault &fault) {
            return fault.is_of_missing_field() && is_left_to_operator(limit, fault.field);
        };
        std::vector<FieldFault> missing = missing_fields(limit);
        std::erase_if(missing, is_missing_only);
        const bool is_readable = find_member(limit, "shape") && find_member(limit, "scope");
        add_at(limit, path, std::move(missing), faults_);
        if (!is_readable || !broken_.is_whole(limit)) return;

        std::vector<FieldFault> fields = check_limit_fields(limit);
        std::erase_if(fields, is_missing_only);
        add_at(limit, path, std::move(fields), faults_);
        const LimitConfig config = read_limit(limit);
        if (config.scope == LimitScope::firm) {
            faults_.add(*find_member(limit, "scope"),
                {path + "/scope", "another scope than \"firm\", which is not a venue's", "\"firm\""});
        }
        if ((config.hard_limit != 0 || is_left_to_operator(limit, "hard_limit")) != limit.HasMember("hard_action")) {
            const JsonValue *action = find_member(limit, "hard_action");
            faults_.add(action ? *action : limit,
                {path + "/hard_action",
                    action ? "nothing without a hard_limit" : "what the venue does beyond hard_limit",
                    action ? found_text(*action) : "nothing"});
        }
        // Numbers that wait for the operator's are judged with them, when a config gives them.
        if (find_member(limit, "limit") && !find_member(limit, "operator"))
            add_at(limit, path, check_limit(config), faults_);
    }

    void check_oldest_day() {
        const JsonValue *text = broken_.find_sound(root_, "verified_on");
        if (!text) return;
        const auto day = check_day(*text, "");
        if (!day || oldest_ == std::chrono::sys_days::max() || *day == oldest_) return;
        faults_.add(
            *text, {"/verified_on", "the oldest day of the limits (" + day_text(oldest_) + ")", found_text(*text)});
    }

    const JsonValue &root_;
    const std::chrono::sys_days now_;
    const BrokenParts &broken_;
    FaultList &faults_;
    std::chrono::sys_days oldest_ = std::chrono::sys_days::max();
};

}  // namespace

void check_profile(const JsonValue &root, std::chrono::sys_days now, const BrokenParts &broken, FaultList &faults) {
    ProfileCheck(root, now, broken, faults).run();
}

}  // namespace sluice
