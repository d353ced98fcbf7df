#include "answers/retry_hint.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

constexpr uint64_t kMs = 1'000'000;
constexpr uint64_t kS = 1'000 * kMs;
constexpr uint64_t kNow = 784'111'777'000;  // Sun, 06 Nov 1994 08:49:37 GMT

RetryHint of_header(std::string_view header, uint64_t now_unix_ms = kNow) {
    return read_retry_hint(header, AnswerBody(""), nullptr, now_unix_ms);
}

RetryHint of_body(std::string_view body, const AnswerRule &rule, std::string_view header = "") {
    return read_retry_hint(header, AnswerBody(body), &rule, kNow);
}

AnswerRule until_after(const char *text) {
    AnswerRule rule;
    rule.until_ms_after = text;
    return rule;
}
AnswerRule ms_after(const char *text) {
    AnswerRule rule;
    rule.retry_after_ms_after = text;
    return rule;
}
AnswerRule s_after(const char *text) {
    AnswerRule rule;
    rule.retry_after_s_after = text;
    return rule;
}

void expect_hint(const RetryHint &hint, uint64_t after_ns) {
    EXPECT_EQ(hint.after_ns, after_ns);
    EXPECT_FALSE(hint.is_bounded);
    EXPECT_FALSE(hint.is_ignored);
}
void expect_ignored(const RetryHint &hint) {
    EXPECT_EQ(hint.after_ns, 0u);
    EXPECT_TRUE(hint.is_ignored);
}
void expect_bounded(const RetryHint &hint) {
    EXPECT_EQ(hint.after_ns, kRetryAfterMaxNs);
    EXPECT_TRUE(hint.is_bounded);
}

TEST(RetryAfterHeader, in_seconds) {
    expect_hint(of_header("179"), 179 * kS);
    expect_hint(of_header(" 0.5\r\n"), 500 * kMs);
    expect_hint(of_header("1.0000019"), kS + 1'000);
    expect_hint(of_header("0"), 0);
    expect_hint(of_header(""), 0);
    expect_hint(of_header("604800"), kRetryAfterMaxNs);
    expect_hint(of_header("30", 0), 30 * kS);
}

TEST(RetryAfterHeader, as_a_date) {
    expect_hint(of_header("Sun, 06 Nov 1994 08:50:07 GMT"), 30 * kS);
    expect_hint(of_header(" Sunday, 06-Nov-94 08:49:38 GMT "), kS);
    expect_hint(of_header("Sun, 13 Nov 1994 08:49:37 GMT"), kRetryAfterMaxNs);
    expect_bounded(of_header("Sun, 13 Nov 1994 08:49:38 GMT"));
    expect_ignored(of_header("Sun, 06 Nov 1994 08:49:37 GMT"));
    expect_ignored(of_header("Sun, 06 Nov 1993 08:49:37 GMT"));
    expect_ignored(of_header("Sun, 06 Nov 1994 08:50:07 GMT", 0));
    expect_ignored(of_header("Fri, 31 Dec 0000 23:59:59 GMT"));
}

TEST(RetryAfterHeader, that_is_absurd) {
    expect_bounded(of_header("604801"));
    expect_bounded(of_header("604800.1"));
    expect_bounded(of_header("18446744073709551616"));
    expect_bounded(of_header("18446744074"));  // in nanoseconds 2^64 and a little more
    expect_bounded(of_header("99999999999999999999999999999999"));
    for (const std::string_view header :
        {"-1", "-", "+", ".", "1.2.3", "5-", "1e3", "0x10", "soon", "5 seconds", "\xff"})
        expect_ignored(of_header(header));
    expect_ignored(of_header(std::string(5000, '1')));
    expect_hint(of_header(std::string(5000, ' ')), 0);
}

TEST(RetryHintInBody, behind_the_text_of_the_rule) {
    expect_hint(of_body("Rate limit exceeded, retry in 2 seconds.", s_after("retry in ")), 2 * kS);
    expect_hint(of_body("<p>Retry in <b>1.5</b> s", s_after("retry in")), 1'500 * kMs);
    expect_hint(of_body(R"({"retryAfter": "250"})", ms_after("retryAfter")), 250 * kMs);
    expect_hint(of_body(R"({"retryAfter":250})", ms_after("\"retryAfter\":")), 250 * kMs);
    expect_hint(of_body(R"({"m":"{\"retryAfter\":\"250\"}"})", ms_after("retryafter")), 250 * kMs);
    expect_hint(of_body("retry later, retry after 30 ms", ms_after("retry")), 0);
    expect_hint(of_body("retry, retry 30 ms", ms_after("retry")), 30 * kMs);
    expect_hint(of_body("IP banned until 784111778000.", until_after("until ")), kS);
    expect_hint(of_body("IP banned until 784111778000", until_after("until ")), kS);
    expect_hint(of_body("wait", s_after("retry in ")), 0);
    expect_hint(of_body("retry in a moment", s_after("retry in ")), 0);
    expect_hint(of_body("5", AnswerRule()), 0);
}

TEST(RetryHintInBody, that_is_absurd) {
    expect_ignored(of_body("until 784111776999", until_after("until")));
    expect_ignored(of_body("until 784111778", until_after("until")));
    expect_ignored(of_body("until -784111778000", until_after("until")));
    expect_ignored(of_body("in -5 s", s_after("in")));
    expect_bounded(of_body("until 99999999999999999999999", until_after("until")));
    expect_bounded(of_body("until 784716577001", until_after("until")));
    expect_hint(of_body("until 784716577000", until_after("until")), kRetryAfterMaxNs);
    expect_bounded(of_body("in 18446744073709551615 s", s_after("in")));
    expect_bounded(of_body("in 604800001 ms", ms_after("in")));
}

TEST(RetryHintInBody, may_be_cut_in_the_middle_of_the_number) {
    expect_ignored(of_body(R"({"msg":"banned until 7841117780)", until_after("until")));
    expect_ignored(of_body(R"({"msg":"retry in 12)", s_after("retry in")));
    expect_hint(of_body(R"({"msg":"retry in 12")", s_after("retry in")), 12 * kS);
    expect_hint(of_body(R"({"msg":"banned until 784111778000.)", until_after("until")), kS);
}

TEST(RetryHint, is_the_longest_of_several) {
    expect_hint(of_body("in 2 s", s_after("in"), "5"), 5 * kS);
    expect_hint(of_body("in 9 s", s_after("in"), "5"), 9 * kS);
    const RetryHint one_is_bad = of_body("in 9 s", s_after("in"), "-5");
    EXPECT_EQ(one_is_bad.after_ns, 9 * kS);
    EXPECT_TRUE(one_is_bad.is_ignored);
}

TEST(RetryHint, of_the_rule_counts_when_the_answer_says_nothing) {
    AnswerRule rule = s_after("in");
    rule.retry_after_ms = 500;
    expect_hint(of_body("in 9 s", rule), 9 * kS);
    expect_hint(of_body("later", rule), 500 * kMs);
    expect_hint(of_body("later", rule, "1"), kS);
    EXPECT_EQ(of_body("later", rule, "-1").after_ns, 500 * kMs);
    rule.retry_after_ms = UINT64_MAX;
    EXPECT_EQ(of_body("later", rule).after_ns, kRetryAfterMaxNs);
}

}  // namespace
}  // namespace sluice
