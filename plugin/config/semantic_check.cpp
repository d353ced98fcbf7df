#include "config/semantic_check.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "config/breaker_check.hpp"
#include "config/counter_check.hpp"
#include "config/found_text.hpp"
#include "config/json_path.hpp"
#include "config/limit_check.hpp"
#include "config/limit_fields.hpp"
#include "config/listen_address.hpp"
#include "config/name_check.hpp"
#include "config/read_config.hpp"
#include "config/read_limit.hpp"

namespace sluice {
namespace {

// Limits that one request has to pass: the plan of a request has so many places.
constexpr size_t kLimitsOfVenueMax = 16;

// What is found where a field is missing.
constexpr std::string_view kNothing = "nothing";

class SemanticCheck {
public:
    SemanticCheck(const JsonValue &root, const BrokenParts &broken, FaultList &faults)
        : root_(root), broken_(broken), faults_(faults) {}

    void run() {
        check_listed_names("accounts");
        check_listed_names("instruments");
        check_listen();
        check_limits(root_, "", "firm_limits");
        check_venues();
    }

private:
    // The member if the document has it and it is of the type that the schema asks for.
    const JsonValue *sound_member(const JsonValue &object, std::string_view key) const {
        const JsonValue *member = find_member(object, key);
        return member && !broken_.is_broken(*member) ? member : nullptr;
    }

    void check_listed_names(std::string_view key) {
        const JsonValue *names = sound_member(root_, key);
        if (!names) return;
        const std::string path = path_of_key("", key);
        NameCheck check(faults_);
        for (rapidjson::SizeType index = 0; index < names->Size(); ++index) {
            const JsonValue &name = (*names)[index];
            if (broken_.is_broken(name)) continue;
            check.check(name, index, [&path](size_t at) { return path_of_index(path, at); });
        }

        const JsonValue *capacity = sound_member(root_, "capacity");
        const JsonValue *names_max = capacity ? sound_member(*capacity, key) : nullptr;
        if (names_max && names->Size() > names_max->GetUint()) {
            faults_.add(
                *names, {path, "at most " + found_text(*names_max) + " names (capacity." + std::string(key) + ")",
                            found_text(*names)});
        }
    }

    void check_listen() {
        const JsonValue *metrics = sound_member(root_, "metrics");
        const JsonValue *listen = metrics ? sound_member(*metrics, "listen") : nullptr;
        if (listen && !is_listen_address(text_of(*listen))) {
            faults_.add(*listen, {"/metrics/listen", "host:port with a port from 0 to 65535, such as 127.0.0.1:9464",
                                     found_text(*listen)});
        }
    }

    void check_venues() {
        const JsonValue *venues = sound_member(root_, "venues");
        if (!venues) return;
        NameCheck names(faults_);
        for (rapidjson::SizeType index = 0; index < venues->Size(); ++index) {
            const JsonValue &venue = (*venues)[index];
            if (broken_.is_broken(venue)) continue;
            if (const JsonValue *name = sound_member(venue, "name")) {
                names.check(*name, index, [](size_t at) { return path_of_key(path_of_index("/venues", at), "name"); });
            }
            const std::string path = path_of_index("/venues", index);
            check_breaker_of(venue, path, "breaker");
            check_breaker_of(venue, path, "lane_breaker");
            check_limits(venue, path, "limits");
            check_limit_count(venue, path);
        }
    }

    void check_breaker_of(const JsonValue &venue, const std::string &path, std::string_view key) {
        const JsonValue *breaker = sound_member(venue, key);
        if (!breaker || !broken_.is_whole(*breaker)) return;
        add_all(*breaker, path_of_key(path, key), check_breaker(read_breaker(*breaker)));
    }

