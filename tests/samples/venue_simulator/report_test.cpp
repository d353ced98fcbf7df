// The report is JSON that adds its sessions up, and is whole or absent.
#include "report.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

namespace venue_simulator {
namespace {

RateRule small_rule() {
    RateRule rule;
    rule.limit = 2;
    rule.window_ns = 1000000000;
    rule.logout_threshold = 5;
    return rule;
}

// The first value under this name: the sums come before the sessions.
std::string value_of(const std::string &json, const std::string &name) {
    const std::size_t at = json.find("\"" + name + "\": ");
    if (at == std::string::npos) return "missing";
    const std::size_t begin = at + name.size() + 4;
    return json.substr(begin, json.find_first_of(",\n", begin) - begin);
}

TEST(VenueReport, adds_counts_and_takes_the_highest_peak) {
    SessionRecord one(small_rule());
    SessionRecord other(small_rule());
    one.counts.messages = 3;
    one.counts.possdup_by_type["D"] = 1;
    one.counts.heartbeat_gap_max_ns = 2500000;
    other.counts.messages = 4;
    other.counts.possdup_by_type["D"] = 2;
    other.counts.heartbeat_gap_max_ns = 1000000;
    for (int message = 0; message < 3; ++message)
        one.judge.judge(1, 1);
    other.judge.judge(1, 1);
    ReportInput input;
    input.rule = small_rule();
    input.sessions = {{"ONE", &one}, {"OTHER", &other}};
    input.stalls.max_ns = 1234567;
    const std::string json = report_json(input);
    EXPECT_EQ(value_of(json, "messages"), "7");
    EXPECT_EQ(value_of(json, "D"), "3");
    EXPECT_EQ(value_of(json, "window_peak_by_arrival"), "3");
    EXPECT_EQ(value_of(json, "heartbeat_gap_max_ms"), "2.5");
    EXPECT_EQ(value_of(json, "stall_max_ms"), "1.234");
    EXPECT_EQ(value_of(json, "limit"), "2");
    const std::string sessions = json.substr(json.find("\"sessions\""));
    EXPECT_EQ(value_of(sessions.substr(sessions.find("\"OTHER\"")), "messages"), "4");
}

TEST(VenueReport, names_every_field_of_the_contract) {
    const std::string json = report_json(ReportInput());
    for (const char *name :
        {"messages", "new", "cancel", "replace", "status", "mass_cancel", "accepted", "rate_rejects", "logouts",
            "limit", "window_ms", "logout_threshold", "window_peak_by_arrival", "window_peak_by_sending_time",
            "violations_by_arrival", "violations_by_sending_time", "stall_suspects", "stalls", "stall_max_ms",
            "duplicate_orders", "possdup_orders", "fills", "heartbeats", "heartbeat_gap_max_ms"}) {
        EXPECT_NE(value_of(json, name), "missing") << name;
    }
}

TEST(VenueReport, a_session_without_heartbeats_has_a_gap) {
    SessionRecord record(small_rule());
    record.heartbeat_gap.begin(1000);
    record.heartbeat_gap.end(9000);
    EXPECT_EQ(record.counts.heartbeat_gap_max_ns, 8000);
    // Nothing is measured while logged off.
    record.heartbeat_gap.hear(90000);
    EXPECT_EQ(record.counts.heartbeat_gap_max_ns, 8000);
}

TEST(VenueReport, writes_the_whole_file_or_none) {
    const std::string path = testing::TempDir() + "venue_report_" +
                             std::to_string(testing::UnitTest::GetInstance()->random_seed()) + "_" +
                             std::to_string(reinterpret_cast<std::uintptr_t>(&path)) + ".json";
    ASSERT_TRUE(write_report(path, "{}\n"));
    std::ostringstream content;
    content << std::ifstream(path).rdbuf();
    EXPECT_EQ(content.str(), "{}\n");
    std::remove(path.c_str());
    EXPECT_FALSE(write_report("/nonexistent/report.json", "{}\n"));
}

}  // namespace
}  // namespace venue_simulator
