#include "gateway_config.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

namespace sluice::hostcheck {

namespace {

std::string read_member(const rapidjson::Value &member, Script &script) {
    if (!member.IsObject()) return "/hostcheck: expected an object";
    for (const auto &[name, value] : member.GetObject()) {
        const std::string_view key(name.GetString(), name.GetStringLength());
        std::string fault;
        if (key == "scenarios" && value.IsArray()) {
            script.clear_scenarios();
            for (const rapidjson::Value &scenario : value.GetArray()) {
                if (!scenario.IsString()) return "/hostcheck/scenarios: expected names";
                fault = script.add_scenario(scenario.GetString());
                if (!fault.empty()) return "/hostcheck/scenarios: " + fault;
            }
        } else if (key == "percent" && value.IsUint64()) {
            fault = script.set_percent(value.GetUint64());
        } else if (key == "seed" && value.IsUint64()) {
            script.set_seed(value.GetUint64());
        } else {
            fault = "expected scenarios (names), percent or seed (numbers)";
        }
        if (!fault.empty()) return "/hostcheck/" + std::string(key) + ": " + fault;
    }
    return "";
}

}  // namespace

std::string read_gateway_config(std::string_view json, std::string_view environment, GatewayConfig &config) {
    config.script.add_scenario("all");
    if (std::string fault = config.script.read_words(environment); !fault.empty()) return fault;
    rapidjson::Document document;
    document.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
    if (document.HasParseError()) {
        return "the config is no JSON at byte " + std::to_string(document.GetErrorOffset()) + ": " +
               rapidjson::GetParseError_En(document.GetParseError());
    }
    if (!document.IsObject()) return "the config is no JSON object";
    const auto venues = document.FindMember("venues");
    if (venues == document.MemberEnd() || !venues->value.IsArray() || venues->value.Empty())
        return "/venues: expected an array of at least one venue";
    for (const rapidjson::Value &venue : venues->value.GetArray()) {
        const bool is_named = venue.IsObject() && venue.HasMember("name") && venue["name"].IsString();
        if (!is_named) return "/venues/" + std::to_string(config.venues.size()) + "/name: expected a text";
        config.venues.emplace_back(venue["name"].GetString(), venue["name"].GetStringLength());
    }
    const auto member = document.FindMember("hostcheck");
    return member == document.MemberEnd() ? "" : read_member(member->value, config.script);
}

}  // namespace sluice::hostcheck
