// What the README shows as a config is one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "config/parse_config.hpp"

namespace sluice {
namespace {

std::vector<std::string> json_blocks(const std::string &text) {
    constexpr std::string_view kBegin = "```json\n";
    std::vector<std::string> blocks;
    for (size_t at = text.find(kBegin); at != std::string::npos; at = text.find(kBegin, at)) {
        at += kBegin.size();
        blocks.push_back(text.substr(at, text.find("```", at) - at));
    }
    return blocks;
}

TEST(ReadmeConfigs, are_sound_and_take_their_limits_from_a_profile) {
    std::ifstream file(SLUICE_SOURCE_DIR "/README.md");
    std::stringstream text;
    text << file.rdbuf();
    const std::vector<std::string> blocks = json_blocks(text.str());
    ASSERT_FALSE(blocks.empty());
    for (const std::string &block : blocks) {
        const ConfigResult result = parse_config(block);
        for (const ConfigFault &fault : result.faults)
            ADD_FAILURE() << to_string(fault);
        ASSERT_FALSE(result.config.venues.empty());
        EXPECT_FALSE(result.config.venues[0].limits.empty()) << block;
    }
}

}  // namespace
}  // namespace sluice
