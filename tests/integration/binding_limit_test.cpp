// A held verdict names the limit that binds longest and the exact nanosecond at which it has room.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

const char *const kTwoLimits = R"("limits": [
    {"name": "second", "shape": "sliding_window", "scope": "venue", "limit": 3, "window_ms": 1000},
    {"name": "minute", "shape": "sliding_window", "scope": "account", "limit": 4, "window_ms": 60000,
     "guard_us": 500}])";

}  // namespace

TEST(BindingLimit, is_the_one_that_binds_longest) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t account = host.id(SLUICE_NAME_ACCOUNT, "A1");
    const std::uint64_t begin_ns = host.now();
    for (std::uint64_t ticket = 1; ticket <= 3; ++ticket)
        host.offer(lane, for_account(new_order(ticket), account));

    sluice_verdict verdict = host.offer(lane, for_account(new_order(4), account));
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_LIMIT});
    EXPECT_EQ(verdict.limit_id, host.limit_id("second"));
    EXPECT_EQ(verdict.not_before_ns, begin_ns + kSecondNs + 1);

    host.run_until(begin_ns + 2 * kSecondNs);
    ASSERT_EQ(host.sent(), std::vector<std::uint64_t>{4});
    EXPECT_EQ(host.write_times.back(), verdict.not_before_ns);

    verdict = host.offer(lane, for_account(new_order(5), account));
    EXPECT_EQ(verdict.limit_id, host.limit_id("minute"));
    // The guard, and a venue's clock that is slower by one part in ten thousand.
    EXPECT_EQ(verdict.not_before_ns, begin_ns + 60 * kSecondNs + 6'000'000 + 500'000 + 1);
    host.run_until(verdict.not_before_ns - 1);
    EXPECT_EQ(host.sent().size(), 1u);
    host.run_until(verdict.not_before_ns);
    EXPECT_EQ(host.sent().size(), 2u);
}

TEST(BindingLimit, all_or_none_is_charged) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 10; ++ticket)
        host.offer(lane, new_order(ticket));
    // The seven held ones have taken nothing from the limit that still had room.
    EXPECT_EQ(host.usage(host.limit_id("second")).used, 3u);
    EXPECT_EQ(host.usage(host.limit_id("minute")).used, 3u);
}

TEST(BindingLimit, time_to_available_agrees_and_changes_nothing) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    const sluice_request request = new_order(9);
    sluice_availability answer = SLUICE_AVAILABILITY_INIT;
    ASSERT_EQ(host.limits().time_to_available(lane, &request, host.now(), &answer), SLUICE_OK);
    EXPECT_EQ(answer.limit_id, 0u);
    EXPECT_EQ(answer.not_before_ns, host.now());
    for (std::uint64_t ticket = 1; ticket <= 3; ++ticket)
        host.offer(lane, new_order(ticket));
    for (int repeat = 0; repeat < 10; ++repeat) {
        ASSERT_EQ(host.limits().time_to_available(lane, &request, host.now(), &answer), SLUICE_OK);
    }
    EXPECT_EQ(answer.limit_id, host.limit_id("second"));
    EXPECT_EQ(answer.not_before_ns, host.now() + kSecondNs + 1);
    EXPECT_EQ(host.usage(host.limit_id("second")).used, 3u);
}

TEST(BindingLimit, what_can_never_fit_is_refused) {
    TestHost host(one_venue(kTwoLimits));
    sluice_lane *lane = host.lane_up();
    sluice_request batch = new_order(1);
    batch.message_count = 4;
    const sluice_verdict verdict = host.submit(lane, batch);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_OVER_LIMIT});
    EXPECT_EQ(verdict.limit_id, host.limit_id("second"));
}

}  // namespace sluice_test