    void check_limit_count(const JsonValue &venue, const std::string &path) {
        const JsonValue *limits = sound_member(venue, "limits");
        const JsonValue *firm_limits = sound_member(root_, "firm_limits");
        if (!limits || !firm_limits) return;
        // A list that is too long alone is a fault of its own.
        if (limits->Size() > kLimitsOfVenueMax || firm_limits->Size() > kLimitsOfVenueMax) return;
        const size_t most = kLimitsOfVenueMax - firm_limits->Size();
        if (limits->Size() <= most) return;
        faults_.add(*limits, {path_of_key(path, "limits"),
                                 "at most " + std::to_string(most) + " limits (" + std::to_string(kLimitsOfVenueMax) +
                                     " less " + std::to_string(firm_limits->Size()) + " in firm_limits)",
                                 found_text(*limits)});
    }

    void check_limits(const JsonValue &object, const std::string &path, std::string_view key) {
        const JsonValue *limits = sound_member(object, key);
        if (!limits) return;
        const std::string list_path = path_of_key(path, key);
        const Capacity capacity = capacity_of(object);
        NameCheck names(faults_);
        for (rapidjson::SizeType index = 0; index < limits->Size(); ++index) {
            const JsonValue &limit = (*limits)[index];
            if (broken_.is_broken(limit)) continue;
            if (const JsonValue *name = sound_member(limit, "name")) {
                names.check(*name, index,
                    [&list_path](size_t at) { return path_of_key(path_of_index(list_path, at), "name"); });
            }
            const std::string limit_path = path_of_index(list_path, index);
            if (const JsonValue *scope = sound_member(limit, "scope")) {
                check_scope(*scope, path_of_key(limit_path, "scope"), key == "firm_limits");
            }
            check_limit_at(limit, limit_path, capacity);
        }
    }

    void check_limit_at(const JsonValue &limit, const std::string &path, const Capacity &capacity) {
        std::vector<FieldFault> missing = missing_fields(limit);
        const bool is_complete = missing.empty();
        add_all(limit, path, std::move(missing));
        if (!is_complete || !broken_.is_whole(limit)) return;
        const LimitConfig config = read_limit(limit);
        add_all(limit, path, check_limit_fields(limit));
        add_all(limit, path, check_limit(config));
        add_all(limit, path, check_counters(config.scope, capacity));
    }

    // What there is room for. A capacity that is faulty has a fault of its own.
    Capacity capacity_of(const JsonValue &venue) const {
        Capacity capacity;
        const JsonValue *given = sound_member(root_, "capacity");
        const auto read = [&](std::string_view key, uint64_t &number) {
            if (const JsonValue *names = sound_member(root_, key)) number = std::max<uint64_t>(number, names->Size());
            if (const JsonValue *most = given ? sound_member(*given, key) : nullptr) number = most->GetUint();
        };
        read("accounts", capacity.accounts);
        read("instruments", capacity.instruments);
        read("owners", capacity.owners);
        if (const JsonValue *lanes = sound_member(venue, "lanes_max")) capacity.lanes = lanes->GetUint();
        return capacity;
    }

    void check_scope(const JsonValue &scope, const std::string &path, bool is_of_firm) {
        if ((text_of(scope) == "firm") == is_of_firm) return;
        faults_.add(scope,
            {path, is_of_firm ? "\"firm\" in firm_limits" : "another scope than \"firm\", which belongs in firm_limits",
                found_text(scope)});
    }

    // Gives faults of a struct their place in the document. A value that the document does not give is the default.
    void add_all(const JsonValue &object, const std::string &path, std::vector<FieldFault> faults) {
        for (FieldFault &fault : faults) {
            const JsonValue *place = rapidjson::Pointer("/" + fault.field).Get(object);
            if (!place && fault.found != kNothing) fault.found += " (the default)";
            faults_.add(
                place ? *place : object, {path + "/" + fault.field, std::move(fault.expected), std::move(fault.found)});
        }
    }

    const JsonValue &root_;
    const BrokenParts &broken_;
    FaultList &faults_;
};

}  // namespace

void check_semantics(const JsonValue &root, const BrokenParts &broken, FaultList &faults) {
    SemanticCheck(root, broken, faults).run();
}

}  // namespace sluice
