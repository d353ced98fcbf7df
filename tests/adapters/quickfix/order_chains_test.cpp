#include "order_chains.hpp"

#include <gtest/gtest.h>

namespace {

using sluice::quickfix::OrderChains;

class OrderChainsTest : public testing::Test {
protected:
    std::atomic<std::uint64_t> next_key_{1};
    OrderChains chains_{4, next_key_};
};

TEST_F(OrderChainsTest, one_order_keeps_one_key_from_new_to_cancel) {
    const std::uint64_t key = chains_.open("c1", 0);
    EXPECT_EQ(chains_.follow("c2", "c1", 0), key);
    EXPECT_EQ(chains_.follow("c3", "c2", 0), key);
    EXPECT_EQ(chains_.follow("x1", "c3", 0), key);
    EXPECT_NE(chains_.open("d1", 0), key);
    EXPECT_EQ(chains_.close("c2"), key);
    EXPECT_EQ(chains_.find("x1"), 0u);
    EXPECT_EQ(chains_.size(), 1u);
}

TEST_F(OrderChainsTest, an_unknown_order_gets_a_key_so_that_its_cancel_passes) {
    const std::uint64_t key = chains_.follow("x1", "from-yesterday", 0);
    EXPECT_NE(key, 0u);
    EXPECT_EQ(chains_.follow("x2", "from-yesterday", 0), key);
    EXPECT_EQ(chains_.name_on_wire("from-yesterday"), "from-yesterday");
}

TEST_F(OrderChainsTest, names_the_order_as_the_venue_knows_it) {
    chains_.open("c1", 0);
    chains_.set_on_wire("c1", true);
    chains_.follow("c2", "c1", 0);  // folded: never on the wire
    chains_.follow("c3", "c2", 0);
    EXPECT_EQ(chains_.name_on_wire("c3"), "c1");
    chains_.set_on_wire("c3", true);
    EXPECT_EQ(chains_.name_on_wire("c3"), "c3");
    EXPECT_EQ(chains_.name_on_wire("c2"), "c1");
    chains_.set_on_wire("c3", false);  // the venue rejected it
    EXPECT_EQ(chains_.name_on_wire("c3"), "c1");
    EXPECT_EQ(chains_.name_on_wire("stranger"), "stranger");
}

TEST_F(OrderChainsTest, an_order_that_is_not_on_the_wire_keeps_the_callers_name) {
    chains_.open("c1", 0);
    chains_.follow("c2", "c1", 0);
    EXPECT_EQ(chains_.name_on_wire("c2"), "c2");
}

TEST_F(OrderChainsTest, a_circle_of_names_ends) {
    chains_.follow("a", "b", 0);
    chains_.follow("b", "a", 0);
    chains_.follow("c", "d", 0);
    chains_.set_on_wire("d", false);
    chains_.follow("d", "c", 0);
    EXPECT_FALSE(chains_.name_on_wire("c").empty());
}

TEST_F(OrderChainsTest, forgets_the_oldest_order_first) {
    for (const char *id : {"a", "b", "c", "d", "e"})
        chains_.open(id, 0);
    EXPECT_EQ(chains_.size(), 4u);
    EXPECT_EQ(chains_.find("a"), 0u);
    EXPECT_NE(chains_.find("b"), 0u);
}

TEST_F(OrderChainsTest, stays_bounded_over_endless_amends_and_refusals) {
    const std::uint64_t key = chains_.open("c0", 0);
    chains_.set_on_wire("c0", true);
    std::string last = "c0";
    for (int amend = 1; amend < 1000; ++amend) {
        const std::string id = "c" + std::to_string(amend);
        EXPECT_EQ(chains_.follow(id, last, 0), key);
        chains_.set_on_wire(id, true);
        last = id;
        // Refused amends leave nothing behind, however many.
        const std::string refused = "r" + std::to_string(amend);
        chains_.follow(refused, last, 0);
        chains_.remove(refused);
        EXPECT_EQ(chains_.find(refused), 0u);
    }
    EXPECT_EQ(chains_.find("c1"), 0u);
    EXPECT_EQ(chains_.name_on_wire(last), last);
    EXPECT_EQ(chains_.close(last), key);
    EXPECT_EQ(chains_.size(), 0u);
}

TEST_F(OrderChainsTest, takes_the_gateways_own_keys) {
    EXPECT_EQ(chains_.open("c1", 77), 77u);
    EXPECT_EQ(chains_.follow("c2", "c1", 77), 77u);
    EXPECT_EQ(chains_.follow("c9", "c8", 78), 78u);
}

TEST_F(OrderChainsTest, an_id_that_is_used_twice_means_the_newer_order) {
    const std::uint64_t first = chains_.open("c1", 0);
    const std::uint64_t second = chains_.open("c1", 0);
    EXPECT_NE(first, second);
    EXPECT_EQ(chains_.find("c1"), second);
    EXPECT_EQ(chains_.size(), 1u);
}

}  // namespace
