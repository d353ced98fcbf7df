// What the venue says of its limits: numbers that are used or left, a reject that names a limit, a limit that changed.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const char *const kTwoLimits = R"("limits": [
    {"name": "second", "shape": "sliding_window", "scope": "venue", "limit": 10, "window_ms": 1000},
    {"name": "minute", "shape": "sliding_window", "scope": "venue", "limit": 100, "window_ms": 60000}])";

sluice_event says(std::uint32_t kind, std::uint32_t limit_id, std::uint64_t value, std::uint64_t grant = 0) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.limit_id = limit_id;
    event.value = value;
    event.grant = grant;
    return event;
}

void hear(TestHost &host, sluice_lane *lane, const sluice_event &event) {
    ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
}

}  // namespace

TEST(Feedback, finds_somebody_who_uses_the_same_quota_and_exports_it) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t limit = host.limit_id("second");
    const sluice_verdict sent = host.offer(lane, new_order(1));
    host.advance(5 * kMillisecondNs);
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, limit, 8, sent.grant));
    EXPECT_EQ(host.usage(limit).used, 8u);
    EXPECT_EQ(host.usage(limit).assumed, 7u);
    EXPECT_EQ(host.scrape().sum("sluice_limit_assumed", {{"limit", "second"}}), 7);
    EXPECT_EQ(host.usage(host.limit_id("minute")).assumed, 0u);
    for (std::uint64_t ticket = 2; ticket <= 4; ++ticket)
        host.offer(lane, new_order(ticket));
    EXPECT_EQ(host.write_times.size(), 3u);
    host.run_until(host.now() + 2 * kSecondNs);
    EXPECT_EQ(host.write_times.size(), 4u);
    EXPECT_EQ(host.usage(limit).assumed, 0u);
}

TEST(Feedback, releases_what_waited_for_room_that_nobody_else_took) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t limit = host.limit_id("second");
    hear(host, lane, says(SLUICE_EVENT_LIMIT_REMAINING, limit, 1));
    EXPECT_EQ(host.usage(limit).room_new, 1u);
    const sluice_verdict sent = host.offer(lane, new_order(1));
    ASSERT_EQ(host.offer(lane, new_order(2)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.advance(kMillisecondNs);
    hear(host, lane, says(SLUICE_EVENT_LIMIT_REMAINING, limit, 9, sent.grant));
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{2});
}

TEST(Feedback, counts_what_it_does_not_believe_and_changes_nothing) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t limit = host.limit_id("second");
    host.offer(lane, new_order(1));
    hear(host, lane, says(SLUICE_EVENT_LIMIT_REMAINING, limit, 11));
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, limit, UINT64_MAX));
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, 4711, 3));
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, 0, 3));
    hear(host, lane, says(SLUICE_EVENT_LIMIT_CHANGED, limit, 0));
    hear(host, lane, says(SLUICE_EVENT_VENUE_TIME, 0, 0));
    EXPECT_EQ(host.usage(limit).used, 1u);
    EXPECT_EQ(host.scrape().sum("sluice_feedback_refused_total"), 6);
    EXPECT_EQ(host.scrape().sum("sluice_feedback_total"), 0);
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, limit, 0));  // good news that answers nothing
    EXPECT_EQ(host.usage(limit).used, 1u);
    EXPECT_EQ(host.scrape().sum("sluice_feedback_total"), 1);
}

TEST(Feedback, keeps_what_a_newer_answer_showed_when_an_older_one_comes_late) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t limit = host.limit_id("second");
    const sluice_verdict first = host.offer(lane, new_order(1));
    host.advance(10 * kMillisecondNs);
    const sluice_verdict second = host.offer(lane, new_order(2));
    host.advance(10 * kMillisecondNs);
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, limit, 9, second.grant));
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, limit, 1, first.grant));
    EXPECT_EQ(host.usage(limit).used, 9u);
}

TEST(Feedback, a_reject_that_names_a_limit_closes_that_one_alone) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    sluice_event event = says(SLUICE_EVENT_RATE_REJECTED, host.limit_id("minute"), 0);
    event.grant = host.offer(lane, new_order(1)).grant;
    hear(host, lane, event);
    EXPECT_EQ(host.usage(host.limit_id("minute")).room_cancel, 0u);
    EXPECT_EQ(host.usage(host.limit_id("second")).used, 1u);
}

TEST(Feedback, follows_a_limit_that_the_venue_changes_down_and_back_up) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t limit = host.limit_id("second");
    hear(host, lane, says(SLUICE_EVENT_LIMIT_CHANGED, limit, 2));
    for (std::uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, new_order(ticket));
    EXPECT_EQ(host.write_times.size(), 2u);
    hear(host, lane, says(SLUICE_EVENT_LIMIT_CHANGED, limit, 1'000));
    host.poll();
    EXPECT_EQ(host.write_times.size(), 5u);
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    ASSERT_EQ(host.limits().numbers(host.engine, limit, &numbers), SLUICE_OK);
    EXPECT_EQ(numbers.limit, 10u) << "for more than the configuration says the operator has to reload";
}

TEST(Feedback, is_about_the_counter_of_the_message_that_it_answers) {
    TestHost host(one_venue(R"("limits": [{"name": "messages", "shape": "sliding_window", "scope": "account",
        "limit": 10, "window_ms": 1000}])"));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t account = host.id(SLUICE_NAME_ACCOUNT, "A1");
    const std::uint32_t limit = host.limit_id("messages");
    const sluice_verdict sent = host.offer(lane, for_account(new_order(1), account));
    hear(host, lane, says(SLUICE_EVENT_LIMIT_USED, limit, 6, sent.grant));
    sluice_limit_key key = SLUICE_LIMIT_KEY_INIT;
    EXPECT_EQ(host.usage(limit, &key).used, 0u);
    key.account_id = account;
    EXPECT_EQ(host.usage(limit, &key).used, 6u);
    sluice_event event = says(SLUICE_EVENT_LIMIT_USED, limit, 8);
    event.account_id = account;
    hear(host, lane, event);
    EXPECT_EQ(host.usage(limit, &key).used, 8u);
}

TEST(Feedback, begins_as_if_all_were_used_when_the_configuration_says_so) {
    TestHost host(one_venue(window_limit(3, 1000, R"("at_start": "used")")));
    sluice_lane *lane = host.lane_up();
    EXPECT_EQ(host.offer(lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(host.usage(host.limit_id("messages")).assumed, 3u);
    host.run_until(host.now() + kSecondNs + 1);
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{1});
}

}  // namespace sluice_test
