#include "venue_stamp.hpp"

#include <gtest/gtest.h>

namespace {

using sluice::quickfix::parse_utc_stamp;
using sluice::quickfix::VenueStamp;

constexpr std::uint64_t kSecond = 1000000000;
constexpr std::uint64_t kBase = 1718327222 * kSecond;  // 20240614-01:07:02

TEST(VenueStamp, reads_the_time_since_1970) {
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02").time_ns, kBase);
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.5").time_ns, kBase + kSecond / 2);
    EXPECT_EQ(parse_utc_stamp("19700101-00:00:01").time_ns, kSecond);
    EXPECT_EQ(parse_utc_stamp("20000229-00:00:00").time_ns, 951782400 * kSecond);
    EXPECT_EQ(parse_utc_stamp("20001231-23:59:59").time_ns, 978307199 * kSecond);
    EXPECT_EQ(parse_utc_stamp("21000301-00:00:00").time_ns, 4107542400 * kSecond) << "2100 has no 29th of February";
}

TEST(VenueStamp, has_the_resolution_that_the_text_shows) {
    const struct {
        const char *decimals;
        std::uint64_t part_ns;
        std::uint32_t resolution_us;
    } cases[] = {
        {"", 0, 1000000},
        {".7", 700000000, 100000},
        {".123", 123000000, 1000},
        {".123456", 123456000, 1},
        {".123456789", 123456789, 1},
        {".123456789123", 123456789, 1},
    };
    for (const auto &one : cases) {
        const VenueStamp stamp = parse_utc_stamp(std::string("20240614-01:07:02") + one.decimals);
        EXPECT_EQ(stamp.time_ns, kBase + one.part_ns) << one.decimals;
        EXPECT_EQ(stamp.resolution_us, one.resolution_us) << one.decimals;
    }
}

// A venue that writes milliseconds with six decimals must not be taken for one that knows microseconds.
TEST(VenueStamp, takes_groups_of_zeros_at_the_end_for_places_that_the_clock_does_not_have) {
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.228000").resolution_us, 1000u);
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.228000").time_ns, kBase + 228000000);
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.228100").resolution_us, 1u);
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.000000000").resolution_us, 1000000u);
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.000").time_ns, kBase);
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.000001").time_ns, kBase + 1000);
    EXPECT_EQ(parse_utc_stamp("20240614-01:07:02.100").resolution_us, 1000u);
}

TEST(VenueStamp, refuses_what_is_no_timestamp) {
    for (const char *text : {"", "20240614", "01:07:02", "20240614-01:07", "20240614 01:07:02", "2024-06-14-01:07:02",
             "20240614-01:07:02.", "20240614-01:07:02,5", "20240614-01:07:02Z", "20240614-01:07:02.1234567890123",
             "20240614-01:07:02.12a", "20240614-01:07:02.-12", "20241314-01:07:02", "20240014-01:07:02",
             "20240600-01:07:02", "20240631-01:07:02", "20230229-01:07:02", "21000229-01:07:02", "20240614-24:00:00",
             "20240614-01:60:00", "20161231-23:59:60", "19691231-23:59:59", "22010101-00:00:00", "99991231-23:59:59",
             "        -  :  :  ", "+0240614-01:07:02", "20240614-01:07:02 "}) {
        const VenueStamp stamp = parse_utc_stamp(text);
        EXPECT_FALSE(stamp.is_known()) << text;
        EXPECT_EQ(stamp.resolution_us, 0u) << text;
    }
}

}  // namespace
