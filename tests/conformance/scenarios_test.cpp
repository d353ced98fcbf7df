// No profile and no limit of one goes without a judge, and both sides have the same numbers.
#include "scenario.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace conformance {
namespace {

const std::string kProfiles = SLUICE_SOURCE_DIR "/sdk/profiles";

TEST(Scenarios, cover_every_profile) {
    std::set<std::string> files;
    for (const auto &entry : std::filesystem::directory_iterator(kProfiles)) {
        if (entry.path().extension() == ".json") files.insert(entry.path().stem().string());
    }
    std::set<std::string> tried;
    for (const Scenario &scenario : scenarios())
        tried.insert(scenario.profile);
    EXPECT_EQ(files, tried);
}

TEST(Scenarios, judge_every_limit_of_a_profile_by_its_published_number) {
    for (const Scenario &scenario : scenarios()) {
        const Profile profile = read_profile(kProfiles, scenario.profile, scenario.operator_numbers);
        const std::unique_ptr<Judge> judge = scenario.judge(0);
        EXPECT_EQ(judge->rules().size(), profile.limits.size()) << scenario.profile;
        for (const ProfileLimit &limit : profile.limits) {
            const Rule &rule = judge->rules()[judge->rule(limit.name)];
            EXPECT_EQ(static_cast<uint64_t>(rule.limit), limit.limit) << scenario.profile << " " << limit.name;
            EXPECT_EQ(static_cast<uint64_t>(rule.hard), limit.hard_limit) << scenario.profile << " " << limit.name;
        }
    }
}

TEST(Scenarios, aim_at_limits_that_exist) {
    for (const Scenario &scenario : scenarios()) {
        const Profile profile = read_profile(kProfiles, scenario.profile, scenario.operator_numbers);
        const std::unique_ptr<Judge> judge = scenario.judge(0);
        EXPECT_FALSE(scenario.targets.empty()) << scenario.profile;
        for (const Target &target : scenario.targets) {
            EXPECT_NO_THROW(judge->rule(target.rule)) << scenario.profile;
            EXPECT_NO_THROW(profile.limit(target.limit)) << scenario.profile;
            // Less than 97 percent is asked only where it is said why.
            EXPECT_TRUE(target.percent >= 97 || target.why[0] != '\0') << scenario.profile << " " << target.rule;
        }
    }
}

}  // namespace
}  // namespace conformance
