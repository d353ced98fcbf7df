// What these tests judge is what the library runs on: its own reader of profiles makes the same rows of them.
#include "profile_table.hpp"

#include <gtest/gtest.h>

#include "config/parse_profile.hpp"

namespace sluice::test {
namespace {

TEST(ProfileTable, is_what_the_library_reads) {
    ASSERT_GE(profile_names().size(), 20u);
    for (const std::string_view name : profile_names()) {
        const ProfileResult read = parse_profile(find_profile(name).value());
        ASSERT_TRUE(read.faults.empty()) << name << ": " << to_string(read.faults.front());
        EXPECT_EQ(read.profile.answers, profile_table(std::string(name))) << name;
        EXPECT_FALSE(read.profile.answers.empty()) << name;
    }
}

}  // namespace
}  // namespace sluice::test
