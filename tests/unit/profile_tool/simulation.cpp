// The simulation: what the picture shows, what a flow file may be, and that the library was really asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "config/parse_profile.hpp"
#include "flow_file.hpp"
#include "simulated_gateway.hpp"
#include "usage_picture.hpp"

namespace sluice::profile_tool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(UsagePicture, has_a_column_for_each_span_as_high_as_its_use) {
    EXPECT_THAT(
        usage_picture({0, 1, 6, 12}, 12, 4'000'000'000), ElementsAre("12 |   #", "   |   #", "   |   #", "   |  ##",
                                                             "   |  ##", "   | .##", " 0 +----", "    0 s  4 s"));
}

TEST(UsagePicture, shows_a_use_that_is_too_small_for_a_row) {
    EXPECT_EQ(usage_picture({1}, 1'000, 1'000'000'000)[5], "      |.");
}

class FlowFile : public testing::Test {
protected:
    FlowFile() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sluice-flow-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~FlowFile() override { std::filesystem::remove_all(folder_); }

    Flow read(const std::string &text) const {
        const std::filesystem::path path = folder_ / "flow.csv";
        std::ofstream(path) << text;
        return read_flow(path.string());
    }

private:
    std::filesystem::path folder_;
};

constexpr const char *kHeader = "time_us,owner,order,action,side,price,quantity,instrument\n";

TEST_F(FlowFile, is_read_by_the_names_of_its_columns) {
    const Flow flow = read("instrument,action,order,time_us\nBTC-USD,new,7,1500\r\nETH-USD,cancel,7,1500\n");
    EXPECT_EQ(flow.problem, "");
    ASSERT_EQ(flow.messages.size(), 2u);
    EXPECT_EQ(flow.messages[0].time_ns, 1'500'000u);
    EXPECT_EQ(flow.messages[0].kind, static_cast<uint32_t>(SLUICE_KIND_NEW));
    EXPECT_EQ(flow.messages[1].kind, static_cast<uint32_t>(SLUICE_KIND_CANCEL));
    EXPECT_THAT(flow.instruments, ElementsAre("BTC-USD", "ETH-USD"));
}

TEST_F(FlowFile, is_refused_with_line_and_reason) {
    const std::string row = "2000,4,1,new,buy,1,1,BTC-USD\n";
    EXPECT_THAT(read("time_us,order,instrument\n").problem, HasSubstr("line 1: the header has no column action"));
    EXPECT_THAT(
        read(kHeader + row + "1999,4,2,new,buy,1,1,BTC-USD\n").problem, HasSubstr("line 3: time_us: goes back"));
    EXPECT_THAT(read(kHeader + std::string("x,4,1,new,buy,1,1,A\n")).problem, HasSubstr("line 2: time_us: expected"));
    EXPECT_THAT(read(kHeader + std::string("1,4,0,new,buy,1,1,A\n")).problem, HasSubstr("line 2: order: expected"));
    EXPECT_THAT(read(kHeader + std::string("1,4,1,bid,buy,1,1,A\n")).problem, HasSubstr("line 2: action: expected"));
    EXPECT_THAT(read(kHeader).problem, HasSubstr("has no messages"));
    EXPECT_THAT(read_flow("/nowhere/flow.csv").problem, HasSubstr("/nowhere/flow.csv"));
}

// 400 orders of one second: far more than the 2 a second at which this counter falls.
TEST(Simulation, fills_a_limit_to_its_margin_and_then_sends_as_it_allows) {
    Profile profile;
    profile.name = "made-up";
    profile.limits.emplace_back();
    profile.limits[0].limit.name = "orders";
    profile.limits[0].limit.scope = LimitScope::account;
    Flow flow;
    flow.owners = {"desk"};
    flow.instruments = {"BTC-USD"};
    for (uint64_t order = 1; order <= 400; ++order) {
        FlowMessage message;
        message.time_ns = order * 2'500'000;
        message.kind = SLUICE_KIND_NEW;
        message.order = order;
        flow.messages.push_back(message);
    }
    SimulationRequest request;
    request.profile = &profile;
    request.flow = &flow;
    request.config = R"({"version":1,"venues":[{"name":"venue","limits":[{"name":"orders","shape":"decaying_counter",
        "scope":"account","limit":100,"margin":5,"decay_amount":2,"decay_interval_ms":1000}]}]})";
    request.round_trip_ns = 10'000'000;
    request.columns = 20;
    const SimulationResult result = simulate_flow(request);
    EXPECT_EQ(result.offered, 400u);
    // What the counter lets through at once, and one more that fell free in the second.
    EXPECT_EQ(result.sent_at_once, 95u);
    EXPECT_EQ(result.sent_at_once + result.sent_later + result.still_held, 400u);
    ASSERT_EQ(result.limits.size(), 1u);
    EXPECT_EQ(*std::max_element(result.limits[0].used.begin(), result.limits[0].used.end()), 95u);
    EXPECT_EQ(result.limits[0].bindings, 1u);  // those behind the first one wait for it
    EXPECT_NEAR(static_cast<double>(result.length_ns) / 1e9, (400 - 95) / 2.0, 1.0);
    EXPECT_EQ(result.still_held, 0u);
}

}  // namespace
}  // namespace sluice::profile_tool
