#include "answers/answer_body.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace sluice {
namespace {

using namespace std::string_view_literals;

TEST(AnswerBody, finds_a_code_however_it_is_written) {
    for (const std::string_view body : {R"({"code":-1003,"msg":"x"})"sv, R"({"code":"-1003"})"sv,
             R"({"code": -1003 })"sv, R"({"Code":-1003,"Data":null})"sv, R"({"error":{"msg":"x","code":-1003}})"sv,
             R"([{"code":-1003}])"sv, R"({"error":-1003})"sv, R"({"errors":[-1003]})"sv,
             R"({"result":{"sCode":"-1003"}})"sv, R"({"retCode":-1003})"sv, R"({"err-code":"-1003"})"sv,
             R"({"error_code" : "-1003"})"sv, "{'code': -1003, 'msg': 'x'}"sv, "code=-1003, msg=Too much"sv,
             "APIError(code=-1003): Too much"sv, "Error code: -1003"sv, "Too many visits. (ErrCode: -1003)"sv,
             "<code>x</code> code: -1003."sv, R"(response body: {"msg":"x","code":-1003})"sv,
             R"({"body":"{\"code\":-1003,\"msg\":\"x\"}"})"sv, R"({"body":"{\"error\":{\"code\":\"-1003\"}}"})"sv,
             R"("{\\\"code\\\":\\\"-1003\\\"}")"sv, "8=FIX.4.4|35=j|25016=-1003|58=x|10=000|"sv}) {
        const AnswerBody answer(body);
        EXPECT_TRUE(answer.has_code("-1003")) << body;
        EXPECT_TRUE(answer.has_error_sign()) << body;
        EXPECT_FALSE(answer.has_code("-100")) << body;
        EXPECT_FALSE(answer.has_code("1003")) << body;
        EXPECT_FALSE(answer.has_code("")) << body;
    }
}

TEST(AnswerBody, takes_no_other_field_for_a_code) {
    for (const std::string_view body : {R"({"barcode":-1003})"sv, R"({"code_of_conduct":-1003})"sv,
             R"({"orderId":-1003,"price":"-1003"})"sv, R"({"code":{"a":-1003}})"sv, "the code -1003"sv, R"({"code"})"sv,
             R"({"code":)"sv, R"({"code")"sv, "code"sv, "code=="sv}) {
        EXPECT_FALSE(AnswerBody(body).has_code("-1003")) << body;
    }
}

TEST(AnswerBody, reads_lists_of_error_texts) {
    const AnswerBody answer(R"({"error":["EGeneral:Invalid arguments", "EAPI:Rate limit exceeded"]})");
    EXPECT_TRUE(answer.has_code("EGeneral:Invalid arguments"));
    EXPECT_TRUE(answer.has_code("eapi:rate limit exceeded"));
    EXPECT_FALSE(answer.has_code("EAPI"));
    EXPECT_TRUE(answer.has_error_sign());
}

TEST(AnswerBody, hears_a_zero_only_when_nothing_failed) {
    const AnswerBody batch(R"({"code":"0","data":[{"sCode":"0"},{"sCode":"51008"},{"sCode":"50011"}]})");
    EXPECT_FALSE(batch.has_code("0"));
    EXPECT_TRUE(batch.has_code("51008"));
    EXPECT_TRUE(batch.has_code("50011"));
    EXPECT_FALSE(AnswerBody(R"({"error":null})").has_code("null"));
    const AnswerBody good(R"({"code":"0","data":[{"sCode":"0"}],"msg":""})");
    EXPECT_TRUE(good.has_code("0"));
    EXPECT_FALSE(good.has_error_sign());
}

TEST(AnswerBody, sees_what_says_error) {
    for (const std::string_view body : {R"({"error":"x"})"sv, R"({"error":{"a":1}})"sv, R"({"errors":[{"a":1}]})"sv,
             R"({"success":false})"sv, R"({"ok" : false})"sv, R"({"status":"FAILURE"})"sv, R"({"type":"error"})"sv,
             R"({"ordStatus":"Rejected"})"sv, R"({"o":{"o":"REJECTED"}})"sv, R"({"execType":"CancelReject"})"sv,
             R"({"errorCode":"MARKET_SUSPENDED"})"sv, R"({"code":1})"sv}) {
        EXPECT_TRUE(AnswerBody(body).has_error_sign()) << body;
    }
    for (const std::string_view body : {R"({"error":null})"sv, R"({"error":[]})"sv, R"({"error": [ ] })"sv,
             R"({"error":{}})"sv, R"({"error":""})"sv, R"({"error":false})"sv, R"({"success":true})"sv,
             R"({"code":0,"msg":"success"})"sv, R"({"code":"200000"})"sv, R"({"status":"NEW"})"sv, R"({})"sv,
             R"({"rejectReason":"EC_NoError"})"sv, R"([])"sv, ""sv}) {
        EXPECT_FALSE(AnswerBody(body).has_error_sign()) << body;
    }
}

TEST(AnswerBody, knows_its_format) {
    EXPECT_EQ(AnswerBody("").format(), BodyFormat::empty);
    EXPECT_EQ(AnswerBody(" \r\n\0"sv).format(), BodyFormat::empty);
    EXPECT_EQ(AnswerBody(" {}").format(), BodyFormat::json);
    EXPECT_EQ(AnswerBody("\xef\xbb\xbf[").format(), BodyFormat::json);
    EXPECT_EQ(AnswerBody("\xff\xfe{\0}\0"sv).format(), BodyFormat::json);
    EXPECT_EQ(AnswerBody("<").format(), BodyFormat::page);
    EXPECT_EQ(AnswerBody("8=FIX.4.4\x01").format(), BodyFormat::fix);
    EXPECT_EQ(AnswerBody("8=FI").format(), BodyFormat::plain);
    EXPECT_EQ(AnswerBody("Too many").format(), BodyFormat::plain);
}

TEST(AnswerBody, sees_that_its_end_is_missing) {
    const std::string_view json = R"({"a":"}\"}","b":[1,{"c":"]"}]})";
    const std::string_view fix =
        "8=FIX.4.4\x01"
        "35=8\x01"
        "10=123\x01";
    for (std::size_t length = 1; length < json.size(); ++length)
        EXPECT_TRUE(AnswerBody(json.substr(0, length)).is_cut()) << length;
    for (std::size_t length = 6; length < fix.size() - 1; ++length)
        EXPECT_TRUE(AnswerBody(fix.substr(0, length)).is_cut()) << length;
    EXPECT_FALSE(AnswerBody(json).is_cut());
    EXPECT_FALSE(AnswerBody(fix).is_cut());
    EXPECT_FALSE(AnswerBody(fix.substr(0, fix.size() - 1)).is_cut());
    EXPECT_FALSE(AnswerBody("{} trailing {").is_cut());
    EXPECT_FALSE(AnswerBody("<html>").is_cut());
    EXPECT_FALSE(AnswerBody("").is_cut());
}

