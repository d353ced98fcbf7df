#include "queue/smoothing_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sluice {
namespace {

constexpr uint32_t kNormal = SLUICE_CLASS_NORMAL;

class SmoothingQueueTest : public testing::Test {
protected:
    // Holds one request; the ticket is the slot's own number in order of arrival.
    uint32_t hold(uint32_t owner, uint32_t instrument, uint32_t count = 1, uint32_t request_class = kNormal) {
        const uint32_t index = queue_.allocate();
        Slot &slot = queue_.slot(index);
        slot.ticket = ++tickets_;
        slot.held_since_ns = tickets_;
        slot.charge.kind = SLUICE_KIND_NEW;
        slot.charge.request_class = request_class;
        slot.charge.owner = owner;
        slot.charge.instrument = instrument;
        slot.charge.message_count = count;
        queue_.hold(index);
        queue_.push_back(index);
        return index;
    }

    std::string serve_all(int most = 100) {
        std::string owners;
        while (most-- > 0) {
            const uint32_t index = queue_.candidate(kNormal, 0);
            if (index == kNone) break;
            owners += static_cast<char>('0' + queue_.slot(index).charge.owner);
            queue_.serve(index);
            queue_.free(index);
        }
        return owners;
    }

    SmoothingQueue queue_{QueueCapacity{32, 2, 8, 8}};
    uint64_t tickets_ = 0;
};

TEST_F(SmoothingQueueTest, serves_owners_in_turn) {
    for (const uint32_t owner : {1u, 1u, 1u, 2u, 2u, 3u})
        hold(owner, 1);
    const std::string order = serve_all();
    EXPECT_EQ(order.size(), 6u);
    EXPECT_EQ(order.substr(0, 3).find_first_not_of("123"), std::string::npos);
    EXPECT_NE(order[0], order[1]);
    EXPECT_NE(order[1], order[2]);
    EXPECT_NE(order[0], order[2]);
    EXPECT_EQ(queue_.held(), 0u);
    EXPECT_EQ(queue_.free_count(), 32u);
}

TEST_F(SmoothingQueueTest, makes_an_owner_wait_as_many_turns_as_its_batch_counts) {
    hold(1, 1, 3);
    for (int turn = 0; turn < 5; ++turn) {
        hold(1, 1);
        hold(2, 1);
    }
    const std::string order = serve_all(5);
    EXPECT_EQ(std::count(order.begin(), order.end(), '2'), 4) << order;
}

// Both are in debt, one by two messages more: the other gets two turns first, then they take turns again.
TEST_F(SmoothingQueueTest, lets_owners_pay_for_their_batches_to_the_last_message) {
    hold(1, 1, 10);
    hold(2, 1, 8);
    for (int request = 0; request < 4; ++request) {
        hold(1, 1);
        hold(2, 1);
    }
    EXPECT_EQ(serve_all().substr(0, 7), "2122121");
}

TEST_F(SmoothingQueueTest, lets_the_flows_of_an_owner_take_turns) {
    for (int request = 0; request < 2; ++request)
        hold(1, 1);
    for (int request = 0; request < 2; ++request)
        hold(1, 2);
    uint32_t last = 0;
    for (int turn = 0; turn < 4; ++turn) {
        const uint32_t index = queue_.candidate(kNormal, 0);
        EXPECT_NE(queue_.slot(index).charge.instrument, last);
        last = queue_.slot(index).charge.instrument;
        queue_.serve(index);
        queue_.free(index);
    }
}

TEST_F(SmoothingQueueTest, keeps_the_order_inside_a_flow) {
    const uint32_t first = hold(1, 1);
    const uint32_t second = hold(1, 1);
    EXPECT_EQ(queue_.candidate(kNormal, 0), first);
    queue_.serve(first);
    EXPECT_EQ(queue_.candidate(kNormal, 0), second);
    queue_.hold(first);
    queue_.push_front(first);
    EXPECT_EQ(queue_.candidate(kNormal, 0), first);
    EXPECT_EQ(queue_.oldest(kNormal), first);
    EXPECT_EQ(queue_.newest(kNormal), second);
}

TEST_F(SmoothingQueueTest, passes_parked_flows_over_until_they_come_back) {
    const uint32_t parked = hold(1, 1);
    const uint32_t other = hold(1, 2);
    queue_.park(parked, 500, 3);
    EXPECT_TRUE(queue_.is_parked(parked));
    EXPECT_EQ(queue_.candidate(kNormal, 0), other);
    EXPECT_EQ(queue_.active_flows(kNormal, 0), 1u);
    EXPECT_EQ(queue_.parked_until_ns(), 500u);
    uint32_t limit = 0;
    EXPECT_EQ(queue_.unpark(limit), parked);
    EXPECT_EQ(limit, 3u);
    EXPECT_EQ(queue_.active_flows(kNormal, 0), 2u);
}

TEST_F(SmoothingQueueTest, brings_no_flow_back_that_ended_while_it_was_parked) {
    const uint32_t index = hold(1, 1);
    queue_.park(index, 500, 0);
    ASSERT_TRUE(queue_.has_parked());
    queue_.remove(index);
    EXPECT_FALSE(queue_.has_parked());
}

// Its debt in one class is none in another.
TEST_F(SmoothingQueueTest, keeps_the_turns_of_an_owner_apart_by_class) {
    hold(1, 1, 10);
    hold(2, 1);
    hold(1, 1, 1, SLUICE_CLASS_HIGH);
    hold(2, 1, 1, SLUICE_CLASS_HIGH);
    serve_all();
    for (const uint32_t owner : {2u, 1u}) {
        const uint32_t index = queue_.candidate(SLUICE_CLASS_HIGH, 0);
        EXPECT_EQ(queue_.slot(index).charge.owner, owner);
        queue_.serve(index);
        queue_.free(index);
    }
}

TEST_F(SmoothingQueueTest, shows_every_flow_once_in_a_look) {
    hold(1, 1);
    for (uint32_t instrument = 1; instrument <= 5; ++instrument)
        hold(2, instrument);
    queue_.begin_look();
    std::vector<bool> seen(32);
    for (int tried = 0; tried < 6; ++tried) {
        const uint32_t index = queue_.candidate(kNormal, 0);
        EXPECT_FALSE(seen[index]);
        seen[index] = true;
        queue_.skip(index);
    }
}

TEST_F(SmoothingQueueTest, tells_drops_in_the_order_in_which_they_came) {
    const uint32_t first = hold(1, 1);
    const uint32_t second = hold(1, 1);
    for (const uint32_t index : {second, first}) {
        queue_.remove(index);
        queue_.push_drop(index);
    }
    EXPECT_EQ(queue_.held(), 0u);
    EXPECT_EQ(queue_.pop_drop(), second);
    EXPECT_EQ(queue_.pop_drop(), first);
    EXPECT_FALSE(queue_.has_drops());
}

TEST_F(SmoothingQueueTest, follows_deadlines) {
    const uint32_t index = hold(1, 1);
    EXPECT_FALSE(queue_.has_deadlines());
    queue_.set_deadline(index, 900);
    EXPECT_EQ(queue_.earliest_deadline(), index);
    queue_.set_deadline(index, 0);
    EXPECT_FALSE(queue_.has_deadlines());
    queue_.set_deadline(index, 800);
    queue_.remove(index);
    EXPECT_FALSE(queue_.has_deadlines());
}

// The transport refused it: it is as old, and expires as soon, as when it was taken out.
TEST_F(SmoothingQueueTest, takes_one_back_with_its_age_and_its_last_deadline) {
    const uint32_t first = hold(1, 1);
    const uint32_t second = hold(2, 2);
    const uint32_t third = hold(3, 3);
    queue_.set_deadline(second, 900);
    for (const uint32_t index : {first, second}) {
        queue_.serve(index);
        queue_.hold(index);
        queue_.push_front(index);
    }
    EXPECT_EQ(queue_.oldest(kNormal), first);
    EXPECT_EQ(queue_.slot(first).next_in_class, second);
    EXPECT_EQ(queue_.newest(kNormal), third);
    ASSERT_TRUE(queue_.has_deadlines());
    EXPECT_EQ(queue_.earliest_deadline_ns(), 900u);
}

TEST_F(SmoothingQueueTest, has_no_slot_beyond_its_capacity) {
    for (int slot = 0; slot < 32; ++slot)
        ASSERT_NE(queue_.allocate(), kNone);
    EXPECT_EQ(queue_.allocate(), kNone);
}

}  // namespace
}  // namespace sluice
