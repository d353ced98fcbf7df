#include "answers/built_in_table.hpp"

#include <gtest/gtest.h>

#include "known_answers.hpp"

namespace sluice::test {
namespace {

const char *meaning(uint32_t http_status, std::string_view body = "") {
    return name_of(built_in_meaning(http_status, AnswerBody(body)).means);
}

bool is_guess(uint32_t http_status, std::string_view body) {
    return built_in_meaning(http_status, AnswerBody(body)).is_guess;
}

TEST(BuiltInTable, knows_the_statuses) {
    EXPECT_STREQ(meaning(429), "rate_limit");
    EXPECT_STREQ(meaning(418), "ban");
    EXPECT_STREQ(meaning(408), "unknown");
    for (const uint32_t status : {500u, 501u, 502u, 503u, 504u, 520u, 521u, 522u, 523u, 524u, 525u, 526u, 527u, 599u})
        EXPECT_STREQ(meaning(status), "unknown") << status;
    for (const uint32_t status : {400u, 401u, 402u, 404u, 405u, 409u, 422u, 451u})
        EXPECT_STREQ(meaning(status), "business") << status;
    for (const uint32_t status : {200u, 201u, 202u, 204u})
        EXPECT_STREQ(meaning(status), "accepted") << status;
    for (const uint32_t status : {1u, 100u, 199u, 301u, 307u, 600u, 9999u, UINT32_MAX})
        EXPECT_STREQ(meaning(status), "unknown") << status;
    EXPECT_STREQ(meaning(0), "unknown");
}

TEST(BuiltInTable, tells_a_firewall_from_a_refused_key) {
    EXPECT_STREQ(meaning(403, "<html>Request blocked.</html>"), "ban");
    EXPECT_STREQ(meaning(403), "ban");
    EXPECT_STREQ(meaning(403, R"({"msg":"no permission"})"), "business");
    EXPECT_STREQ(meaning(403, R"({"x":1})"), "business");
    EXPECT_STREQ(meaning(403, R"({"msg":"Too many requests"})"), "rate_limit");
    EXPECT_STREQ(meaning(403, "access too frequent"), "rate_limit");
    EXPECT_STREQ(meaning(403, "Rate limit exceeded, IP banned until 5"), "ban");
}

TEST(BuiltInTable, hears_words_where_the_status_is_open) {
    EXPECT_STREQ(meaning(503, "System is overloaded"), "overload");
    EXPECT_STREQ(meaning(503, "execution status unknown"), "unknown");
    EXPECT_STREQ(meaning(502, "Too many requests"), "rate_limit");
    EXPECT_STREQ(meaning(429, "The system is overloaded"), "overload");
    EXPECT_STREQ(meaning(429, "timeout: 5"), "rate_limit");
    EXPECT_STREQ(meaning(429, "invalid"), "rate_limit");
    EXPECT_STREQ(meaning(500, R"({"msg":"Invalid symbol"})"), "unknown");
    EXPECT_STREQ(meaning(400, R"({"msg":"Rate limit exceeded"})"), "rate_limit");
    EXPECT_STREQ(meaning(400, R"({"msg":"timeout is not a field"})"), "business");
    EXPECT_STREQ(meaning(200, "Too many visits. Exceeded the API Rate Limit."), "rate_limit");
    EXPECT_STREQ(meaning(0, R"({"msg":"You are being throttled"})"), "rate_limit");
    EXPECT_STREQ(meaning(0, R"({"error":"Timed out"})"), "unknown");
    EXPECT_STREQ(meaning(0, R"({"t":"e","r":"ORDER_NOT_FOUND","txt":"Order not found"})"), "business");
}

TEST(BuiltInTable, hears_in_a_cut_body_only_what_asks_to_stop) {
    EXPECT_STREQ(meaning(200, R"({"x":"Too many requests)"), "rate_limit");
    EXPECT_STREQ(meaning(200, R"({"error":"insufficient balance)"), "unknown");
    EXPECT_STREQ(meaning(400, R"({"error":"insufficient balance)"), "business");
}

TEST(BuiltInTable, does_not_take_a_good_answer_for_its_words) {
    EXPECT_STREQ(meaning(200, R"({"rateLimits":[{"rateLimitType":"ORDERS","count":1}]})"), "accepted");
    EXPECT_STREQ(meaning(0, R"({"id":1,"result":{},"rateLimits":[]})"), "accepted");
    EXPECT_STREQ(meaning(200, R"([{"title":"New rate limit from Monday"},{"label":"timeout"}])"), "accepted");
    EXPECT_STREQ(meaning(0, R"({"code":0,"msg":"success","data":{}})"), "accepted");
}

TEST(BuiltInTable, guesses_when_there_is_no_sign) {
    EXPECT_TRUE(is_guess(200, "{}"));
    EXPECT_STREQ(meaning(0, R"({"code":1234})"), "business");
    EXPECT_TRUE(is_guess(0, R"({"code":1234})"));
    EXPECT_STREQ(meaning(0, R"({"code":1234)"), "unknown");
    EXPECT_STREQ(meaning(200, "<html>Welcome</html>"), "unknown");
    EXPECT_STREQ(meaning(200, "gibberish"), "unknown");
    EXPECT_TRUE(is_guess(200, "gibberish"));
    EXPECT_FALSE(is_guess(429, ""));
}

TEST(BuiltInTable, knows_the_rejects_of_fix) {
    const auto fix = [](const std::string &fields) { return meaning(0, "8=FIX.4.4|9=9|" + fields + "|10=000|"); };
    EXPECT_STREQ(fix("35=8|150=0|39=0"), "accepted");
    EXPECT_STREQ(fix("35=8|150=8|39=8"), "business");
    EXPECT_STREQ(fix("35=8|39=8|58=Rate limit exceeded"), "rate_limit");
    EXPECT_STREQ(fix("35=9|58=Unknown order"), "business");
    EXPECT_STREQ(fix("35=3|58=Tag missing"), "business");
    EXPECT_STREQ(fix("35=j|380=3"), "business");
    EXPECT_STREQ(fix("35=j|380=8"), "rate_limit");
    EXPECT_STREQ(fix("35=j|380=9"), "rate_limit");
    EXPECT_STREQ(fix("35=j|380=10"), "rate_limit");
    EXPECT_STREQ(fix("35=j|380=4"), "overload");
    EXPECT_STREQ(fix("35=J|380=8"), "accepted");
    EXPECT_STREQ(fix("35=r|531=0"), "business");
    EXPECT_STREQ(fix("35=r|531=7"), "accepted");
    EXPECT_STREQ(fix("35=AG"), "business");
    EXPECT_STREQ(fix("35=5|58=bye"), "unknown");
    EXPECT_STREQ(fix("35=W"), "accepted");
    EXPECT_STREQ(meaning(0, "8=FIX.4.4|35=8|150=0|39=0"), "unknown");
}

}  // namespace
}  // namespace sluice::test