TEST(AnswerBody, takes_no_part_of_a_code_for_a_code) {
    EXPECT_FALSE(AnswerBody(R"({"code":-100)").has_code("-100"));
    EXPECT_FALSE(AnswerBody(R"({"code":"-100)").has_code("-100"));
    EXPECT_TRUE(AnswerBody(R"({"code":-100,)").has_code("-100"));
    EXPECT_TRUE(AnswerBody(R"({"code":-100)").has_error_sign());
    // Plain text may end anywhere.
    EXPECT_TRUE(AnswerBody("ErrCode: 10006").has_code("10006"));
    for (std::size_t length = 1; length < 80; ++length) {
        const std::string code(length, 'x');
        const std::string body = "{\"error\":\"" + code + "\"}";
        EXPECT_EQ(AnswerBody(body).has_code(code), length <= 47) << length;
    }
    const std::string sentence(80, 'x');
    EXPECT_FALSE(AnswerBody("{\"error\":\"" + sentence + "\"}").has_code(sentence));
    EXPECT_TRUE(AnswerBody("{\"error\":\"" + sentence + "\"}").has_error_sign());
}

TEST(AnswerBody, reads_the_status_in_a_body) {
    EXPECT_EQ(AnswerBody(R"({"id":"1","status":418,"error":{}})").http_status(), 418u);
    EXPECT_EQ(AnswerBody(R"({"statusCode":"429"})").http_status(), 429u);
    EXPECT_EQ(AnswerBody(R"({"status":"FILLED","x":{"status":429}})").http_status(), 429u);
    for (const std::string_view body :
        {R"({"status":4180})"sv, R"({"status":600})"sv, R"({"status":0429})"sv, R"({"status":-18})"sv,
            R"({"status":"4x8"})"sv, R"({"status":42)"sv, R"({"status":429)"sv, R"({"orderStatus":429})"sv}) {
        EXPECT_EQ(AnswerBody(body).http_status(), 0u) << body;
    }
}

TEST(AnswerBody, reads_fix_fields_as_they_stand) {
    const AnswerBody answer(
        "8=FIX.4.4\x01"
        "35=J\x01"
        "135=8\x01"
        "58=35=9\x01"
        "10=000\x01"sv);
    EXPECT_EQ(answer.fix_field("35"), "J");
    EXPECT_EQ(answer.fix_field("58"), "35=9");
    EXPECT_EQ(answer.fix_field("5"), "");
    EXPECT_FALSE(answer.contains("|35=9|"));
    EXPECT_TRUE(answer.contains("|35=j|"));
    EXPECT_FALSE(AnswerBody("8=FIX.4.4|35=8|150=0|58=rejected|10=000|").has_error_sign());
}

TEST(AnswerBody, looks_at_the_beginning_of_a_long_body_only) {
    const std::string filler(kBodyBytesMax - 14, 'x');
    const std::string inside = filler + " banned until 5";
    EXPECT_TRUE(AnswerBody(inside).is_long());
    EXPECT_TRUE(AnswerBody(inside).contains("banned until"));
    const std::string beyond = filler + "xxxx banned until 5";
    EXPECT_FALSE(AnswerBody(beyond).contains("banned until"));
    EXPECT_FALSE(AnswerBody(std::string(kBodyBytesMax, 'x')).is_long());
    // What is behind the beginning may be there or not: that is not known, so nothing is said of the end.
    EXPECT_FALSE(AnswerBody("{" + std::string(kBodyBytesMax, ' ')).is_cut());
}

TEST(AnswerBody, keeps_the_first_of_too_many_codes) {
    std::string body = "[";
    for (int code = 1; code <= 1000; ++code)
        body += R"({"code":)" + std::to_string(code) + "},";
    const AnswerBody answer(body);
    EXPECT_TRUE(answer.has_code("1"));
    EXPECT_TRUE(answer.has_code("24"));
    EXPECT_FALSE(answer.has_code("25"));
    EXPECT_TRUE(answer.has_error_sign());
}

TEST(AnswerBody, takes_linear_time_on_hostile_text) {
    const auto begin = std::chrono::steady_clock::now();
    for (const std::string_view part : {"code:"sv, "error:["sv, "error:[\"a\",'b',"sv, "a:"sv, "code:\\\\\\"sv, "{"sv,
             "error:[,,,,"sv, "status:\""sv, "a:                    "sv, "code=<b>"sv}) {
        std::string text = part.front() == '{' ? "" : "x ";
        while (text.size() < kBodyBytesMax)
            text += part;
        for (int repeat = 0; repeat < 20; ++repeat)
            EXPECT_FALSE(AnswerBody(text).has_code("-1003")) << part;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

}  // namespace
}  // namespace sluice
