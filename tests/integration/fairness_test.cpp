// Owners take turns whatever each has queued, and an instrument or account at its own limit stands in nobody's way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(Fairness, owners_take_turns) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t loud = host.id(SLUICE_NAME_OWNER, "loud");
    const std::uint32_t quiet = host.id(SLUICE_NAME_OWNER, "quiet");
    host.offer(lane, new_order(1));
    for (std::uint64_t ticket = 100; ticket < 150; ++ticket)
        host.submit(lane, for_owner(new_order(ticket), loud));
    for (std::uint64_t ticket = 200; ticket < 205; ++ticket)
        host.submit(lane, for_owner(new_order(ticket), quiet));
    host.run_until(host.now() + 10 * (kSecondNs + 1));
    ASSERT_EQ(host.sent().size(), 10u);
    const auto is_quiet = [](std::uint64_t ticket) { return ticket >= 200; };
    const std::vector<std::uint64_t> sent = host.sent();
    EXPECT_EQ(std::count_if(sent.begin(), sent.end(), is_quiet), 5);
    // First in, first out for each of them.
    std::vector<std::uint64_t> of_quiet;
    std::copy_if(sent.begin(), sent.end(), std::back_inserter(of_quiet), is_quiet);
    EXPECT_THAT(of_quiet, testing::ElementsAre(200, 201, 202, 203, 204));
}

TEST(Fairness, a_batch_is_paid_for_in_turns) {
    TestHost host(one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t batches = host.id(SLUICE_NAME_OWNER, "batches");
    const std::uint32_t singles = host.id(SLUICE_NAME_OWNER, "singles");
    sluice_request full = new_order(1);
    full.message_count = 10;
    host.offer(lane, full);
    for (std::uint64_t ticket = 100; ticket < 110; ++ticket) {
        sluice_request batch = for_owner(new_order(ticket), batches);
        batch.message_count = 5;
        host.submit(lane, batch);
    }
    for (std::uint64_t ticket = 200; ticket < 250; ++ticket)
        host.submit(lane, for_owner(new_order(ticket), singles));
    host.run_until(host.now() + 6 * (kSecondNs + 1));
    const std::vector<std::uint64_t> sent = host.sent();
    const auto messages_of_singles =
        std::count_if(sent.begin(), sent.end(), [](std::uint64_t ticket) { return ticket >= 200; });
    const auto messages_of_batches = 5 * (static_cast<std::int64_t>(sent.size()) - messages_of_singles);
    EXPECT_NEAR(static_cast<double>(messages_of_singles), static_cast<double>(messages_of_batches), 5.0);
}

TEST(HeadOfLine, an_instrument_at_its_own_limit_delays_no_other) {
    TestHost host(one_venue(R"("limits": [
        {"name": "venue", "shape": "sliding_window", "scope": "venue", "limit": 5, "window_ms": 1000},
        {"name": "instrument", "shape": "sliding_window", "scope": "instrument", "limit": 1, "window_ms": 60000}])"));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t stuck = host.id(SLUICE_NAME_INSTRUMENT, "stuck");
    host.offer(lane, on_instrument(new_order(1), stuck));
    for (std::uint64_t ticket = 100; ticket < 120; ++ticket)
        host.submit(lane, on_instrument(new_order(ticket), stuck));
    std::vector<std::uint64_t> expected;
    for (std::uint64_t ticket = 200; ticket < 212; ++ticket) {
        const std::uint32_t free = host.id(SLUICE_NAME_INSTRUMENT, "free" + std::to_string(ticket));
        if (host.offer(lane, on_instrument(new_order(ticket), free)).action == SLUICE_ACTION_HELD) {
            expected.push_back(ticket);
        }
    }
    ASSERT_EQ(expected.size(), 8u);
    host.run_until(host.now() + 2 * (kSecondNs + 1));
    EXPECT_EQ(host.sent(), expected);
    EXPECT_EQ(host.write_times.size(), 13u);
    EXPECT_LE(host.peak_of_writes(kSecondNs), 5u);
}

TEST(HeadOfLine, an_account_at_its_own_limit_delays_no_other_of_the_same_owner) {
    TestHost host(one_venue(R"("limits": [
        {"name": "account", "shape": "sliding_window", "scope": "account", "limit": 2, "window_ms": 10000}])"));
    sluice_lane *lane = host.lane_up();
    const std::uint32_t first = host.id(SLUICE_NAME_ACCOUNT, "first");
    const std::uint32_t second = host.id(SLUICE_NAME_ACCOUNT, "second");
    for (std::uint64_t ticket = 1; ticket <= 5; ++ticket)
        host.offer(lane, for_account(new_order(ticket), first));
    EXPECT_EQ(host.offer(lane, for_account(new_order(6), second)).action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(host.offer(lane, for_account(new_order(7), second)).action, std::uint32_t{SLUICE_ACTION_SEND});
    host.run_until(host.now() + 10 * kSecondNs + 1);
    EXPECT_THAT(host.sent(), testing::ElementsAre(3, 4));
}

TEST(Ageing, a_low_class_gets_a_share_under_constant_pressure) {
    TestHost host(one_venue(window_limit(1, 100) + R"(, "ageing_ms": 1000)"));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, request_of(SLUICE_KIND_MAINTENANCE, 5000));
    std::uint64_t ticket = 100;
    for (int slot = 0; slot < 30; ++slot) {
        host.submit(lane, new_order(ticket++));
        host.submit(lane, new_order(ticket++));
        host.run_until(host.now() + 100 * kMillisecondNs + 1);
    }
    const sluice_release &release = host.release_of(5000);
    EXPECT_EQ(release.action, std::uint32_t{SLUICE_RELEASE_SEND});
    EXPECT_GE(release.held_ns, kSecondNs);
    EXPECT_LE(release.held_ns, kSecondNs + 6 * (100 * kMillisecondNs + 1));
}

}  // namespace sluice_test
