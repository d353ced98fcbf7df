// A full queue gives up its least urgent class first and always has room for the cancel of an order it knows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

TEST(FullQueue, evicts_the_newest_of_the_lowest_class_for_something_more_urgent) {
    TestHost host(one_venue(window_limit(1, 1000) + R"(, "held_max": 4)"));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, request_of(SLUICE_KIND_MAINTENANCE, 11));
    host.submit(lane, request_of(SLUICE_KIND_QUERY, 12));
    host.submit(lane, request_of(SLUICE_KIND_QUERY, 13));
    host.submit(lane, new_order(14));

    EXPECT_EQ(
        host.submit(lane, request_of(SLUICE_KIND_MAINTENANCE, 15)).reason, std::uint32_t{SLUICE_REASON_QUEUE_FULL});
    EXPECT_EQ(host.submit(lane, new_order(16)).action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(host.submit(lane, new_order(17)).action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(host.submit(lane, new_order(18)).action, std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(host.submit(lane, new_order(19)).action, std::uint32_t{SLUICE_ACTION_REFUSED});
    host.poll();
    EXPECT_THAT(host.dropped(), testing::ElementsAre(11, 13, 12));
    EXPECT_EQ(host.release_of(11).reason, std::uint32_t{SLUICE_REASON_EVICTED});
    EXPECT_EQ(host.release_of(11).other_ticket, 16u);

    EXPECT_EQ(host.submit(lane, request_of(SLUICE_KIND_MASS_CANCEL, 20)).action, std::uint32_t{SLUICE_ACTION_HELD});
    host.poll();
    EXPECT_EQ(host.release_of(18).other_ticket, 20u);
    EXPECT_EQ(host.scrape().sum("sluice_evicted_total"), 4);
}

TEST(FullQueue, has_room_for_the_cancel_of_every_known_order) {
    constexpr std::uint64_t kOrders = 50;
    TestHost host(one_venue(window_limit(kOrders, 1000) + R"(, "held_max": 2, "orders_max": 50)"));
    sluice_lane *lane = host.lane_up();
    for (std::uint64_t order = 1; order <= kOrders; ++order)
        host.offer(lane, new_order(order));
    // Mass cancels cannot be evicted by cancels: the shared room is truly full.
    host.submit(lane, request_of(SLUICE_KIND_MASS_CANCEL, 1001));
    host.submit(lane, request_of(SLUICE_KIND_MASS_CANCEL, 1002));
    EXPECT_EQ(host.submit(lane, new_order(1003)).reason, std::uint32_t{SLUICE_REASON_QUEUE_FULL});
    for (std::uint64_t order = 1; order <= kOrders; ++order) {
        EXPECT_EQ(host.submit(lane, cancel_of(order, 100 + order)).action, std::uint32_t{SLUICE_ACTION_HELD}) << order;
    }
    host.run_until(host.now() + 5 * kSecondNs);
    EXPECT_EQ(host.sent().size(), kOrders + 2);
    EXPECT_THAT(host.dropped(), testing::IsEmpty());
}

}  // namespace sluice_test
