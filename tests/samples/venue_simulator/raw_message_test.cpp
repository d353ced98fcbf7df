// What is read of a message before QuickFIX parses it.
#include "raw_message.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace venue_simulator {
namespace {

std::string wire(std::string text) {
    std::replace(text.begin(), text.end(), '|', '\x01');
    return text;
}

std::int64_t utc_ms(const char *text) {
    TextView view;
    view.data = text;
    view.size = std::string(text).size();
    std::int64_t value = -1;
    return parse_utc_ms(view, &value) ? value : -1;
}

TEST(VenueRawMessage, finds_its_fields) {
    const std::string message =
        wire("8=FIX.4.4|9=100|35=D|34=17|43=Y|49=G|52=20261120-09:40:36.187|56=V|11=a=b|58=35=F|10=000|");
    const RawMessage raw = read_raw_message(message);
    EXPECT_EQ(raw.type.text(), "D");
    EXPECT_EQ(raw.sequence, 17u);
    EXPECT_TRUE(raw.is_possible_duplicate);
    EXPECT_EQ(raw.sending_time.text(), "20261120-09:40:36.187");
    EXPECT_EQ(raw.cl_ord_id.text(), "a=b");
}

TEST(VenueRawMessage, leaves_missing_fields_empty) {
    const RawMessage raw = read_raw_message(wire("8=FIX.4.4|35=0|43=N|34=x|"));
    EXPECT_EQ(raw.sequence, 0u);
    EXPECT_FALSE(raw.is_possible_duplicate);
    EXPECT_EQ(raw.cl_ord_id.text(), "");
    EXPECT_EQ(raw.sending_time.size, 0u);
}

TEST(VenueRawMessage, survives_what_is_no_message) {
    for (const std::string &text : {std::string(), std::string("="), std::string("35"), std::string("35=D"),
             wire("|||="), std::string(300, '\xff'), std::string("35=\0D", 5)}) {
        read_raw_message(text);
    }
    EXPECT_EQ(read_raw_message("35=D").type.text(), "D");
}

TEST(VenueRawMessage, reads_times_to_the_millisecond) {
    EXPECT_EQ(utc_ms("19700101-00:00:00"), 0);
    EXPECT_EQ(utc_ms("19700101-00:00:01.5"), 1500);
    EXPECT_EQ(utc_ms("20000229-12:00:00.000"), 951825600000);
    EXPECT_EQ(utc_ms("20240301-00:00:00.001"), 1709251200001);
    EXPECT_EQ(utc_ms("20261120-09:40:36.187999"), 1795167636187);
}

TEST(VenueRawMessage, refuses_what_is_no_time) {
    for (const char *text : {"", "20261120", "2026-11-20 09:40:36", "20261120-09:40:3", "20261320-09:40:36",
             "20261120-24:00:00", "20261120-09:40:36,187", "20261120-09:40:36.", "20261120-09:40:36.a"}) {
        EXPECT_EQ(utc_ms(text), -1) << text;
    }
}

}  // namespace
}  // namespace venue_simulator
