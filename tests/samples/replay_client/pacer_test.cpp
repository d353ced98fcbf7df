#include "pacer.hpp"

#include <gtest/gtest.h>

#include <future>
#include <sstream>

#include "clock.hpp"

namespace {

using namespace replay;

// Two requests, the second one an hour after the first.
Flow flow_with_a_long_pause() {
    std::istringstream input(
        "time_us,owner,order,action,side,price,quantity,instrument\n"
        "0,ann,a,new,buy,1,1,X\n"
        "3600000000,ann,b,new,buy,1,1,X\n");
    return read_flow(input, "pause");
}

ScheduleOptions two_hours(double speed) {
    ScheduleOptions options;
    options.speed = speed;
    options.length_ns = 7200ull * 1000000000;
    return options;
}

TEST(Pacer, sends_nothing_before_it_is_due_and_then_finishes) {
    const Flow flow = flow_with_a_long_pause();
    ScheduleOptions options = two_hours(360000);  // the hour becomes 10 ms
    options.length_ns = 15000000;
    Schedule schedule(flow, options);
    const std::uint64_t start_ns = now_ns() + 5000000;
    std::vector<std::uint64_t> early;
    std::promise<void> both;
    {
        std::size_t sent = 0;
        Pacer pacer(schedule, start_ns, [&](const PlannedRequest &request) {
            if (now_ns() < start_ns + request.due_ns) early.push_back(request.due_ns);
            if (++sent == 2) both.set_value();
        });
        both.get_future().wait();
        while (!pacer.is_finished())
            std::this_thread::yield();
    }
    EXPECT_TRUE(early.empty());
}

TEST(Pacer, stops_in_the_middle_of_a_pause) {
    const Flow flow = flow_with_a_long_pause();
    Schedule schedule(flow, two_hours(1));
    std::promise<void> first;
    std::size_t sent = 0;
    {
        Pacer pacer(schedule, now_ns(), [&](const PlannedRequest &) {
            ++sent;
            first.set_value();
        });
        first.get_future().wait();
    }
    EXPECT_EQ(sent, 1u);
}

}  // namespace
