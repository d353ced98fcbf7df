#include "flow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace {

using namespace replay;
using testing::HasSubstr;
using testing::Not;

const std::string kHeader = "time_us,owner,order,action,side,price,quantity,instrument\n";

Flow read(const std::string &lines) {
    std::istringstream input(kHeader + lines);
    return read_flow(input, "flow.csv");
}

std::string fault_of(const std::string &lines) {
    try {
        read(lines);
    } catch (const FlowError &error) {
        return error.what();
    }
    return "no fault";
}

const std::string kNew = "0,desk-1,a,new,buy,100.5,2,BTC-USD\n";

TEST(Flow, reads_each_action) {
    const Flow flow =
        read(kNew + "10,desk-1,a,replace,buy,101,0.00000001,BTC-USD\n" + "20,desk-1,a,cancel,,,,BTC-USD\n");
    ASSERT_EQ(flow.events.size(), 3u);
    EXPECT_EQ(flow.events[0].action, Action::kNew);
    EXPECT_EQ(flow.events[1].action, Action::kReplace);
    EXPECT_EQ(flow.events[2].action, Action::kCancel);
    EXPECT_EQ(flow.events[1].time_us, 10u);
    EXPECT_EQ(flow.events[1].price, "101");
    EXPECT_EQ(flow.events[1].quantity, "0.00000001");
    EXPECT_EQ(flow.order_count, 1u);
    EXPECT_EQ(flow.owners, std::vector<std::string>{"desk-1"});
}

TEST(Flow, cancel_takes_its_terms_from_the_last_state_of_its_order) {
    const Flow flow = read("0,o,a,new,sell,100,2,BTC-USD\n1,o,a,replace,sell,99,3,BTC-USD\n2,o,a,cancel,,,,BTC-USD\n");
    EXPECT_EQ(flow.events[2].side, Side::kSell);
    EXPECT_EQ(flow.events[2].price, "99");
    EXPECT_EQ(flow.events[2].quantity, "3");
}

TEST(Flow, skips_comments_empty_lines_and_carriage_returns) {
    const Flow flow = read("# a remark\n\n0,o,a,new,sell,100,2,BTC-USD\r\n");
    EXPECT_EQ(flow.events.size(), 1u);
    EXPECT_EQ(flow.instruments, std::vector<std::string>{"BTC-USD"});
}

TEST(Flow, next_loop_starts_one_mean_gap_after_the_end) {
    EXPECT_EQ(read("0,o,a,new,buy,1,1,X\n50,o,b,new,buy,1,1,X\n100,o,c,new,buy,1,1,X\n").length_us, 150u);
    EXPECT_GT(read("0,o,a,new,buy,1,1,X\n").length_us, 0u);
}

TEST(Flow, fault_names_line_field_value_and_remedy) {
    EXPECT_EQ(fault_of(kNew + "5,o,b,new,buy,free,2,BTC-USD\n"),
        "flow.csv:3: price is \"free\": give a decimal above 0 with at most 10 digits before the point and 8 after it");
}

TEST(Flow, reports_all_faults_at_once) {
    const std::string faults = fault_of("x,o,a,new,both,1,1,X\n5,o,b,amend,buy,1,1,X\n");
    EXPECT_THAT(faults, HasSubstr("flow.csv:2: time_us is \"x\""));
    EXPECT_THAT(faults, HasSubstr("flow.csv:2: side is \"both\""));
    EXPECT_THAT(faults, HasSubstr("flow.csv:3: action is \"amend\""));
}

TEST(Flow, stops_reporting_in_a_file_of_another_kind) {
    std::string lines;
    for (int i = 0; i < 1000; ++i)
        lines += "{}\n";
    const std::string faults = fault_of(lines);
    EXPECT_THAT(faults, HasSubstr("flow.csv:21:"));
    EXPECT_THAT(faults, Not(HasSubstr("flow.csv:22:")));
    EXPECT_THAT(faults, HasSubstr("more faults may follow"));
}

TEST(Flow, refuses_numbers_that_are_not_plain_positive_decimals) {
    for (const char *const number :
        {"", "0", "0.0", "-1", "+1", "1e3", "1.", ".5", "1.123456789", "12345678901", "1 ", "nan", "1.2.3"}) {
        EXPECT_THAT(fault_of(std::string("0,o,a,new,buy,") + number + ",1,X\n"), HasSubstr("price is"));
        EXPECT_THAT(fault_of(std::string("0,o,a,new,buy,1,") + number + ",X\n"), HasSubstr("quantity is"));
    }
    for (const char *const number : {"1", "0.00000001", "9999999999.99999999", "007"}) {
        EXPECT_EQ(fault_of(std::string("0,o,a,new,buy,") + number + ",1,X\n"), "no fault");
    }
}

