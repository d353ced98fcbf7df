// What held messages of one order do to each other, and that every ticket hears of it exactly once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

// A venue whose limit is used up, so that everything is held; order 1 lives at the venue.
class OrderAlgebra : public testing::Test {
protected:
    OrderAlgebra() { host.offer(lane, new_order(1)); }

    void expect_absorbed(
        const sluice_verdict &verdict, std::uint32_t reason, std::uint64_t other_ticket, std::uint64_t superseded = 0) {
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_ABSORBED});
        EXPECT_EQ(verdict.reason, reason);
        EXPECT_EQ(verdict.other_ticket, other_ticket);
        EXPECT_EQ(verdict.superseded_ticket, superseded);
        EXPECT_EQ(verdict.grant, 0u);
    }
    void expect_dropped(std::uint64_t ticket, std::uint32_t reason, std::uint64_t other_ticket) {
        const sluice_release &release = host.release_of(ticket);
        EXPECT_EQ(release.action, std::uint32_t{SLUICE_RELEASE_DROPPED}) << ticket;
        EXPECT_EQ(release.reason, reason) << ticket;
        EXPECT_EQ(release.other_ticket, other_ticket) << ticket;
        EXPECT_EQ(release.lane, lane);
    }
    void drain() { host.run_until(host.now() + 10 * kSecondNs); }

    TestHost host{one_venue(window_limit(1, 1000))};
    sluice_lane *lane = host.lane_up();
};

}  // namespace

TEST_F(OrderAlgebra, a_cancel_and_its_held_order_annihilate) {
    EXPECT_EQ(host.submit(lane, new_order(2)).action, std::uint32_t{SLUICE_ACTION_HELD});
    expect_absorbed(host.submit(lane, cancel_of(2, 3)), SLUICE_REASON_ANNIHILATED, 2);
    drain();
    expect_dropped(2, SLUICE_REASON_ANNIHILATED, 3);
    EXPECT_EQ(host.releases.size(), 1u);
    EXPECT_EQ(host.write_times.size(), 1u);
    EXPECT_EQ(host.scrape().sum("sluice_annihilated_total"), 1);
    // Nothing is left of the order.
    EXPECT_EQ(host.submit(lane, new_order(2)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST_F(OrderAlgebra, amends_fold_into_their_held_order_and_the_last_wins) {
    host.submit(lane, new_order(2));
    expect_absorbed(host.submit(lane, amend_of(2, 3)), SLUICE_REASON_FOLDED, 2);
    expect_absorbed(host.submit(lane, amend_of(2, 4)), SLUICE_REASON_FOLDED, 2, 3);
    drain();
    const sluice_release &release = host.release_of(2);
    EXPECT_EQ(release.action, std::uint32_t{SLUICE_RELEASE_SEND});
    EXPECT_EQ(release.folded_ticket, 4u);
    EXPECT_EQ(host.releases.size(), 1u);
    EXPECT_EQ(host.scrape().sum("sluice_folded_total"), 2);
}

TEST_F(OrderAlgebra, a_later_amend_takes_the_place_of_a_held_one) {
    host.submit(lane, amend_of(1, 2));
    host.submit(lane, new_order(50));
    EXPECT_EQ(host.submit(lane, amend_of(1, 3)).action, std::uint32_t{SLUICE_ACTION_HELD});
    drain();
    expect_dropped(2, SLUICE_REASON_SUPERSEDED, 3);
    EXPECT_THAT(host.sent(), testing::ElementsAre(3, 50));
}

TEST_F(OrderAlgebra, a_cancel_supersedes_a_held_amend_and_goes_on) {
    host.submit(lane, amend_of(1, 2));
    EXPECT_EQ(host.submit(lane, cancel_of(1, 3)).action, std::uint32_t{SLUICE_ACTION_HELD});
    drain();
    expect_dropped(2, SLUICE_REASON_SUPERSEDED, 3);
    EXPECT_THAT(host.sent(), testing::ElementsAre(3));
}

TEST_F(OrderAlgebra, one_cancel_is_enough) {
    host.submit(lane, cancel_of(1, 2));
    expect_absorbed(host.submit(lane, cancel_of(1, 3)), SLUICE_REASON_DUPLICATE, 2);
    expect_absorbed(host.submit(lane, cancel_of(1, 4)), SLUICE_REASON_DUPLICATE, 2);
    drain();
    EXPECT_THAT(host.sent(), testing::ElementsAre(2));
    EXPECT_EQ(host.releases.size(), 1u);
}

TEST_F(OrderAlgebra, an_amend_behind_a_held_cancel_is_refused) {
    host.submit(lane, cancel_of(1, 2));
    const sluice_verdict verdict = host.submit(lane, amend_of(1, 3));
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_CANCEL_PENDING});
}

TEST_F(OrderAlgebra, a_second_new_order_under_a_known_id_is_refused) {
    sluice_request again = new_order(9);
    again.order_id = 1;
    EXPECT_EQ(host.submit(lane, again).reason, std::uint32_t{SLUICE_REASON_BAD_ORDER_ID});
    host.report(lane, SLUICE_EVENT_DONE, 0, 1);
    EXPECT_EQ(host.submit(lane, again).action, std::uint32_t{SLUICE_ACTION_HELD});
}

TEST_F(OrderAlgebra, everything_held_of_an_annihilated_order_is_told_once) {
    host.submit(lane, new_order(2));
    host.submit(lane, amend_of(2, 3));
    host.submit(lane, cancel_of(2, 4));
    drain();
    expect_dropped(2, SLUICE_REASON_ANNIHILATED, 4);
    EXPECT_EQ(host.release_of(2).folded_ticket, 3u);
    EXPECT_EQ(host.releases.size(), 1u);
}

TEST(CancelBehindNew, waits_for_the_write_and_then_goes) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.submit(lane, new_order(1));
    const sluice_verdict cancel = host.submit(lane, cancel_of(1, 2));
    EXPECT_EQ(cancel.action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(cancel.reason, std::uint32_t{SLUICE_REASON_ORDER_IN_FLIGHT});
    host.poll();
    EXPECT_TRUE(host.releases.empty());
    host.wakes.clear();
    host.next_due();
    host.written(lane, first.grant);
    EXPECT_FALSE(host.wakes.empty());
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(CancelBehindNew, is_settled_when_the_order_was_never_written) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict first = host.submit(lane, new_order(1));
    host.submit(lane, amend_of(1, 2));
    host.submit(lane, cancel_of(1, 3));
    host.report(lane, SLUICE_EVENT_NOT_WRITTEN, first.grant);
    host.poll();
    EXPECT_TRUE(host.sent().empty());
    EXPECT_EQ(host.release_of(2).reason, std::uint32_t{SLUICE_REASON_SUPERSEDED});
    EXPECT_EQ(host.release_of(3).reason, std::uint32_t{SLUICE_REASON_ANNIHILATED});
}

}  // namespace sluice_test
