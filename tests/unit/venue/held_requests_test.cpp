#include "venue/held_requests.hpp"

#include <gtest/gtest.h>

#include <map>

namespace sluice {
namespace {

using Kind = Meeting::Kind;

class HeldRequestsTest : public testing::Test {
protected:
    static VenueConfig config() {
        VenueConfig config;
        config.held_max = 3;
        config.orders_max = 4;
        config.grants_max = 4;
        config.lanes_max = 2;
        return config;
    }

    Holding holding(uint32_t kind, uint64_t order_id, uint32_t request_class, uint32_t lane = 0) {
        Holding holding;
        holding.ticket = ++tickets_;
        holding.order_id = order_id;
        holding.charge.kind = kind;
        holding.charge.lane = lane;
        holding.charge.request_class = request_class;
        return holding;
    }
    Holding new_order(uint64_t id) { return holding(SLUICE_KIND_NEW, id, SLUICE_CLASS_NORMAL); }
    Holding amend(uint64_t id) { return holding(SLUICE_KIND_REPLACE, id, SLUICE_CLASS_NORMAL); }
    Holding cancel(uint64_t id, uint32_t lane = 0) {
        return holding(SLUICE_KIND_CANCEL, id, SLUICE_CLASS_CRITICAL, lane);
    }

    // Ticket to reason of all that was dropped.
    std::map<uint64_t, uint32_t> drops() {
        std::map<uint64_t, uint32_t> reasons;
        while (held_.queue().has_drops()) {
            const uint32_t index = held_.queue().pop_drop();
            reasons[held_.queue().slot(index).ticket] = held_.queue().slot(index).drop_reason;
            held_.forget(index);
        }
        return reasons;
    }

