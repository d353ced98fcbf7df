#include "message_store.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sluice/cpp/failure.hpp"

namespace {

using sluice::quickfix::HeldMessage;
using sluice::quickfix::MessageStore;

TEST(MessageStore, keeps_room_for_cancels_when_full) {
    MessageStore store(3);
    for (int count = 0; count < 3; ++count)
        EXPECT_NE(store.reserve(false), nullptr);
    EXPECT_EQ(store.reserve(false), nullptr);
    for (int count = 0; count < 3; ++count)
        EXPECT_NE(store.reserve(true), nullptr);
    EXPECT_EQ(store.reserve(true), nullptr);
    EXPECT_EQ(store.size(), 6u);
}

TEST(MessageStore, a_late_ticket_never_finds_a_strangers_message) {
    MessageStore store(1);
    std::set<std::uint64_t> tickets;
    for (int use = 0; use < 1000; ++use) {
        HeldMessage *held = store.reserve(false);
        ASSERT_NE(held, nullptr);
        const std::uint64_t ticket = held->ticket;
        EXPECT_NE(ticket, 0u);
        EXPECT_TRUE(tickets.insert(ticket).second) << "twice the same ticket";
        EXPECT_EQ(store.find(ticket), held);
        store.free(ticket);
        store.free(ticket);
        EXPECT_EQ(store.find(ticket), nullptr);
    }
    EXPECT_EQ(store.size(), 0u);
    EXPECT_EQ(store.find(0), nullptr);
    EXPECT_EQ(store.find(UINT64_MAX), nullptr);
}

TEST(MessageStore, remembers_the_last_amend_that_is_alive) {
    MessageStore store(4);
    const std::uint64_t order = store.reserve(false)->ticket;
    const std::uint64_t first = store.reserve(false)->ticket;
    const std::uint64_t second = store.reserve(false)->ticket;
    std::uint64_t before = 1;
    EXPECT_TRUE(store.fold(order, first, before));
    EXPECT_EQ(before, 0u);
    EXPECT_TRUE(store.fold(order, second, before));
    EXPECT_EQ(before, first);
    store.free(first);
    // The thread of the first amend comes late: its amend is dead, the second stays.
    EXPECT_TRUE(store.fold(order, first, before));
    EXPECT_EQ(before, 0u);
    EXPECT_EQ(store.folded_into(order), second);
    store.free(order);
    EXPECT_FALSE(store.fold(order, second, before));
}

TEST(MessageStore, says_what_is_wrong_with_its_capacity) {
    EXPECT_THROW(MessageStore(0), sluice::failure);
    EXPECT_THROW(MessageStore(std::size_t(1) << 30), sluice::failure);
}

}  // namespace
