#include "schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <vector>

namespace {

using namespace replay;

// Three requests in 100 us; a loop lasts 150 us.
Flow small_flow() {
    std::istringstream input(
        "time_us,owner,order,action,side,price,quantity,instrument\n"
        "0,ann,a,new,buy,1,1,X\n"
        "50,bob,b,new,sell,2,2,X\n"
        "100,ann,a,cancel,,,,X\n");
    return read_flow(input, "small");
}

std::vector<PlannedRequest> all(const Flow &flow, double speed, std::uint32_t overload, std::uint64_t length_ns) {
    ScheduleOptions options;
    options.speed = speed;
    options.overload = overload;
    options.length_ns = length_ns;
    Schedule schedule(flow, options);
    std::vector<PlannedRequest> requests;
    PlannedRequest request{};
    while (schedule.next(request))
        requests.push_back(request);
    return requests;
}

TEST(Schedule, keeps_recorded_times) {
    const Flow flow = small_flow();
    const auto requests = all(flow, 1, 1, 150000);
    ASSERT_EQ(requests.size(), 3u);
    EXPECT_EQ(requests[0].due_ns, 0u);
    EXPECT_EQ(requests[1].due_ns, 50000u);
    EXPECT_EQ(requests[2].due_ns, 100000u);
}

TEST(Schedule, speed_divides_times) {
    const Flow flow = small_flow();
    EXPECT_EQ(all(flow, 2, 1, 75000)[2].due_ns, 50000u);
    EXPECT_EQ(all(flow, 0.5, 1, 300000)[2].due_ns, 200000u);
}

TEST(Schedule, ends_before_its_length) {
    const Flow flow = small_flow();
    EXPECT_EQ(all(flow, 1, 1, 100000).size(), 2u);
    EXPECT_EQ(all(flow, 1, 1, 100001).size(), 3u);
    EXPECT_TRUE(all(flow, 1, 1, 0).empty());
}

TEST(Schedule, loops_with_new_orders_at_shifted_times) {
    const Flow flow = small_flow();
    const auto requests = all(flow, 1, 1, 450000);
    ASSERT_EQ(requests.size(), 9u);
    EXPECT_EQ(requests[3].due_ns, 150000u);
    EXPECT_EQ(requests[8].due_ns, 400000u);
    EXPECT_NE(requests[3].order, requests[0].order);
    // The cancel of a loop is that of the same loop's order.
    EXPECT_EQ(requests[5].order, requests[3].order);
    EXPECT_EQ(requests[8].order, requests[6].order);
}

// Long enough for the copies of the first loop, which come 10 ms apart.
constexpr std::uint64_t kSecondNs = 1000000000;

TEST(Schedule, overload_multiplies_new_orders_only) {
    const Flow flow = small_flow();
    const std::uint64_t loops = 1000;
    std::map<Action, std::uint64_t> counts;
    for (const PlannedRequest &request : all(flow, 1, 10, loops * 150000))
        ++counts[request.event->action];
    EXPECT_EQ(counts[Action::kCancel], loops);
    // The last copies fall behind the end: 10 ms are 66 and two thirds loops of two new orders each.
    EXPECT_NEAR(static_cast<double>(counts[Action::kNew]), 2.0 * (10 * loops - 45 * 66.7), 20);
}

TEST(Schedule, every_new_order_has_its_own_number) {
    const Flow flow = small_flow();
    std::set<std::uint64_t> orders;
    std::size_t news = 0;
    for (const PlannedRequest &request : all(flow, 1, 7, kSecondNs)) {
        if (request.event->action != Action::kNew) continue;
        ++news;
        orders.insert(request.order);
    }
    EXPECT_GT(news, 1000u);
    EXPECT_EQ(orders.size(), news);
}

TEST(Schedule, cancel_is_of_the_original_not_of_a_copy) {
    const Flow flow = small_flow();
    std::set<std::uint64_t> originals;
    for (const PlannedRequest &request : all(flow, 1, 3, kSecondNs)) {
        if (request.event->action == Action::kNew && !request.is_copy) originals.insert(request.order);
        if (request.event->action != Action::kCancel) continue;
        EXPECT_EQ(originals.count(request.order), 1u);
        EXPECT_FALSE(request.is_copy);
    }
}

TEST(Schedule, copies_belong_to_owners_of_their_own_and_follow_at_a_fixed_distance) {
    const Flow flow = small_flow();
    ScheduleOptions options;
    options.overload = 3;
    const Schedule schedule(flow, options);
    EXPECT_EQ(schedule.owner_count(), 4u);
    EXPECT_EQ(schedule.owner_name(0), "ann");
    EXPECT_EQ(schedule.owner_name(1), "bob");
    EXPECT_EQ(schedule.owner_name(2), "load-1");
    EXPECT_EQ(schedule.owner_name(3), "load-2");

    std::vector<PlannedRequest> first_orders;
    for (const PlannedRequest &request : all(flow, 2, 3, kSecondNs)) {
        if (request.order < 3) first_orders.push_back(request);
    }
    std::sort(first_orders.begin(), first_orders.end(),
        [](const PlannedRequest &left, const PlannedRequest &right) { return left.due_ns < right.due_ns; });
    ASSERT_EQ(first_orders.size(), 4u);  // three times the first new order, and its cancel
    EXPECT_EQ(first_orders[0].owner, 0u);
    EXPECT_EQ(first_orders[1].event->action, Action::kCancel);
    EXPECT_EQ(first_orders[2].owner, 2u);
    EXPECT_EQ(first_orders[3].owner, 3u);
    EXPECT_TRUE(first_orders[2].is_copy);
    EXPECT_EQ(first_orders[2].due_ns, kCopyGapNs / 2);
    EXPECT_EQ(first_orders[3].due_ns, 2 * kCopyGapNs / 2);
}

TEST(Schedule, times_never_fall) {
    const Flow flow = small_flow();
    std::uint64_t last_ns = 0;
    for (const PlannedRequest &request : all(flow, 3.7, 4, 100000000)) {
        EXPECT_GE(request.due_ns, last_ns);
        last_ns = request.due_ns;
    }
}

}  // namespace
