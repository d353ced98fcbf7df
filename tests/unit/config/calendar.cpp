// Days as profiles write them.
#include "config/calendar.hpp"

#include <gtest/gtest.h>

namespace sluice {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

TEST(Calendar, reads_days_that_exist) {
    EXPECT_EQ(parse_day("1970-01-01"), sys_days(days(0)));
    EXPECT_EQ(parse_day("2026-11-20"), sys_days(days(20777)));
    EXPECT_EQ(parse_day("2028-02-29"), sys_days(days(21243)));
    EXPECT_EQ(day_text(sys_days(days(20777))), "2026-11-20");
    EXPECT_EQ(day_text(sys_days(days(3))), "1970-01-04");
}

TEST(Calendar, refuses_all_else) {
    for (const char *const text : {"", "2026", "2026-11", "2026-11-2", "2026-11-200", "26-11-20", "2026/11/20",
             "2026-13-01", "2026-00-01", "2026-11-31", "2026-11-00", "2027-02-29", "2100-02-29", "2026-1a-20",
             "-026-11-20", "2026-11-+1", " 2026-11-2", "2026-11-20 "}) {
        EXPECT_EQ(parse_day(text), std::nullopt) << text;
    }
}

TEST(Calendar, today_is_a_day_of_this_age) {
    EXPECT_GT(today(), *parse_day("2026-01-01"));
    EXPECT_LT(today(), *parse_day("2200-01-01"));
}

}  // namespace
}  // namespace sluice