TEST(Flow, refuses_times_that_fall_or_are_no_times) {
    EXPECT_THAT(fault_of("5,o,a,new,buy,1,1,X\n4,o,b,new,buy,1,1,X\n"), HasSubstr("flow.csv:3: time_us is \"4\""));
    for (const char *const time : {"", "-1", "1.5", "99999999999999999999", "1s"}) {
        EXPECT_THAT(fault_of(std::string(time) + ",o,a,new,buy,1,1,X\n"), HasSubstr("time_us is"));
    }
}

TEST(Flow, refuses_names_that_fix_or_a_log_could_not_carry) {
    for (const std::string &name :
        {std::string(""), std::string("a b"), std::string("a\001b"), std::string(33, 'a'), std::string("\xc3\xa4")}) {
        EXPECT_THAT(fault_of("0," + name + ",a,new,buy,1,1,X\n"), HasSubstr("owner is"));
        EXPECT_THAT(fault_of("0,o," + name + ",new,buy,1,1,X\n"), HasSubstr("order is"));
        EXPECT_THAT(fault_of("0,o,a,new,buy,1,1," + name + "\n"), HasSubstr("instrument is"));
    }
}

TEST(Flow, refuses_requests_that_do_not_fit_their_order) {
    EXPECT_THAT(fault_of(kNew + kNew), HasSubstr("an earlier line made this order"));
    EXPECT_THAT(fault_of("0,o,a,cancel,,,,X\n"), HasSubstr("no live order has this id"));
    EXPECT_THAT(fault_of("0,o,a,replace,buy,1,1,X\n"), HasSubstr("no live order has this id"));
    EXPECT_THAT(
        fault_of(kNew + "1,desk-1,a,cancel,,,,BTC-USD\n2,desk-1,a,cancel,,,,BTC-USD\n"), HasSubstr("no live order"));
    EXPECT_THAT(fault_of(kNew + "1,desk-2,a,cancel,,,,BTC-USD\n"), HasSubstr("belongs to owner desk-1"));
    EXPECT_THAT(fault_of(kNew + "1,desk-1,a,cancel,,,,ETH-USD\n"), HasSubstr("the order is in BTC-USD"));
    EXPECT_THAT(fault_of(kNew + "1,desk-1,a,replace,sell,1,1,BTC-USD\n"), HasSubstr("keeps the side"));
    EXPECT_THAT(fault_of(kNew + "1,desk-1,a,cancel,buy,,,BTC-USD\n"), HasSubstr("leave it empty for a cancel"));
}

TEST(Flow, refuses_lines_of_another_shape) {
    EXPECT_THAT(fault_of("0,o,a,new,buy,1,1\n"), HasSubstr("it has 7 fields"));
    EXPECT_THAT(fault_of("0,o,a,new,buy,1,1,X,\n"), HasSubstr("it has 9 fields"));
}

TEST(Flow, refuses_a_file_without_header_or_requests) {
    std::istringstream other("time,price\n1,2\n");
    EXPECT_THROW(read_flow(other, "x"), FlowError);
    std::istringstream empty("");
    EXPECT_THROW(read_flow(empty, "x"), FlowError);
    EXPECT_THAT(fault_of(""), HasSubstr("holds no requests"));
}

TEST(Flow, shipped_recording_is_what_its_source_note_says) {
    std::ifstream file(SLUICE_SOURCE_DIR "/samples/flow/dydx_v4.csv");
    const Flow flow = read_flow(file, "dydx_v4.csv");
    std::size_t counts[3] = {};
    for (const FlowEvent &event : flow.events)
        ++counts[static_cast<std::size_t>(event.action)];
    EXPECT_EQ(counts[static_cast<std::size_t>(Action::kNew)], 9773u);
    EXPECT_EQ(counts[static_cast<std::size_t>(Action::kReplace)], 56u);
    EXPECT_EQ(counts[static_cast<std::size_t>(Action::kCancel)], 2141u);
    EXPECT_EQ(flow.owners.size(), 72u);
    EXPECT_EQ(flow.instruments.size(), 2u);
}

}  // namespace
