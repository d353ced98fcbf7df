// What a script may say, what it then does, and what is said about every line that is wrong.
#include "fault_script.hpp"

#include <gtest/gtest.h>

namespace venue_simulator {
namespace {

constexpr std::int64_t kMs = 1000000;
constexpr std::int64_t kSecond = 1000 * kMs;

FaultScript parsed(const std::string &text) {
    std::vector<FaultScriptError> errors;
    const FaultScript script = parse_fault_script(text, &errors);
    EXPECT_TRUE(errors.empty()) << errors.front().message;
    return script;
}

std::vector<FaultScriptError> errors_of(const std::string &text) {
    std::vector<FaultScriptError> errors;
    parse_fault_script(text, &errors);
    return errors;
}

TEST(VenueFaultScript, reads_every_kind_with_comments_and_blank_lines) {
    const FaultScript script = parsed(
        "# a bad day\n"
        "\n"
        "at 2s slow_acks 200ms for 3s   # late\n"
        "  at 5s   reject_rate 30% for 2s\n"
        "at 8s silence for 1.5s\n"
        "at 9s disconnect\n"
        "at 9.25s refuse_logon for 250ms\n"
        "at 12s resend_request");
    ASSERT_EQ(script.faults().size(), 6u);
    EXPECT_EQ(script.faults()[0].ack_delay_ns, 200 * kMs);
    EXPECT_EQ(script.faults()[1].reject_share, 0.3);
    EXPECT_EQ(script.faults()[2].end_ns, 9500 * kMs);
    EXPECT_EQ(script.faults()[3].begin_ns, 9 * kSecond);
    EXPECT_EQ(script.faults()[4].begin_ns, 9250 * kMs);
    EXPECT_EQ(script.faults()[5].kind, FaultKind::kResendRequest);
}

TEST(VenueFaultScript, a_fault_holds_from_its_beginning_until_just_before_its_end) {
    const FaultScript script = parsed("at 2s slow_acks 200ms for 3s\nat 2s refuse_logon for 3s");
    EXPECT_EQ(script.ack_delay_ns(2 * kSecond - 1), 0);
    EXPECT_EQ(script.ack_delay_ns(2 * kSecond), 200 * kMs);
    EXPECT_EQ(script.ack_delay_ns(5 * kSecond - 1), 200 * kMs);
    EXPECT_EQ(script.ack_delay_ns(5 * kSecond), 0);
    EXPECT_TRUE(script.refuses_logon(5 * kSecond - 1));
    EXPECT_FALSE(script.refuses_logon(5 * kSecond));
}

TEST(VenueFaultScript, the_stronger_of_two_faults_holds) {
    const FaultScript script = parsed(
        "at 0s slow_acks 100ms for 9s\nat 1s slow_acks 300ms for 1s\n"
        "at 0s silence for 2s\nat 1s silence for 3s\n"
        "at 0s reject_rate 10% for 5s\nat 1s reject_rate 50% for 1s");
    EXPECT_EQ(script.ack_delay_ns(1500 * kMs), 300 * kMs);
    EXPECT_EQ(script.ack_delay_ns(2500 * kMs), 100 * kMs);
    EXPECT_EQ(script.silence_end_ns(1500 * kMs), 4 * kSecond);
    EXPECT_EQ(script.silence_end_ns(4 * kSecond), 4 * kSecond);
    EXPECT_EQ(script.reject_share(1500 * kMs), 0.5);
    EXPECT_EQ(script.reject_share(2500 * kMs), 0.1);
}

TEST(VenueFaultScript, an_empty_script_has_no_faults) {
    EXPECT_TRUE(parsed("").faults().empty());
    EXPECT_TRUE(parsed("\n# nothing\n").faults().empty());
}

TEST(VenueFaultScript, reports_every_bad_line_with_its_number_and_word) {
    const std::vector<FaultScriptError> errors = errors_of(
        "at 2 slow_acks 200ms for 3s\n"
        "at 1s disconnect\n"
        "after 1s disconnect\n"
        "at 1s explode\n"
        "at 1s reject_rate 130% for 2s\n"
        "at 1s disconnect now\n"
        "at 1s silence\n"
        "at 1s silence for 0s\n"
        "at -1s disconnect\n");
    ASSERT_EQ(errors.size(), 8u);
    const std::vector<std::pair<std::size_t, std::string>> expected = {
        {1, "2"}, {3, "after"}, {4, "explode"}, {5, "130%"}, {6, "now"}, {7, ""}, {8, "0s"}, {9, "-1s"}};
    for (std::size_t at = 0; at < expected.size(); ++at) {
        EXPECT_EQ(errors[at].line, expected[at].first);
        EXPECT_EQ(errors[at].value, expected[at].second);
        EXPECT_FALSE(errors[at].message.empty());
    }
}

TEST(VenueFaultScript, refuses_numbers_of_every_odd_shape) {
    for (const char *time :
        {"", "s", ".s", "1.2.3s", "1e3s", "infs", "nans", "0x5s", "1 s", "1m", "99999999999999999999s", "9999999s"}) {
        EXPECT_EQ(errors_of(std::string("at ") + time + " disconnect").size(), 1u) << time;
    }
}

}  // namespace
}  // namespace venue_simulator
