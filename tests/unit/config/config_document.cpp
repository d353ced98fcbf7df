#include "config_document.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <ostream>

namespace sluice {

void PrintTo(const ConfigFault &fault, std::ostream *stream) {
    *stream << to_string(fault);
}

ConfigDocument ConfigDocument::smallest() {
    return ConfigDocument(R"({"version": 1, "venues": [{"name": "X"}]})");
}

ConfigDocument ConfigDocument::typical() {
    return ConfigDocument(R"({
        "version": 1,
        "accounts": ["A1", "A2"],
        "instruments": ["I1", "I2", "I3"],
        "capacity": {"accounts": 2, "instruments": 10, "owners": 20},
        "metrics": {"listen": "127.0.0.1:9464"},
        "firm_limits": [
            {"name": "all", "shape": "token_bucket", "scope": "firm", "limit": 1000,
             "refill_amount": 100, "refill_interval_ms": 1000}
        ],
        "venues": [
            {"name": "X",
             "limits": [
                {"name": "orders", "shape": "sliding_window", "scope": "account", "limit": 100, "window_ms": 1000,
                 "margin": 10, "cancel_reserve": 20, "hard_limit": 150, "hard_margin": 5, "guard_us": 2000,
                 "cost": {"new": 2, "cancel": 1}},
                {"name": "messages", "shape": "token_bucket", "scope": "lane", "limit": 50,
                 "refill_amount": 50, "refill_interval_ms": 1000}
             ],
             "breaker": {"window_count": 200, "minimum_count": 10}},
            {"name": "Y", "shadow": true}
        ]
    })");
}

ConfigDocument::ConfigDocument(const std::string &json) {
    document_.Parse(json);
    EXPECT_FALSE(document_.HasParseError()) << json;
}

ConfigDocument &ConfigDocument::set(const std::string &pointer, const std::string &json) {
    JsonDocument value(&document_.GetAllocator());
    value.Parse(json);
    EXPECT_FALSE(value.HasParseError()) << json;
    rapidjson::Pointer(pointer).Set(document_, value);
    return *this;
}

ConfigDocument &ConfigDocument::remove(const std::string &pointer) {
    EXPECT_TRUE(rapidjson::Pointer(pointer).Erase(document_)) << pointer;
    return *this;
}

std::string ConfigDocument::text() const {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    document_.Accept(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

std::vector<ConfigFault> ConfigDocument::faults() const {
    return parse_config(text()).faults;
}

Config ConfigDocument::config() const {
    ConfigResult result = parse_config(text());
    EXPECT_THAT(result.faults, testing::IsEmpty());
    return result.config;
}

}  // namespace sluice
