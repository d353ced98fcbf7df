// A cost that depends on what the venue answers: the whole is taken with the grant, and what does not stay comes back.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const char *const kLimit = R"("answer_timeout_ms": 3000, "limits": [
    {"name": "weight", "shape": "sliding_window", "scope": "venue", "limit": 20, "window_ms": 60000,
     "cost": {"new": {"message": 4, "on_accepted": "nothing", "on_rejected": "all"},
              "cancel": {"message": 1, "by_age": [{"below_ms": 5000, "cost": 8}], "on_rejected": "fixed"}}}])";

struct Case {
    std::uint32_t event;
    std::uint64_t kept;
};

}  // namespace

TEST(OutcomeCost, what_an_accepted_message_does_not_cost_comes_back) {
    for (const Case &one : {Case{SLUICE_EVENT_ACKED, 0}, Case{SLUICE_EVENT_DONE, 0}, Case{SLUICE_EVENT_REJECTED, 4},
             Case{SLUICE_EVENT_FAILED, 4}, Case{SLUICE_EVENT_LOST, 4}, Case{SLUICE_EVENT_TIMED_OUT, 4}}) {
        TestHost host(one_venue(kLimit));
        sluice_lane *lane = host.lane_up();
        const std::uint32_t limit = host.limit_id("weight");
        const sluice_verdict sent = host.offer(lane, new_order(1));
        EXPECT_EQ(host.usage(limit).used, 4u);
        EXPECT_EQ(host.usage(limit).unconfirmed, 4u) << "what may come back waits for the answer";
        host.advance(kSecondNs);
        host.report(lane, one.event, sent.grant, 1);
        EXPECT_EQ(host.usage(limit).used, one.kept) << "event " << one.event;
        EXPECT_EQ(host.usage(limit).unconfirmed, 0u);
    }
}

TEST(OutcomeCost, a_message_that_nobody_answers_stays_charged) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.run_until(host.now() + 4 * kSecondNs);
    EXPECT_EQ(host.usage(host.limit_id("weight")).used, 4u);
    EXPECT_EQ(host.usage(host.limit_id("weight")).unconfirmed, 0u);
}

TEST(OutcomeCost, a_lost_session_keeps_what_it_may_have_counted) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.report(lane, SLUICE_EVENT_LANE_DOWN);
    EXPECT_EQ(host.usage(host.limit_id("weight")).used, 4u);
}

TEST(OutcomeCost, a_refused_cancel_keeps_the_fixed_part) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t limit = host.limit_id("weight");
    const sluice_verdict sent = host.offer(lane, cancel_of(77, 1));
    EXPECT_EQ(host.usage(limit).used, 9u);
    host.report(lane, SLUICE_EVENT_REJECTED, sent.grant);
    EXPECT_EQ(host.usage(limit).used, 1u);
}

TEST(OutcomeCost, what_comes_back_lets_the_next_go) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    std::vector<sluice_verdict> verdicts;
    for (std::uint64_t ticket = 1; ticket <= 6; ++ticket)
        verdicts.push_back(host.offer(lane, new_order(ticket)));
    ASSERT_EQ(verdicts.back().action, std::uint32_t{SLUICE_ACTION_HELD});
    host.report(lane, SLUICE_EVENT_ACKED, verdicts.front().grant, 1);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{6});
}

// A message that never left was never counted, whatever its cost would have depended on.
TEST(OutcomeCost, what_never_left_comes_back_whole) {
    TestHost host(one_venue(kLimit));
    sluice_lane *lane = host.lane_up();
    const sluice_verdict sent = host.submit(lane, new_order(1));
    host.report(lane, SLUICE_EVENT_NOT_WRITTEN, sent.grant);
    EXPECT_EQ(host.usage(host.limit_id("weight")).used, 0u);
}

}  // namespace sluice_test
