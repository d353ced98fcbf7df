// A config with many faults: no engine, every fault in the log with its path, the first ones in the error text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin_library.hpp"

namespace sluice_test {

namespace {

struct Outcome {
    sluice_status status = SLUICE_OK;
    sluice_engine *engine = nullptr;
    sluice_error error = SLUICE_ERROR_INIT;
    std::vector<std::string> log;
};

Outcome create(const std::string &config) {
    const PluginLibrary library;
    Outcome outcome;
    sluice_host host = SLUICE_HOST_INIT;
    host.context = &outcome.log;
    host.release = [](void *, const sluice_release *) { return sluice_status{SLUICE_OK}; };
    host.log = [](void *context, std::int32_t level, const char *text, std::size_t length) {
        EXPECT_EQ(level, SLUICE_LOG_ERROR);
        EXPECT_EQ(text[length], '\0');
        static_cast<std::vector<std::string> *>(context)->emplace_back(text, length);
    };
    outcome.engine = reinterpret_cast<sluice_engine *>(0x1234);
    outcome.status =
        library.table().engine_create(&host, config.data(), config.size(), &outcome.engine, &outcome.error);
    return outcome;
}

}  // namespace

TEST(ConfigFaults, all_are_reported_at_once) {
    const Outcome outcome = create(R"({"version": 1, "colour": "blue", "venues": [
        {"name": "A", "held_max": 0, "limits": [
            {"name": "l", "shape": "sliding_window", "scope": "venue", "limit": 10, "margin": 10, "window_ms": 1000},
            {"name": "l", "shape": "pyramid", "scope": "venue", "limit": 10}]},
        {"name": "A"}]})");
    EXPECT_EQ(outcome.status, SLUICE_E_CONFIG);
    EXPECT_EQ(outcome.engine, nullptr);
    EXPECT_EQ(outcome.error.status, SLUICE_E_CONFIG);
    EXPECT_EQ(outcome.error.detail, outcome.log.size());
    EXPECT_EQ(outcome.error.message_length, std::string(outcome.error.message).size());
    EXPECT_THAT(outcome.error.message, testing::HasSubstr(std::to_string(outcome.log.size()) + " faults"));
    for (const char *path : {"/colour", "/venues/0/held_max", "/venues/0/limits/0/margin", "/venues/0/limits/1/shape",
             "/venues/0/limits/1/name", "/venues/1/name"}) {
        EXPECT_THAT(outcome.log, testing::Contains(testing::HasSubstr(path)));
    }
}

TEST(ConfigFaults, garbage_is_refused_without_a_crash) {
    std::string nested(100'000, '[');
    std::string objects;
    for (int depth = 0; depth < 50'000; ++depth)
        objects += R"({"venues":)";
    for (const std::string &config : {std::string(), std::string("\0\0\0", 3), std::string("null"), std::string("[]"),
             std::string("{"), std::string("\xff\xfe"), std::string(R"({"version": 1e400, "venues": []})"),
             std::string(R"({"version": 1, "venues": [{"name": "\u0000"}]})"), nested, objects}) {
        const Outcome outcome = create(config);
        EXPECT_EQ(outcome.status, SLUICE_E_CONFIG) << config.substr(0, 40);
        EXPECT_EQ(outcome.engine, nullptr);
        EXPECT_FALSE(outcome.log.empty());
    }
}

}  // namespace sluice_test
