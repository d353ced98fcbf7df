#include "profile.hpp"

#include <rapidjson/document.h>
#include <rapidjson/istreamwrapper.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "sluice_gate.hpp"

namespace conformance {

namespace {

using rapidjson::Value;

uint64_t number(const Value &object, const char *member) {
    const auto found = object.FindMember(member);
    return found != object.MemberEnd() && found->value.IsUint64() ? found->value.GetUint64() : 0;
}

std::string text(const Value &object, const char *member) {
    const auto found = object.FindMember(member);
    return found != object.MemberEnd() && found->value.IsString() ? found->value.GetString() : "";
}

uint64_t dearest_cancel(const Value &limit) {
    if (!limit.HasMember("cost")) return 1;
    const auto cost = limit["cost"].FindMember("cancel");
    if (cost == limit["cost"].MemberEnd()) return 0;
    if (cost->value.IsUint64()) return cost->value.GetUint64();
    uint64_t sum = number(cost->value, "request");
    sum += cost->value.HasMember("message") ? number(cost->value, "message") : 1;
    const auto ages = cost->value.FindMember("by_age");
    if (ages != cost->value.MemberEnd() && !ages->value.Empty()) sum += number(ages->value[0], "cost");
    return sum;
}

ProfileLimit read_limit(const Value &value) {
    ProfileLimit limit;
    limit.name = text(value, "name");
    limit.shape = text(value, "shape");
    limit.limit = number(value, "limit");
    limit.margin = number(value, "margin");
    limit.hard_limit = number(value, "hard_limit");
    limit.hard_margin = number(value, "hard_margin");
    limit.cancel_reserve = number(value, "cancel_reserve");
    limit.guard_us = number(value, "guard_us");
    limit.guard_blocks = value.HasMember("guard_blocks") ? number(value, "guard_blocks") : 1;
    limit.block_ms = number(value, "block_ms");
    limit.window_ms = number(value, "window_ms");
    limit.cancel_cost = dearest_cancel(value);
    limit.is_used_at_start = text(value, "at_start") == "used";
    const auto reserve = value.FindMember("order_reserve");
    if (reserve != value.MemberEnd()) {
        limit.has_order_reserve = true;
        limit.reserve_floor = number(reserve->value, "floor");
        limit.reserve_cap = number(reserve->value, "cap");
    }
    return limit;
}

void apply(ProfileLimit &limit, const std::map<std::string, std::string> &members) {
    for (const auto &[member, value] : members) {
        if (member == "limit") limit.limit = std::stoull(value);
        if (member == "window_ms") limit.window_ms = std::stoull(value);
        if (member == "margin") limit.margin = std::stoull(value);
        if (member == "cancel_reserve") limit.cancel_reserve = std::stoull(value);
        if (member == "guard_us") limit.guard_us = std::stoull(value);
    }
}

}  // namespace

const ProfileLimit &Profile::limit(const std::string &limit_name) const {
    for (const ProfileLimit &limit : limits) {
        if (limit.name == limit_name) return limit;
    }
    throw std::runtime_error("profile " + name + " has no limit '" + limit_name + "'");
}

uint64_t Profile::smallest_guard_ns() const {
    uint64_t smallest_us = UINT64_MAX;
    for (const ProfileLimit &limit : limits) {
        const bool is_timed = limit.shape != "in_flight" && limit.shape != "budget" && limit.shape != "block_window";
        if (is_timed) smallest_us = std::min(smallest_us, limit.guard_us);
    }
    // What counts in blocks, or without time, has no guard in microseconds.
    return smallest_us == UINT64_MAX ? 20 * kHostMillisecond : smallest_us * kHostMicrosecond;
}

Profile read_profile(const std::string &directory, const std::string &name, const Overrides &operator_numbers) {
    const std::string path = directory + "/" + name + ".json";
    std::ifstream file(path);
    rapidjson::IStreamWrapper stream(file);
    rapidjson::Document document;
    document.ParseStream(stream);
    if (document.HasParseError() || !document.IsObject() || !document.HasMember("limits")) {
        throw std::runtime_error(path + " cannot be read as a profile");
    }
    Profile profile;
    profile.name = name;
    for (const Value &value : document["limits"].GetArray()) {
        profile.limits.push_back(read_limit(value));
        const auto given = operator_numbers.find(profile.limits.back().name);
        if (given != operator_numbers.end()) apply(profile.limits.back(), given->second);
    }
    return profile;
}

Overrides merged(const Overrides &first, const Overrides &more) {
    Overrides all = first;
    for (const auto &[limit, members] : more) {
        for (const auto &[member, value] : members)
            all[limit][member] = value;
    }
    return all;
}

std::string config_of(const Profile &profile, const Layout &layout, const Overrides &overrides) {
    std::string limits;
    for (const auto &[limit, members] : overrides) {
        limits += limits.empty() ? "" : ", ";
        limits += "{\"name\": \"" + limit + "\"";
        for (const auto &[member, value] : members)
            limits += ", \"" + member + "\": " + value;
        limits += "}";
    }
    return "{\"version\": 1, \"capacity\": {\"accounts\": " + std::to_string(layout.accounts) +
           ", \"instruments\": " + std::to_string(layout.instruments) +
           ", \"owners\": " + std::to_string(layout.owners) + "}, \"venues\": [{\"name\": \"V\", \"profile\": \"" +
           profile.name + "\", \"lanes_max\": " + std::to_string(layout.lanes) +
           ", \"held_max\": 4096, \"orders_max\": 16384, \"grants_max\": 32768" +
           ", \"grant_timeout_ms\": 5000, \"answer_timeout_ms\": 10000" +
           ", \"breaker\": {\"enabled\": false}, \"lane_breaker\": {\"enabled\": false}" +
           (limits.empty() ? "" : ", \"limits\": [" + limits + "]") + "}]}";
}

Overrides for_restart(const Profile &profile, const Overrides &overrides, const std::vector<ToldLimit> &told) {
    Overrides restart = overrides;
    for (const ProfileLimit &limit : profile.limits) {
        const bool is_told =
            std::any_of(told.begin(), told.end(), [&limit](const ToldLimit &one) { return one.limit == limit.name; });
        if (!limit.is_used_at_start && !is_told) restart[limit.name]["at_start"] = "\"used\"";
    }
    return restart;
}

GateSetup setup_of(
    const Profile &profile, const Layout &layout, const Overrides &overrides, const std::vector<ToldLimit> &told) {
    GateSetup setup;
    setup.config = config_of(profile, layout, overrides);
    setup.restart_config = config_of(profile, layout, for_restart(profile, overrides, told));
    for (const ProfileLimit &limit : profile.limits)
        setup.limits.push_back(limit.name);
    return setup;
}

}  // namespace conformance
