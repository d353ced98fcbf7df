#include "admit/kill_rules.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

Charge charge_of(uint32_t account, uint32_t instrument, uint32_t owner) {
    Charge charge;
    charge.account = account;
    charge.instrument = instrument;
    charge.owner = owner;
    return charge;
}

TEST(KillRules, cover_nothing_until_engaged) {
    KillRules rules;
    EXPECT_FALSE(rules.is_any());
    EXPECT_FALSE(rules.covers(charge_of(1, 1, 1), SLUICE_SIDE_BUY));
}

TEST(KillRules, cover_what_every_given_field_names) {
    KillRules rules;
    rules.engage({1, 2, 0, SLUICE_SIDE_BUY});
    EXPECT_TRUE(rules.covers(charge_of(1, 2, 9), SLUICE_SIDE_BUY));
    EXPECT_FALSE(rules.covers(charge_of(2, 2, 9), SLUICE_SIDE_BUY));
    EXPECT_FALSE(rules.covers(charge_of(1, 3, 9), SLUICE_SIDE_BUY));
    EXPECT_FALSE(rules.covers(charge_of(1, 2, 9), SLUICE_SIDE_SELL));
}

TEST(KillRules, cover_a_request_without_a_side_by_both) {
    KillRules rules;
    rules.engage({0, 0, 3, SLUICE_SIDE_SELL});
    EXPECT_TRUE(rules.covers(charge_of(0, 0, 3), SLUICE_SIDE_NONE));
}

TEST(KillRules, cover_the_whole_venue_when_nothing_narrows_them) {
    KillRules rules;
    rules.engage({});
    EXPECT_TRUE(rules.covers(charge_of(0, 0, 0), SLUICE_SIDE_NONE));
}

TEST(KillRules, stay_engaged_as_often_as_they_were) {
    KillRules rules;
    rules.engage({0, 0, 3, 0});
    rules.engage({0, 0, 3, 0});
    rules.clear({0, 0, 3, 0});
    EXPECT_TRUE(rules.covers(charge_of(0, 0, 3), 0));
    rules.clear({0, 0, 3, 0});
    EXPECT_FALSE(rules.covers(charge_of(0, 0, 3), 0));
    rules.clear({0, 0, 3, 0});
    EXPECT_FALSE(rules.is_any());
}

TEST(KillRules, stay_engaged_when_another_one_is_cleared) {
    for (const uint32_t cleared : {1u, 2u, 3u}) {
        KillRules rules;
        for (const uint32_t owner : {1u, 2u, 3u})
            rules.engage({0, 0, owner, 0});
        rules.clear({0, 0, cleared, 0});
        for (const uint32_t owner : {1u, 2u, 3u})
            EXPECT_EQ(rules.covers(charge_of(0, 0, owner), 0), owner != cleared);
    }
}

TEST(KillRules, refuse_more_scopes_than_they_have_room_for) {
    KillRules rules;
    for (uint32_t owner = 1; owner <= kKillScopesMax; ++owner)
        ASSERT_TRUE(rules.engage({0, 0, owner, 0}));
    EXPECT_FALSE(rules.engage({1, 0, 0, 0}));
    EXPECT_TRUE(rules.covers(charge_of(0, 0, kKillScopesMax), 0));
}

}  // namespace
}  // namespace sluice
