#include "venue/grant_table.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(GrantTable, finds_what_it_gave_and_nothing_else) {
    GrantTable grants(2);
    const uint32_t index = grants.allocate(10);
    const uint64_t handle = grants.handle_of(index);
    EXPECT_NE(handle, 0u);
    EXPECT_EQ(grants.find(handle), index);
    EXPECT_EQ(grants.find(0), kNone);
    EXPECT_EQ(grants.find(handle + 1), kNone);
    EXPECT_EQ(grants.find(handle + (uint64_t{1} << 32)), kNone);
    EXPECT_EQ(grants.find(UINT64_MAX), kNone);
}

TEST(GrantTable, does_not_know_a_handle_once_it_is_settled) {
    GrantTable grants(1);
    const uint64_t first = grants.handle_of(grants.allocate(10));
    grants.free(grants.find(first));
    EXPECT_EQ(grants.find(first), kNone);
    const uint64_t second = grants.handle_of(grants.allocate(20));
    EXPECT_NE(first, second);
    EXPECT_EQ(grants.find(first), kNone);
}

TEST(GrantTable, has_no_more_than_its_capacity) {
    GrantTable grants(2);
    grants.allocate(1);
    const uint32_t second = grants.allocate(2);
    EXPECT_EQ(grants.allocate(3), kNone);
    grants.free(second);
    EXPECT_EQ(grants.allocate(3), second);
}

TEST(GrantTable, keeps_both_lists_by_age) {
    GrantTable grants(3);
    const uint32_t first = grants.allocate(1);
    const uint32_t second = grants.allocate(2);
    const uint32_t third = grants.allocate(3);
    EXPECT_EQ(grants.oldest_unwritten(), first);
    grants.move_to_unanswered(second);
    grants.move_to_unanswered(first);
    EXPECT_EQ(grants.oldest_unwritten(), third);
    EXPECT_EQ(grants.oldest_unanswered(), second);
    EXPECT_EQ(grants.unanswered_count(), 2u);
    grants.free(second);
    EXPECT_EQ(grants.oldest_unanswered(), first);
    grants.free(third);
    EXPECT_EQ(grants.oldest_unwritten(), kNone);
    EXPECT_EQ(grants.unwritten_count(), 0u);
}

}  // namespace
}  // namespace sluice
