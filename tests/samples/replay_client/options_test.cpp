#include "options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace replay;
using testing::HasSubstr;

Options parse(std::vector<const char *> arguments) {
    arguments.insert(arguments.begin(), "sluice_replay_client");
    return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

std::string fault_of(const std::vector<const char *> &arguments) {
    try {
        parse(arguments);
    } catch (const OptionError &error) {
        return error.what();
    }
    return "no fault";
}

TEST(Options, reads_all) {
    const Options options =
        parse({"--flow", "f", "--host", "::1", "--port", "4000", "--sessions", "2", "--seconds", "1.5", "--speed", "3",
            "--overload", "10", "--drain-seconds", "4", "--report", "r", "--requests", "q", "--progress"});
    EXPECT_EQ(options.flow_path, "f");
    EXPECT_EQ(options.host, "::1");
    EXPECT_EQ(options.port, 4000);
    EXPECT_EQ(options.sessions, 2u);
    EXPECT_EQ(options.seconds, 1.5);
    EXPECT_EQ(options.speed, 3);
    EXPECT_EQ(options.overload, 10u);
    EXPECT_EQ(options.drain_seconds, 4);
    EXPECT_EQ(options.report_path, "r");
    EXPECT_EQ(options.requests_path, "q");
    EXPECT_TRUE(options.shows_progress);
}

TEST(Options, names_the_option_the_value_and_the_remedy) {
    EXPECT_EQ(fault_of({"--port", "0"}), "--port is \"0\": give a number from 1 to 65535");
    EXPECT_EQ(fault_of({"--overload", "1.5"}), "--overload is \"1.5\": give a whole number");
    EXPECT_THAT(fault_of({"--speed", "fast"}), HasSubstr("--speed is \"fast\""));
    EXPECT_THAT(fault_of({"--speed", "nan"}), HasSubstr("--speed is \"nan\""));
    EXPECT_THAT(fault_of({"--speed", "-1"}), HasSubstr("--speed is \"-1\""));
    EXPECT_THAT(fault_of({"--seconds", "5x"}), HasSubstr("--seconds is \"5x\""));
    EXPECT_THAT(fault_of({"--quick", "1"}), HasSubstr("option is \"--quick\""));
    EXPECT_THAT(fault_of({"flow.csv"}), HasSubstr("argument is \"flow.csv\""));
    EXPECT_THAT(fault_of({"--flow"}), HasSubstr("--flow is \"\": it needs a value"));
}

TEST(Options, needs_flow_port_and_report) {
    EXPECT_THAT(fault_of({"--port", "1", "--report", "r"}), HasSubstr("--flow is"));
    EXPECT_THAT(fault_of({"--flow", "f", "--report", "r"}), HasSubstr("--port is"));
    EXPECT_THAT(fault_of({"--flow", "f", "--port", "1"}), HasSubstr("--report is"));
    EXPECT_TRUE(parse({"--help"}).shows_help);
}

}  // namespace
