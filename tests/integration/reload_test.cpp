// The numbers of a limit change while traffic flows: what was used stays used, what is held is judged anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

sluice_limit_numbers numbers_of(const TestHost &host, std::uint32_t limit) {
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    EXPECT_EQ(host.limits().numbers(host.engine, limit, &numbers), SLUICE_OK);
    return numbers;
}

}  // namespace

TEST(Reload, a_higher_limit_lets_held_requests_go_at_once) {
    TestHost host(one_venue(window_limit(2, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 10; ++ticket)
        host.offer(lane, new_order(ticket));
    const std::uint32_t limit = host.limit_id("messages");
    sluice_limit_numbers numbers = numbers_of(host, limit);
    EXPECT_EQ(numbers.limit, 2u);
    host.next_due();
    host.wakes.clear();
    numbers.limit = 6;
    ASSERT_EQ(host.limits().reload(host.engine, limit, &numbers, nullptr), SLUICE_OK);
    EXPECT_EQ(host.wakes.size(), 1u);
    host.poll();
    EXPECT_THAT(host.sent(), testing::ElementsAre(3, 4, 5, 6));
}

TEST(Reload, a_lower_limit_holds_from_then_on) {
    TestHost host(one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t ticket = 1; ticket <= 8; ++ticket)
        host.offer(lane, new_order(ticket));
    const std::uint32_t limit = host.limit_id("messages");
    sluice_limit_numbers numbers = numbers_of(host, limit);
    numbers.limit = 3;
    ASSERT_EQ(host.limits().reload(host.engine, limit, &numbers, nullptr), SLUICE_OK);
    EXPECT_EQ(host.usage(limit).used, 8u);
    EXPECT_EQ(host.usage(limit).to_reject, 0u);
    const std::uint64_t reloaded_ns = host.now();
    host.write_times.clear();
    for (std::uint64_t ticket = 11; ticket <= 20; ++ticket)
        host.offer(lane, new_order(ticket));
    EXPECT_TRUE(host.write_times.empty());
    host.run_until(reloaded_ns + 5 * kSecondNs);
    EXPECT_EQ(host.write_times.size(), 10u);
    EXPECT_EQ(host.peak_of_writes(kSecondNs), 3u);
}

TEST(Reload, wrong_numbers_change_nothing_and_name_the_field) {
    TestHost host(one_venue(window_limit(10, 1000)));
    const std::uint32_t limit = host.limit_id("messages");
    const sluice_limit_numbers before = numbers_of(host, limit);
    const auto refuse = [&](auto change, const char *field) {
        sluice_limit_numbers numbers = before;
        change(numbers);
        sluice_error error = SLUICE_ERROR_INIT;
        EXPECT_EQ(host.limits().reload(host.engine, limit, &numbers, &error), SLUICE_E_ARGUMENT);
        EXPECT_THAT(error.message, testing::HasSubstr(field));
    };
    refuse([](sluice_limit_numbers &numbers) { numbers.limit = 0; }, "limit");
    refuse([](sluice_limit_numbers &numbers) { numbers.limit = UINT64_MAX; }, "limit");
    refuse([](sluice_limit_numbers &numbers) { numbers.margin = 10; }, "margin");
    refuse([](sluice_limit_numbers &numbers) { numbers.cancel_reserve = 10; }, "cancel_reserve");
    refuse([](sluice_limit_numbers &numbers) { numbers.hard_limit = 9; }, "hard_limit");
    refuse([](sluice_limit_numbers &numbers) { numbers.hard_margin = 1; }, "hard_margin");
    EXPECT_EQ(numbers_of(host, limit).limit, 10u);
    EXPECT_EQ(numbers_of(host, limit).margin, 0u);
    EXPECT_EQ(host.limits().reload(host.engine, 99, &before, nullptr), SLUICE_E_UNKNOWN);
}

}  // namespace sluice_test
