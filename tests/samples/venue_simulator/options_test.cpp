// The command line: what is read, and that every fault is told at once.
#include "options.hpp"

#include <gtest/gtest.h>

namespace venue_simulator {
namespace {

std::vector<std::string> good() {
    return {"--port", "9001", "--sender", "VENUE", "--targets", "A,B", "--limit", "250", "--window-ms", "1000",
        "--logout-threshold", "500", "--report", "r.json"};
}

std::vector<std::string> errors_of(std::vector<std::string> arguments) {
    std::vector<std::string> errors;
    parse_options(arguments, "", &errors);
    return errors;
}

std::vector<std::string> good_with(const std::string &name, const std::string &value) {
    std::vector<std::string> arguments = good();
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        if (arguments[at] == name) arguments[at + 1] = value;
    }
    return arguments;
}

TEST(VenueOptions, reads_all) {
    std::vector<std::string> arguments = good();
    arguments.insert(arguments.end(), {"--ack-delay-ms", "7", "--script", "s", "--arrivals", "a.csv"});
    std::vector<std::string> errors;
    const Options options = parse_options(arguments, "/dictionaries", &errors);
    EXPECT_TRUE(errors.empty());
    EXPECT_EQ(options.port, 9001);
    EXPECT_EQ(options.sender, "VENUE");
    EXPECT_EQ(options.targets, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(options.limit, 250u);
    EXPECT_EQ(options.window_ms, 1000);
    EXPECT_EQ(options.logout_threshold, 500u);
    EXPECT_EQ(options.ack_delay_ms, 7);
    EXPECT_EQ(options.script_path, "s");
    EXPECT_EQ(options.arrivals_path, "a.csv");
    EXPECT_EQ(options.dictionaries_path, "/dictionaries");
}

TEST(VenueOptions, tells_of_every_required_option_at_once) {
    EXPECT_EQ(errors_of({}).size(), 7u);
}

TEST(VenueOptions, refuses_bad_values_by_name) {
    const std::vector<std::pair<std::string, std::string>> bad = {{"--port", "65536"}, {"--port", "-1"},
        {"--limit", "0"}, {"--limit", "2.5"}, {"--limit", ""}, {"--window-ms", "0"},
        {"--window-ms", "99999999999999999999"}, {"--logout-threshold", "249"}, {"--targets", "A,,B"},
        {"--targets", "A,A"}, {"--sender", ""}};
    for (const auto &each : bad) {
        const std::vector<std::string> errors = errors_of(good_with(each.first, each.second));
        ASSERT_EQ(errors.size(), 1u) << each.first << " " << each.second;
        EXPECT_EQ(errors[0].compare(0, each.first.size(), each.first), 0) << errors[0];
    }
}

TEST(VenueOptions, a_logout_threshold_of_zero_means_never) {
    EXPECT_TRUE(errors_of(good_with("--logout-threshold", "0")).empty());
}

TEST(VenueOptions, refuses_unknown_repeated_and_unfinished_options) {
    std::vector<std::string> arguments = good();
    arguments.insert(arguments.end(), {"--bogus", "--port", "9002", "--script"});
    const std::vector<std::string> errors = errors_of(arguments);
    ASSERT_EQ(errors.size(), 3u);
    EXPECT_EQ(errors[0].compare(0, 8, "--bogus:"), 0);
    EXPECT_EQ(errors[1].compare(0, 7, "--port:"), 0);
    EXPECT_EQ(errors[2].compare(0, 9, "--script:"), 0);
}

TEST(VenueOptions, help_needs_nothing_else) {
    std::vector<std::string> errors;
    EXPECT_TRUE(parse_options({"--limit", "x", "--help"}, "", &errors).wants_help);
    EXPECT_TRUE(errors.empty());
}

}  // namespace
}  // namespace venue_simulator
