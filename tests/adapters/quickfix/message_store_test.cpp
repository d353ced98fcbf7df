#include "message_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "sluice/cpp/failure.hpp"

namespace {

using sluice::quickfix::HeldMessage;
using sluice::quickfix::MessageStore;

// A place whose message is here.
HeldMessage *keep(MessageStore &store, bool is_cancel = false) {
    HeldMessage *held = store.reserve(is_cancel);
    if (held) MessageStore::arrive(*held);
    return held;
}

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
        HeldMessage *held = keep(store);
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
    const std::uint64_t order = keep(store)->ticket;
    const std::uint64_t first = keep(store)->ticket;
    const std::uint64_t second = keep(store)->ticket;
    EXPECT_TRUE(store.fold(order, first));
    EXPECT_TRUE(store.fold(order, second));
    store.free(first);
    // The thread of the first amend comes late: its amend is dead, the second stays.
    EXPECT_TRUE(store.fold(order, first));
    EXPECT_EQ(store.folded_into(order), second);
    EXPECT_NE(store.find(second), nullptr);
    store.free(order);
    EXPECT_FALSE(store.fold(order, second));
}

TEST(MessageStore, waits_for_a_message_that_is_still_on_its_way) {
    MessageStore store(1);
    HeldMessage *held = store.reserve(false);
    const std::uint64_t ticket = held->ticket;
    std::thread submitter([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        held->message.setField(11, "c1");
        MessageStore::arrive(*held);
    });
    EXPECT_EQ(store.find(ticket)->message.getField(11), "c1");
    submitter.join();
}

TEST(MessageStore, frees_no_place_before_its_message_is_here) {
    MessageStore store(2);
    HeldMessage *held = store.reserve(false);
    const std::uint64_t ticket = held->ticket;
    std::atomic<bool> has_arrived{false};
    std::thread submitter([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        has_arrived.store(true);
        MessageStore::arrive(*held);
    });
    store.free(ticket);
    EXPECT_TRUE(has_arrived.load());
    submitter.join();
    EXPECT_EQ(store.size(), 0u);
}

TEST(MessageStore, finds_nothing_when_the_place_is_given_back_instead) {
    MessageStore store(1);
    HeldMessage *held = store.reserve(false);
    const std::uint64_t ticket = held->ticket;
    std::thread submitter([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        store.give_back(ticket);
    });
    EXPECT_EQ(store.find(ticket), nullptr);
    submitter.join();
    store.give_back(ticket);
    EXPECT_EQ(store.size(), 0u);
}

// The plugin names a ticket the moment it is submitted; the message comes a little later. Whoever finds it must find
// all of it, and each ticket ends once.
TEST(MessageStore, nobody_ever_sees_half_a_message) {
    constexpr int kMessages = 5000;
    MessageStore store(16);
    std::atomic<std::uint64_t> named[2];
    for (auto &each : named)
        each.store(0);
    std::vector<std::thread> threads;
    for (int side = 0; side < 2; ++side) {
        threads.emplace_back([&, side] {
            for (int number = 1; number <= kMessages; ++number) {
                HeldMessage *held = store.reserve(false);
                ASSERT_NE(held, nullptr);
                const std::string id = std::to_string(side) + "-" + std::to_string(number);
                held->tag = static_cast<std::uint64_t>(number);
                named[side].store(held->ticket);
                held->message.setField(11, id);
                held->message.setField(58, id);
                MessageStore::arrive(*held);
                while (named[side].load() != 0)
                    std::this_thread::yield();
            }
        });
        threads.emplace_back([&, side] {
            for (int number = 1; number <= kMessages; ++number) {
                std::uint64_t ticket;
                while ((ticket = named[side].load()) == 0)
                    std::this_thread::yield();
                const HeldMessage *held = store.find(ticket);
                ASSERT_NE(held, nullptr);
                EXPECT_EQ(held->message.getField(11), std::to_string(side) + "-" + std::to_string(held->tag));
                EXPECT_EQ(held->message.getField(58), held->message.getField(11));
                store.free(ticket);
                named[side].store(0);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    EXPECT_EQ(store.size(), 0u);
}

TEST(MessageStore, says_what_is_wrong_with_its_capacity) {
    EXPECT_THROW(MessageStore(0), sluice::failure);
    EXPECT_THROW(MessageStore(std::size_t(1) << 30), sluice::failure);
}

}  // namespace
