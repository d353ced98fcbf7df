// The first fill of an order gives back a part of the window in which it is counted.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

class FillCredit : public testing::Test {
protected:
    TestHost host{one_venue(R"("limits": [{"name": "orders", "shape": "aligned_window", "scope": "account", "limit": 5,
        "window_ms": 10000, "first_fill_credit": {"taker": 1, "maker": 3}}])")};
    sluice_lane *lane = host.lane_up();
    std::uint32_t account = host.id(SLUICE_NAME_ACCOUNT, "A1");

    // The engine's clock begins at 1,000 s, and the venue's is the same: a window begins with the test. Half a second
    // later its beginning is past for certain.
    void SetUp() override { host.advance(500 * kMillisecondNs); }

    void make_clock_known() {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_ACKED;
        event.grant = host.offer(lane, request_of(SLUICE_KIND_QUERY, 900)).grant;
        host.advance(kMillisecondNs);
        event.venue_time_ns = host.now();
        event.venue_time_resolution_us = 1;
        ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    }
    void fill(std::uint64_t order_id, bool is_maker, std::uint64_t venue_time_ns) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = SLUICE_EVENT_FILLED;
        event.order_id = order_id;
        event.value = 100'000'000;
        event.flags = is_maker ? SLUICE_EVENT_FLAG_MAKER : 0;
        event.venue_time_ns = venue_time_ns;
        ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    }
    std::uint64_t used() const {
        sluice_limit_key key = SLUICE_LIMIT_KEY_INIT;
        key.account_id = account;
        return host.usage(host.limit_id("orders"), &key).used;
    }
    void send_orders(std::uint64_t count) {
        for (std::uint64_t ticket = 1; ticket <= count; ++ticket)
            host.offer(lane, for_account(new_order(ticket), account));
        host.advance(100 * kMillisecondNs);
    }
};

}  // namespace

TEST_F(FillCredit, lets_the_next_order_go_and_counts_once_for_an_order) {
    make_clock_known();
    send_orders(6);
    ASSERT_EQ(host.write_times.size(), 6u);  // the query, and five orders
    fill(1, false, host.now() - kMillisecondNs);
    host.poll();
    EXPECT_EQ(host.sent(), std::vector<std::uint64_t>{6});
    fill(1, false, host.now() - kMillisecondNs);
    EXPECT_EQ(used(), 5u) << "its second fill gives nothing";
    fill(2, true, host.now() - kMillisecondNs);
    EXPECT_EQ(used(), 2u);
}

TEST_F(FillCredit, is_nothing_while_the_venues_clock_is_unknown_or_the_fill_bears_no_time) {
    send_orders(5);
    fill(1, true, host.now());
    EXPECT_EQ(used(), 5u);
    make_clock_known();
    fill(2, true, 0);
    EXPECT_EQ(used(), 5u);
    fill(4711, true, host.now());  // an order that nobody knows
    EXPECT_EQ(used(), 5u);
    host.advance(100 * kMillisecondNs);
    fill(3, true, host.now());
    EXPECT_EQ(used(), 2u);
}

TEST_F(FillCredit, belongs_to_the_window_of_the_fill) {
    make_clock_known();
    send_orders(5);
    host.advance(10 * kSecondNs);
    EXPECT_EQ(used(), 0u);
    fill(1, true, host.now() - 9 * kSecondNs);
    fill(2, true, host.now());
    EXPECT_EQ(used(), 0u);
    send_orders(0);
    std::size_t before = host.write_times.size();
    for (std::uint64_t ticket = 11; ticket <= 20; ++ticket)
        host.offer(lane, for_account(new_order(ticket), account));
    EXPECT_EQ(host.write_times.size() - before, 5u);
}

}  // namespace sluice_test
