// Nobody takes the room that an earlier or more urgent request waits for, on no lane; and nobody waits for one that is
// gone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

constexpr std::uint64_t kRoomAgainNs = kSecondNs + 1;

std::string limit_of_scope(const std::string &scope, std::uint64_t limit, const std::string &more = "") {
    return one_venue(R"("limits": [{"name": "messages", "shape": "sliding_window", "scope": ")" + scope +
                     R"(", "limit": )" + std::to_string(limit) + R"(, "window_ms": 1000)" + more + "}]");
}

void expect_behind(const sluice_verdict &verdict) {
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_BACKLOG});
}

}  // namespace

// The room is back and nobody has polled yet: whoever comes now must not be first.
TEST(Overtaking, a_fresh_request_stands_behind_a_held_one_of_another_instrument) {
    for (const char *scope : {"venue", "lane"}) {
        TestHost host(limit_of_scope(scope, 1));
        sluice_lane *lane = host.lane_up();
        host.offer(lane, new_order(1));
        host.submit(lane, on_instrument(new_order(2), host.id(SLUICE_NAME_INSTRUMENT, "I1")));
        host.advance(kRoomAgainNs);
        expect_behind(host.submit(lane, on_instrument(new_order(3), host.id(SLUICE_NAME_INSTRUMENT, "I2"))));
        host.run_until(host.now() + 2 * kSecondNs);
        EXPECT_THAT(host.sent(), testing::ElementsAre(2, 3)) << scope;
    }
}

TEST(Overtaking, a_fresh_request_stands_behind_a_held_one_of_any_other_lane) {
    for (const std::size_t holder : {0u, 1u, 2u}) {
        TestHost host(limit_of_scope("venue", 1));
        const std::vector<sluice_lane *> lanes{host.lane_up("a"), host.lane_up("b"), host.lane_up("c")};
        host.offer(lanes[holder], new_order(1));
        host.submit(lanes[holder], new_order(2));
        host.advance(kRoomAgainNs);
        expect_behind(host.submit(lanes[(holder + 1) % 3], new_order(3)));
    }
}

TEST(Overtaking, a_full_lane_makes_no_other_lane_wait) {
    TestHost host(limit_of_scope("lane", 1));
    sluice_lane *full = host.lane_up("full");
    sluice_lane *other = host.lane_up("other");
    host.offer(full, new_order(1));
    host.submit(full, new_order(2));
    EXPECT_EQ(host.submit(other, new_order(3)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

// The cancel on the lane that is down keeps the queue from being empty; it waits for no limit.
TEST(Overtaking, nobody_waits_behind_what_has_expired) {
    for (const char *scope : {"venue", "lane", "instrument"}) {
        for (const bool is_cancel_first : {true, false}) {
            TestHost host(limit_of_scope(scope, 1));
            sluice_lane *lane = host.lane_up("up");
            sluice_lane *down = host.open_lane("down");
            const std::uint32_t instrument = host.id(SLUICE_NAME_INSTRUMENT, "I1");
            host.offer(lane, on_instrument(new_order(1), instrument));
            host.submit(lane, until(on_instrument(new_order(2), instrument), host.now() + 300 * kMillisecondNs));
            if (is_cancel_first) host.submit(down, cancel_of(90, 91));
            host.run_until(host.now() + kRoomAgainNs);
            if (!is_cancel_first) host.submit(down, cancel_of(90, 91));
            const sluice_verdict verdict = host.submit(lane, on_instrument(new_order(3), instrument));
            EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND}) << scope;
        }
    }
}

TEST(Overtaking, the_end_of_a_less_urgent_wait_ends_no_other) {
    TestHost host(limit_of_scope("venue", 1));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    const std::uint64_t begin_ns = host.now();
    host.submit(lane, on_instrument(new_order(2), host.id(SLUICE_NAME_INSTRUMENT, "I1")));
    host.submit(lane, until(request_of(SLUICE_KIND_QUERY, 3), begin_ns + 300 * kMillisecondNs));
    host.run_until(begin_ns + 500 * kMillisecondNs);
    ASSERT_THAT(host.dropped(), testing::ElementsAre(3));
    host.advance(600 * kMillisecondNs);
    expect_behind(host.submit(lane, on_instrument(new_order(4), host.id(SLUICE_NAME_INSTRUMENT, "I2"))));
}

// The amend costs two and is more urgent. There is room for one first: it is kept.
TEST(Overtaking, a_less_urgent_request_does_not_nibble_at_the_room_of_a_dearer_one) {
    for (const char *scope : {"venue", "lane", "instrument"}) {
        TestHost host(limit_of_scope(scope, 2, R"(, "cost": {"new": 1, "replace": 2})"));
        sluice_lane *lane = host.lane_up();
        const std::uint32_t instrument = host.id(SLUICE_NAME_INSTRUMENT, "I1");
        const auto owned = [&](const sluice_request &request, const char *owner) {
            return for_owner(on_instrument(request, instrument), host.id(SLUICE_NAME_OWNER, owner));
        };
        host.offer(lane, owned(new_order(1), "first"));
        host.advance(500 * kMillisecondNs);
        host.offer(lane, owned(new_order(2), "first"));
        sluice_request urgent = owned(amend_of(1, 3), "first");
        urgent.flags = SLUICE_FLAG_REDUCES_RISK;
        host.submit(lane, urgent);
        host.submit(lane, owned(new_order(4), "second"));
        host.run_until(host.now() + 5 * kSecondNs);
        EXPECT_THAT(host.sent(), testing::ElementsAre(3, 4)) << scope;
    }
}

// Likewise one of the same class that came earlier: the amend needs two, and for now there is room for one.
TEST(Overtaking, a_fresh_request_leaves_the_room_to_one_of_its_class_that_needs_more) {
    for (const char *scope : {"venue", "lane", "instrument"}) {
        TestHost host(limit_of_scope(scope, 2, R"(, "cost": {"new": 1, "replace": 2})"));
        sluice_lane *lane = host.lane_up();
        const std::uint32_t instrument = host.id(SLUICE_NAME_INSTRUMENT, "I1");
        host.offer(lane, on_instrument(new_order(1), instrument));
        host.advance(500 * kMillisecondNs);
        host.offer(lane, on_instrument(new_order(2), instrument));
        ASSERT_EQ(
            host.submit(lane, on_instrument(amend_of(1, 3), instrument)).action, std::uint32_t{SLUICE_ACTION_HELD});
        host.advance(600 * kMillisecondNs);
        const std::uint32_t owner = host.id(SLUICE_NAME_OWNER, "other");
        expect_behind(host.submit(lane, for_owner(on_instrument(new_order(4), instrument), owner)));
    }
}

TEST(Overtaking, lanes_take_turns) {
    TestHost host(limit_of_scope("venue", 1));
    const std::vector<sluice_lane *> lanes{host.lane_up("a"), host.lane_up("b"), host.lane_up("c")};
    host.offer(lanes[0], new_order(1));
    for (std::uint64_t ticket = 10; ticket < 13; ++ticket) {
        for (std::size_t lane = 0; lane < lanes.size(); ++lane)
            host.submit(lanes[lane], new_order(ticket + 10 * lane));
    }
    host.run_until(host.now() + 10 * kSecondNs);
    ASSERT_EQ(host.sent().size(), 9u);
    for (std::size_t turn = 0; turn < 9; turn += 3) {
        std::vector<std::uint64_t> served;
        for (std::size_t place = turn; place < turn + 3; ++place)
            served.push_back(host.sent()[place] / 10);
        EXPECT_THAT(served, testing::UnorderedElementsAre(1, 2, 3));
    }
}

}  // namespace sluice_test
