#include "answers/classify.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "known_answers.hpp"

namespace sluice::test {
namespace {

AnswerRule rule(uint32_t http_status, const char *code, const char *text, AnswerMeaning means) {
    AnswerRule rule;
    rule.http_status = http_status;
    rule.code = code;
    rule.text = text;
    rule.means = means;
    return rule;
}

const std::vector<AnswerRule> &table() {
    static const std::vector<AnswerRule> rules = {
        rule(0, "-1003", "banned until", AnswerMeaning::ban),
        rule(418, "", "", AnswerMeaning::ban),
        rule(0, "-1003", "", AnswerMeaning::rate_limit),
        rule(429, "", "", AnswerMeaning::rate_limit),
        rule(503, "", "overloaded", AnswerMeaning::overload),
        rule(503, "", "", AnswerMeaning::unknown),
        rule(0, "-2010", "", AnswerMeaning::business),
        rule(400, "", "", AnswerMeaning::business),
        rule(0, "", "\"error\":{", AnswerMeaning::business),
        rule(0, "0", "", AnswerMeaning::accepted),
        rule(200, "", "", AnswerMeaning::accepted),
    };
    return rules;
}

AnswerClass found(uint32_t http_status, std::string_view body) {
    return classify(table(), {http_status, body, "", 0});
}

void expect_row(uint32_t http_status, std::string_view body, std::size_t row) {
    const AnswerClass answer = found(http_status, body);
    EXPECT_EQ(answer.source, AnswerSource::table) << body;
    EXPECT_EQ(answer.rule, row) << body;
    EXPECT_STREQ(name_of(answer.means), name_of(table()[row].means));
}

TEST(Classify, takes_the_first_row_of_which_every_condition_holds) {
    expect_row(429, R"({"code":-1003,"msg":"IP Banned Until 5"})", 0);
    expect_row(418, "", 1);
    expect_row(429, R"({"code":-1003,"msg":"x"})", 2);
    expect_row(429, "", 3);
    expect_row(503, "<h1>System <i>overloaded</i></h1>", 4);
    expect_row(503, "", 5);
    expect_row(200, R"({"code":-2010})", 6);
    expect_row(400, "{}", 7);
    expect_row(0, R"({"error":{"a":1}})", 8);
    expect_row(0, R"({"code":"0"})", 9);
    expect_row(200, "{}", 10);
}

TEST(Classify, knows_answers_that_the_table_does_not) {
    const AnswerClass answer = found(404, R"({"x":1})");
    EXPECT_EQ(answer.source, AnswerSource::built_in);
    EXPECT_STREQ(name_of(answer.means), "business");
    EXPECT_EQ(found(0, "gibberish").source, AnswerSource::nothing);
}

TEST(Classify, takes_the_status_from_the_body_if_it_is_worse) {
    expect_row(0, R"({"status":418})", 1);
    expect_row(200, R"({"status":418})", 1);
    expect_row(429, R"({"status":418})", 3);
    expect_row(400, R"({"status":200})", 7);
    expect_row(200, R"({"status":200})", 10);
    EXPECT_EQ(found(0, R"({"status":200})").source, AnswerSource::nothing);
}

TEST(Classify, believes_an_acceptance_only_from_a_body_that_says_nothing_else) {
    EXPECT_STREQ(name_of(found(200, R"({"code":"0","data":[{"sCode":"51000"}]})").means), "business");
    EXPECT_STREQ(name_of(found(200, R"({"retCode":10001,"retMsg":"x"})").means), "business");
    const std::vector<AnswerRule> by_text = {rule(0, "", "\"retCode\":0", AnswerMeaning::accepted)};
    EXPECT_STREQ(
        name_of(classify(by_text, {200, R"({"retCode":0,"list":[{"code":110007}]})", "", 0}).means), "business");
    EXPECT_STREQ(name_of(classify(by_text, {200, R"({"retCode":0,"list":[{"code":0}]})", "", 0}).means), "accepted");
    EXPECT_STREQ(name_of(found(200, "<html>Be right back</html>").means), "unknown");
    EXPECT_STREQ(name_of(found(200, "Be right back").means), "unknown");
    EXPECT_STREQ(name_of(found(200, R"({"code":"0","data":[)").means), "unknown");
    EXPECT_STREQ(name_of(found(200, "").means), "accepted");
}

TEST(Classify, believes_a_refusal_in_a_cut_body_only_by_code_or_status) {
    expect_row(0, R"({"code":-2010,"msg":"Acc)", 6);
    expect_row(400, R"({"msg":"Acc)", 7);
    EXPECT_STREQ(name_of(found(0, R"({"error":{"code":-10)").means), "unknown");
    EXPECT_TRUE(found(0, R"({"error":{"code":-10)").is_cut);
}

TEST(Classify, believes_what_asks_to_stop_in_a_cut_body) {
    expect_row(0, R"({"code":-1003,"msg":"IP banned until 15)", 0);
    expect_row(0, R"({"code":-1003,"msg":"Way too)", 2);
    expect_row(503, R"({"msg":"overloaded)", 4);
}

TEST(Classify, reads_the_hint_of_the_row_that_matched) {
    std::vector<AnswerRule> rules = table();
    rules[3].retry_after_s_after = "retry in ";
    const AnswerClass answer = classify(rules, {429, "Retry in 2 seconds", "1", 0});
    EXPECT_EQ(answer.retry.after_ns, 2'000'000'000u);
    EXPECT_EQ(classify(rules, {418, "Retry in 2 seconds", "1", 0}).retry.after_ns, 1'000'000'000u);
    EXPECT_EQ(classify({}, {429, "Retry in 2 seconds", "1", 0}).retry.after_ns, 1'000'000'000u);
}

TEST(Classify, tells_that_a_body_was_too_long) {
    const std::string body = "{\"a\":\"" + std::string(kBodyBytesMax, 'x') + "\",\"code\":-1003}";
    const AnswerClass answer = found(429, body);
    EXPECT_TRUE(answer.is_long);
    EXPECT_FALSE(answer.is_cut);
    EXPECT_STREQ(name_of(answer.means), "rate_limit");
}

TEST(Classify, matches_no_row_whose_text_is_too_long) {
    const std::vector<AnswerRule> rules = {
        rule(0, "", std::string(kAnswerTextBytesMax + 1, 'a').c_str(), AnswerMeaning::ban),
        rule(0, std::string(kAnswerTextBytesMax + 1, 'a').c_str(), "", AnswerMeaning::ban)};
    const std::string body = "{\"code\":\"" + std::string(300, 'a') + "\"}";
    EXPECT_STRNE(name_of(classify(rules, {0, body, "", 0}).means), "ban");
}

}  // namespace
}  // namespace sluice::test
