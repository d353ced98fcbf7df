#include "config/limit_list_check.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "config/counter_check.hpp"
#include "config/field_place.hpp"
#include "config/found_text.hpp"
#include "config/json_path.hpp"
#include "config/limit_check.hpp"
#include "config/limit_fields.hpp"
#include "config/name_check.hpp"
#include "config/nearest_name.hpp"
#include "config/parse_profile.hpp"
#include "config/read_limit.hpp"
#include "config/venue_limits.hpp"

namespace sluice {
namespace {

// Limits that one request has to pass: the plan of a request has so many places.
constexpr size_t kLimitsOfVenueMax = 16;

// What there is room for. A capacity that is faulty has a fault of its own.
Capacity capacity_of(const JsonValue &root, const JsonValue &venue, const BrokenParts &broken) {
    Capacity capacity;
    const JsonValue *given = broken.find_sound(root, "capacity");
    const auto read = [&](std::string_view key, uint64_t &number) {
        if (const JsonValue *names = broken.find_sound(root, key)) number = std::max<uint64_t>(number, names->Size());
        if (const JsonValue *most = given ? broken.find_sound(*given, key) : nullptr) number = most->GetUint();
    };
    read("accounts", capacity.accounts);
    read("instruments", capacity.instruments);
    read("owners", capacity.owners);
    if (const JsonValue *lanes = broken.find_sound(venue, "lanes_max")) capacity.lanes = lanes->GetUint();
    return capacity;
}

// What each entry of a list has to have whether it is whole or not.
void check_names_and_scopes(
    const JsonValue &limits, const std::string &path, bool is_of_firm, const BrokenParts &broken, FaultList &faults) {
    NameCheck names(faults);
    for (rapidjson::SizeType index = 0; index < limits.Size(); ++index) {
        const JsonValue &limit = limits[index];
        if (broken.is_broken(limit)) continue;
        if (const JsonValue *name = broken.find_sound(limit, "name")) {
            names.check(*name, index, [&path](size_t at) { return path_of_key(path_of_index(path, at), "name"); });
        }
        const JsonValue *scope = broken.find_sound(limit, "scope");
        if (!scope || (text_of(*scope) == "firm") == is_of_firm) continue;
        faults.add(*scope,
            {path_of_key(path_of_index(path, index), "scope"),
                is_of_firm ? "\"firm\" in firm_limits" : "another scope than \"firm\", which belongs in firm_limits",
                found_text(*scope)});
    }
}

std::vector<FieldFault> faults_of_numbers(const JsonValue &limit, const Capacity &capacity) {
    std::vector<FieldFault> faults = check_limit_fields(limit);
    const LimitConfig config = read_limit(limit);
    for (std::vector<FieldFault> more : {check_limit(config), check_counters(config.scope, capacity)})
        faults.insert(faults.end(), more.begin(), more.end());
    return faults;
}

class VenueLimitsCheck {
public:
    VenueLimitsCheck(const JsonValue &root, const JsonValue &venue, const std::string &path, ProfileDocuments &profiles,
        const BrokenParts &broken, FaultList &faults)
        : root_(root),
          venue_(venue),
          path_(path),
          limits_path_(path_of_key(path, "limits")),
          profiles_(profiles),
          broken_(broken),
          faults_(faults),
          limits_(broken.find_sound(venue, "limits")),
          profile_name_(broken.find_sound(venue, "profile")),
          profile_(profile_name_ ? profiles_.find(text_of(*profile_name_)) : nullptr) {}

    void run() {
        if (limits_) check_names_and_scopes(*limits_, limits_path_, false, broken_, faults_);
        if (profile_name_ && !profile_ && !has_complete_limits()) {
            add_unknown_profile();
            return;
        }
        check_without();
        const VenueLimits limits(venue_, profile_, broken_);
        const Capacity capacity = capacity_of(root_, venue_, broken_);
        for (const VenueLimit &limit : limits.all()) {
            if (limit.of_profile) {
                check_of_profile(limit, capacity);
            } else {
                check_own(limit, capacity);
            }
        }
        check_count(limits.all().size());
    }

private:
    // Whether the venue could do without its profile.
    bool has_complete_limits() const {
        return limits_ && !limits_->Empty() &&
               std::all_of(limits_->Begin(), limits_->End(),
                   [&](const JsonValue &limit) { return !broken_.is_broken(limit) && missing_fields(limit).empty(); });
    }

    void add_unknown_profile() {
        const std::string_view nearest = nearest_name(profile_names(), text_of(*profile_name_));
        faults_.add(*profile_name_, {path_of_key(path_, "profile"),
                                        (nearest.empty() ? "one of the profiles " + listed(profile_names())
                                                         : "a known profile, perhaps " + quoted(nearest)) +
                                            ", or complete limits of the venue's own",
                                        found_text(*profile_name_)});
    }

    void check_without() {
        const JsonValue *without = broken_.find_sound(venue_, "without");
        if (!without) return;
        const std::string path = path_of_key(path_, "without");
        if (!find_member(venue_, "profile")) {
            faults_.add(*without, {path, "nothing without a profile", found_text(*without)});
        }
        if (!profile_) return;
        std::vector<std::string_view> known;
        for (const JsonValue &limit : find_member(*profile_, "limits")->GetArray())
            known.push_back(text_of(*find_member(limit, "name")));
        for (rapidjson::SizeType index = 0; index < without->Size(); ++index) {
            const JsonValue &name = (*without)[index];
            if (broken_.is_broken(name) || std::find(known.begin(), known.end(), text_of(name)) != known.end())
                continue;
            const std::string_view nearest = nearest_name(known, text_of(name));
            faults_.add(name, {path_of_index(path, index),
                                  nearest.empty() ? "one of the profile's limits " + listed(known)
                                                  : "a limit of the profile, perhaps " + quoted(nearest),
                                  found_text(name)});
        }
    }

