#include "answers/http_date.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

constexpr uint64_t kNow = 1'800'000'000'000;  // 2027-01-15
constexpr int64_t kRfcExample = 784'111'777'000;

std::optional<int64_t> parsed(std::string_view text, uint64_t now_unix_ms = kNow) {
    return parse_http_date(text, now_unix_ms);
}

TEST(HttpDate, reads_the_three_forms) {
    EXPECT_EQ(parsed("Sun, 06 Nov 1994 08:49:37 GMT"), kRfcExample);
    EXPECT_EQ(parsed("Sunday, 06-Nov-94 08:49:37 GMT"), kRfcExample);
    EXPECT_EQ(parsed("Sun Nov  6 08:49:37 1994"), kRfcExample);
    EXPECT_EQ(parsed("sun, 06 nov 1994 08:49:37 GMT"), kRfcExample);
    EXPECT_EQ(parsed("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
    EXPECT_EQ(parsed("Thu, 29 Feb 2024 23:59:60 GMT"), 1'709'251'200'000);
    EXPECT_EQ(parsed("Fri, 31 Dec 9999 23:59:59 GMT"), 253'402'300'799'000);
    EXPECT_LT(*parsed("Fri, 31 Dec 0000 23:59:59 GMT"), 0);
}

TEST(HttpDate, of_two_digits_is_near) {
    EXPECT_EQ(parsed("Friday, 15-Jan-27 08:00:00 GMT"), 1'800'000'000'000);
    EXPECT_EQ(parsed("Friday, 15-Jan-77 08:00:00 GMT"), 3'377'923'200'000);
    EXPECT_EQ(parsed("Friday, 15-Jan-78 08:00:00 GMT"), 253'699'200'000);
    EXPECT_TRUE(parsed("Friday, 15-Jan-27 08:00:00 GMT", 0));
    EXPECT_TRUE(parsed("Friday, 15-Jan-27 08:00:00 GMT", UINT64_MAX));
}

TEST(HttpDate, that_is_none_is_refused) {
    for (const std::string_view text :
        {"", " ", "120", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 19940 08:49:37 GMT", "Sun, 06 Nov 994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 6e Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT GMT",
            "Sun Nov  6 08:49:37 94", "1994-11-06T08:49:37Z", "Sun, 99999999999 Nov 1994 08:49:37 GMT"}) {
        EXPECT_FALSE(parsed(text)) << text;
    }
}

}  // namespace
}  // namespace sluice