    VenueConfig config_ = config();
    VenueCounters counters_;
    LimitPlan limits_{{}, {}, 1, {2, 9, 9, 9}};
    HeldRequests held_{config_, 8, 8, limits_, counters_};
    uint64_t tickets_ = 0;
};

TEST_F(HeldRequestsTest, settle_a_cancel_with_its_held_order) {
    const Holding order = new_order(1);
    held_.hold(order, 10);
    const Meeting meeting = held_.meet(cancel(1));
    EXPECT_EQ(meeting.kind, Kind::absorbed);
    EXPECT_EQ(meeting.reason, static_cast<uint32_t>(SLUICE_REASON_ANNIHILATED));
    EXPECT_EQ(meeting.other_ticket, order.ticket);
    EXPECT_EQ(drops()[order.ticket], static_cast<uint32_t>(SLUICE_REASON_ANNIHILATED));
    EXPECT_EQ(held_.queue().held(), 0u);
}

TEST_F(HeldRequestsTest, fold_an_amend_into_its_held_order_and_name_the_one_before) {
    const Holding order = new_order(1);
    const uint32_t slot = held_.hold(order, 10);
    const Holding first = amend(1);
    EXPECT_EQ(held_.meet(first).superseded_ticket, 0u);
    const Holding second = amend(1);
    const Meeting meeting = held_.meet(second);
    EXPECT_EQ(meeting.reason, static_cast<uint32_t>(SLUICE_REASON_FOLDED));
    EXPECT_EQ(meeting.superseded_ticket, first.ticket);
    EXPECT_EQ(held_.queue().slot(slot).folded_ticket, second.ticket);
    EXPECT_EQ(held_.queue().held(), 1u);
}

TEST_F(HeldRequestsTest, let_the_last_amend_win_in_the_place_of_the_first) {
    const Holding first = amend(1);
    held_.hold(first, 10);
    const Holding second = amend(1);
    EXPECT_EQ(held_.meet(second).kind, Kind::held);
    EXPECT_EQ(drops()[first.ticket], static_cast<uint32_t>(SLUICE_REASON_SUPERSEDED));
    const uint32_t slot = held_.queue().candidate(SLUICE_CLASS_NORMAL, 0);
    EXPECT_EQ(held_.queue().slot(slot).ticket, second.ticket);
}

// Its lane may be another session of the venue: the message must go out there.
TEST_F(HeldRequestsTest, queue_an_amend_that_comes_on_another_lane_anew) {
    const Holding first = amend(1);
    held_.hold(first, 10);
    EXPECT_EQ(held_.meet(holding(SLUICE_KIND_REPLACE, 1, SLUICE_CLASS_NORMAL, 1)).kind, Kind::none);
    EXPECT_EQ(drops()[first.ticket], static_cast<uint32_t>(SLUICE_REASON_SUPERSEDED));
}

TEST_F(HeldRequestsTest, let_a_cancel_take_the_place_of_a_held_amend) {
    const Holding first = amend(1);
    held_.hold(first, 10);
    const Holding second = cancel(1);
    EXPECT_EQ(held_.meet(second).kind, Kind::none);
    EXPECT_EQ(drops()[first.ticket], static_cast<uint32_t>(SLUICE_REASON_SUPERSEDED));
}

TEST_F(HeldRequestsTest, keep_one_cancel_of_an_order_and_take_no_amend_after_it) {
    const Holding first = cancel(1);
    held_.hold(first, 10);
    const Meeting second = held_.meet(cancel(1));
    EXPECT_EQ(second.reason, static_cast<uint32_t>(SLUICE_REASON_DUPLICATE));
    EXPECT_EQ(second.other_ticket, first.ticket);
    EXPECT_EQ(held_.meet(amend(1)).reason, static_cast<uint32_t>(SLUICE_REASON_CANCEL_PENDING));
}

TEST_F(HeldRequestsTest, let_a_cancel_on_another_lane_go_instead_of_the_held_one) {
    const Holding first = cancel(1, 0);
    held_.hold(first, 10);
    EXPECT_EQ(held_.meet(cancel(1, 1)).kind, Kind::none);
    EXPECT_EQ(drops()[first.ticket], static_cast<uint32_t>(SLUICE_REASON_SUPERSEDED));
}

TEST_F(HeldRequestsTest, refuse_a_new_order_under_an_id_that_is_held) {
    held_.hold(new_order(1), 10);
    EXPECT_EQ(held_.meet(new_order(1)).reason, static_cast<uint32_t>(SLUICE_REASON_BAD_ORDER_ID));
}

TEST_F(HeldRequestsTest, make_a_message_wait_for_an_earlier_one_that_is_being_written) {
    held_.bind_grant(1, 0, new_order(1).charge);
    EXPECT_TRUE(held_.is_order_busy(1));
    const uint32_t slot = held_.hold(cancel(1), 10);
    EXPECT_EQ(held_.queue().candidate(SLUICE_CLASS_CRITICAL, 0), kNone);
    held_.settle_written(1, SLUICE_KIND_NEW, 20);
    EXPECT_EQ(held_.queue().candidate(SLUICE_CLASS_CRITICAL, 0), slot);
}

TEST_F(HeldRequestsTest, settle_all_that_waits_for_an_order_that_was_never_written) {
    held_.bind_grant(1, 0, new_order(1).charge);
    const Holding waiting = cancel(1);
    held_.hold(waiting, 10);
    held_.settle_unwritten(1, SLUICE_KIND_NEW);
    EXPECT_EQ(drops()[waiting.ticket], static_cast<uint32_t>(SLUICE_REASON_ANNIHILATED));
    EXPECT_EQ(held_.orders().size(), 0u);
}

TEST_F(HeldRequestsTest, evict_the_newest_of_the_least_urgent_class_when_full) {
    const Holding query = holding(SLUICE_KIND_QUERY, 0, SLUICE_CLASS_LOW);
    const Holding newest = holding(SLUICE_KIND_QUERY, 0, SLUICE_CLASS_LOW);
    held_.hold(query, 10);
    held_.hold(new_order(1), 11);
    held_.hold(newest, 12);
    EXPECT_NE(held_.hold(new_order(2), 13), kNone);
    EXPECT_EQ(drops()[newest.ticket], static_cast<uint32_t>(SLUICE_REASON_EVICTED));
    EXPECT_EQ(held_.hold(holding(SLUICE_KIND_MAINTENANCE, 0, SLUICE_CLASS_IDLE), 14), kNone);
}

TEST_F(HeldRequestsTest, have_room_for_the_cancel_of_every_known_order) {
    for (uint64_t id = 1; id <= config_.orders_max; ++id) {
        held_.bind_grant(id, 0, new_order(id).charge);
        held_.settle_written(id, SLUICE_KIND_NEW, 20);
    }
    for (uint64_t id = 101; id <= 103; ++id)
        ASSERT_NE(held_.hold(cancel(id), 10), kNone);
    EXPECT_EQ(held_.hold(cancel(104), 10), kNone);  // the room that is left is for orders that are known
    for (uint64_t id = 1; id <= config_.orders_max; ++id)
        EXPECT_NE(held_.hold(cancel(id), 11), kNone);
}

TEST_F(HeldRequestsTest, give_the_cancel_of_an_unknown_order_the_room_that_known_ones_leave) {
    for (const uint64_t id : {101, 102, 103})
        ASSERT_NE(held_.hold(holding(SLUICE_KIND_MASS_CANCEL, 0, SLUICE_CLASS_CRITICAL), id), kNone);
    EXPECT_NE(held_.hold(cancel(104), 10), kNone);
}

TEST_F(HeldRequestsTest, put_a_message_that_the_transport_refused_back_to_the_head) {
    const uint32_t first = held_.hold(new_order(1), 10);
    held_.hold(new_order(2), 11);
    held_.begin_release(first);
    held_.bind_grant(1, 0, new_order(1).charge);
    held_.requeue(first);
    EXPECT_EQ(held_.queue().candidate(SLUICE_CLASS_NORMAL, 0), first);
    EXPECT_EQ(held_.queue().held(), 2u);
}

TEST_F(HeldRequestsTest, settle_what_met_a_message_while_the_transport_refused_it) {
    const Holding order = new_order(1);
    const uint32_t slot = held_.hold(order, 10);
    held_.begin_release(slot);
    held_.bind_grant(1, 0, new_order(1).charge);
    const Holding meanwhile = cancel(1);
    ASSERT_EQ(held_.meet(meanwhile).kind, Kind::none);
    held_.hold(meanwhile, 11);
    held_.requeue(slot);
    const auto reasons = drops();
    EXPECT_EQ(reasons.at(order.ticket), static_cast<uint32_t>(SLUICE_REASON_ANNIHILATED));
    EXPECT_EQ(reasons.at(meanwhile.ticket), static_cast<uint32_t>(SLUICE_REASON_ANNIHILATED));
}

TEST_F(HeldRequestsTest, keep_only_the_first_of_two_cancels_when_the_transport_refused_it) {
    const Holding first = cancel(1);
    const uint32_t slot = held_.hold(first, 10);
    held_.begin_release(slot);
    held_.bind_grant(1, 0, cancel(1).charge);
    const Holding second = cancel(1);
    ASSERT_EQ(held_.meet(second).kind, Kind::none);
    held_.hold(second, 11);
    held_.requeue(slot);
    EXPECT_EQ(drops()[second.ticket], static_cast<uint32_t>(SLUICE_REASON_DUPLICATE));
    EXPECT_EQ(held_.queue().candidate(SLUICE_CLASS_CRITICAL, 0), slot);
}

TEST_F(HeldRequestsTest, know_the_age_of_an_order_from_the_write_that_made_or_changed_it) {
    EXPECT_EQ(held_.order_age_ns(1, 1'000), 0u) << "not known";
    held_.bind_grant(1, 0, new_order(1).charge);
    EXPECT_EQ(held_.order_age_ns(1, 1'000), 0u) << "not written";
    held_.settle_written(1, SLUICE_KIND_NEW, 1'000);
    EXPECT_EQ(held_.order_age_ns(1, 1'700), 700u);
    EXPECT_EQ(held_.order_age_ns(1, 900), 0u);
    held_.bind_grant(1, 0, amend(1).charge);
    held_.settle_written(1, SLUICE_KIND_REPLACE, 1'500);
    EXPECT_EQ(held_.order_age_ns(1, 1'700), 200u);
    held_.bind_grant(1, 0, cancel(1).charge);
    held_.settle_written(1, SLUICE_KIND_CANCEL, 1'600);
    EXPECT_EQ(held_.order_age_ns(1, 1'700), 200u) << "a cancel makes no order younger";
    held_.end_order(1);
    EXPECT_EQ(held_.order_age_ns(1, 1'700), 0u);
}

TEST_F(HeldRequestsTest, note_the_first_fill_of_an_order_once) {
    bool is_first = false;
    EXPECT_EQ(held_.note_fill(1, is_first), nullptr);
    Holding order = new_order(1);
    order.charge.account = 3;
    held_.bind_grant(1, 0, order.charge);
    held_.settle_written(1, SLUICE_KIND_NEW, 1'000);
    const Charge *charge = held_.note_fill(1, is_first);
    ASSERT_NE(charge, nullptr);
    EXPECT_EQ(charge->account, 3u);
    EXPECT_TRUE(is_first);
    EXPECT_NE(held_.note_fill(1, is_first), nullptr);
    EXPECT_FALSE(is_first);
    held_.end_order(1);
    EXPECT_EQ(held_.note_fill(1, is_first), nullptr);
    held_.bind_grant(1, 0, order.charge);  // the id is used again
    EXPECT_NE(held_.note_fill(1, is_first), nullptr);
    EXPECT_TRUE(is_first);
}

// The limits keep room for the cancel of each order that is known, however it came and went.
class OrdersInLimitsTest : public HeldRequestsTest {
protected:
    static LimitConfig with_reserve() {
        LimitConfig config;
        config.limit = 100;
        config.window_ns = 1'000;
        config.order_reserve = {true, 0, 90};
        config.cost.fill(1);
        return config;
    }
    uint64_t reserve() { return plan_.own()[0]->usage(0, 1'000).reserve; }
    void send_new(uint64_t id) {
        known_.bind_grant(id, 0, new_order(id).charge);
        known_.settle_written(id, SLUICE_KIND_NEW, 1'000);
    }

    LimitPlan plan_{{with_reserve()}, {}, 1, {2, 9, 9, 9}};
    HeldRequests known_{config_, 8, 8, plan_, counters_};
};

TEST_F(OrdersInLimitsTest, are_counted_from_the_grant_to_the_end) {
    known_.bind_grant(1, 0, new_order(1).charge);
    EXPECT_EQ(reserve(), 1u);
    known_.settle_written(1, SLUICE_KIND_NEW, 1'000);
    send_new(2);
    EXPECT_EQ(reserve(), 2u);
    known_.end_order(1);
    known_.end_order(1);
    EXPECT_EQ(reserve(), 1u);
}

TEST_F(OrdersInLimitsTest, are_not_counted_when_they_never_left) {
    known_.bind_grant(1, 0, new_order(1).charge);
    known_.settle_unwritten(1, SLUICE_KIND_NEW);
    EXPECT_EQ(reserve(), 0u);
}

TEST_F(OrdersInLimitsTest, are_not_counted_while_they_are_held_again) {
    const Holding order = new_order(1);
    const uint32_t slot = known_.hold(order, 10);
    known_.begin_release(slot);
    known_.bind_grant(1, 0, order.charge);
    ASSERT_EQ(reserve(), 1u);
    known_.requeue(slot);
    EXPECT_EQ(reserve(), 0u);
}

TEST_F(OrdersInLimitsTest, are_counted_once_when_an_id_is_used_again) {
    send_new(1);
    send_new(1);
    EXPECT_EQ(reserve(), 1u);
}

TEST_F(OrdersInLimitsTest, are_no_longer_counted_when_they_are_forgotten) {
    for (uint64_t id = 1; id <= 50; ++id)
        send_new(id);
    EXPECT_EQ(known_.orders().size(), config_.orders_max);
    EXPECT_EQ(reserve(), config_.orders_max);
}

}  // namespace
}  // namespace sluice