    void check_own(const VenueLimit &limit, const Capacity &capacity) {
        const std::string path = path_of_index(limits_path_, limit.given_index);
        std::vector<FieldFault> missing = missing_fields(*limit.given);
        const bool is_complete = missing.empty();
        add_at(*limit.given, path, std::move(missing), faults_);
        if (!is_complete || !broken_.is_whole(*limit.given)) return;
        add_at(*limit.given, path, faults_of_numbers(*limit.limit, capacity), faults_);
    }

    void check_of_profile(const VenueLimit &limit, const Capacity &capacity) {
        if (limit.given && !broken_.is_whole(*limit.given)) return;
        if (!check_operator_members(limit)) return;
        for (FieldFault &fault : faults_of_numbers(*limit.limit, capacity))
            add_of_profile(limit, std::move(fault));
    }

    // The numbers that the venue does not publish. False: one is missing.
    bool check_operator_members(const VenueLimit &limit) {
        const JsonValue *members = find_member(*limit.of_profile, "operator");
        if (!members) return true;
        std::string needed, example;
        for (const JsonValue &member : members->GetArray()) {
            if (find_member(*limit.limit, text_of(member))) continue;
            needed += (needed.empty() ? "" : " and ") + quoted(text_of(member));
            example += "," + quoted(text_of(member)) + ":...";
        }
        if (needed.empty()) return true;
        const std::string name = quoted(text_of(*find_member(*limit.of_profile, "name")));
        const JsonValue &place = limit.given ? *limit.given : limits_ ? *limits_ : venue_;
        faults_.add(place,
            {limit.given ? path_of_index(limits_path_, limit.given_index) : limits_path_,
                "numbers of your own, because profile " + profile_words() + ": limit " + name + " needs " + needed +
                    " (the venue does not publish it): add {\"name\":" + name + example + "} to " + limits_path_,
                std::string(kFoundNothing)});
        return false;
    }

    // A member that the document gives has its place there; one of the profile is named.
    void add_of_profile(const VenueLimit &limit, FieldFault fault) {
        const JsonValue *place = limit.given ? find_field(*limit.given, fault) : nullptr;
        if (!place && !fault.is_of_missing_field()) {
            fault.found +=
                find_field(*limit.of_profile, fault) ? " (of profile " + profile_words() + ")" : " (the default)";
        }
        if (limit.given) {
            faults_.add(
                place ? *place : *limit.given, {path_of_index(limits_path_, limit.given_index) + "/" + fault.field,
                                                   std::move(fault.expected), std::move(fault.found)});
        } else {
            faults_.add(*profile_name_,
                {path_of_key(path_, "profile"),
                    fault.field + " of its limit " + quoted(text_of(*find_member(*limit.of_profile, "name"))) + ": " +
                        fault.expected,
                    std::move(fault.found)});
        }
    }

    std::string profile_words() const { return shortened(escaped(text_of(*profile_name_))); }

    void check_count(size_t count) {
        const JsonValue *firm_limits = broken_.find_sound(root_, "firm_limits");
        const size_t of_firm = firm_limits ? firm_limits->Size() : 0;
        // A list that is too long alone is a fault of its own.
        if ((limits_ && limits_->Size() > kLimitsOfVenueMax) || of_firm > kLimitsOfVenueMax) return;
        const size_t most = kLimitsOfVenueMax - of_firm;
        const size_t listed_count = profile_ ? count : limits_ ? limits_->Size() : 0;
        if (listed_count <= most) return;
        std::string found =
            profile_ ? std::to_string(count) + " with those of profile " + profile_words() : found_text(*limits_);
        faults_.add(limits_ ? *limits_ : *profile_name_,
            {limits_ ? limits_path_ : path_of_key(path_, "profile"),
                "at most " + std::to_string(most) + " limits (" + std::to_string(kLimitsOfVenueMax) + " less " +
                    std::to_string(of_firm) + " in firm_limits)",
                std::move(found)});
    }

    const JsonValue &root_;
    const JsonValue &venue_;
    const std::string path_;
    const std::string limits_path_;
    ProfileDocuments &profiles_;
    const BrokenParts &broken_;
    FaultList &faults_;
    const JsonValue *const limits_;
    const JsonValue *const profile_name_;
    const JsonValue *const profile_;
};

}  // namespace

void check_firm_limits(const JsonValue &root, const BrokenParts &broken, FaultList &faults) {
    const JsonValue *limits = broken.find_sound(root, "firm_limits");
    if (!limits) return;
    check_names_and_scopes(*limits, "/firm_limits", true, broken, faults);
    for (rapidjson::SizeType index = 0; index < limits->Size(); ++index) {
        const JsonValue &limit = (*limits)[index];
        if (broken.is_broken(limit)) continue;
        const std::string path = path_of_index("/firm_limits", index);
        std::vector<FieldFault> missing = missing_fields(limit);
        const bool is_complete = missing.empty();
        add_at(limit, path, std::move(missing), faults);
        if (is_complete && broken.is_whole(limit)) add_at(limit, path, faults_of_numbers(limit, Capacity()), faults);
    }
}

void check_venue_limits(const JsonValue &root, const JsonValue &venue, const std::string &path,
    ProfileDocuments &profiles, const BrokenParts &broken, FaultList &faults) {
    VenueLimitsCheck(root, venue, path, profiles, broken, faults).run();
}

}  // namespace sluice
