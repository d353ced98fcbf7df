#include "heard.hpp"

#include <gtest/gtest.h>

namespace {

using sluice::quickfix::Heard;
using sluice::quickfix::parse_utc_stamp;

const char kSent[] = "20240614-01:07:02.123";

FIX::Message sent_at(const std::string &sending_time) {
    FIX::Message message;
    message.getHeader().setField(35, "0");
    if (!sending_time.empty()) message.getHeader().setField(52, sending_time);
    return message;
}

TEST(Heard, gives_its_stamp_once) {
    const FIX::Message message = sent_at(kSent);
    Heard heard(message);
    EXPECT_EQ(heard.take_stamp().time_ns, parse_utc_stamp(kSent).time_ns);
    EXPECT_FALSE(heard.take_stamp().is_known()) << "told already";
}

TEST(Heard, gives_none_of_a_resend) {
    FIX::Message message = sent_at(kSent);
    message.getHeader().setField(43, "Y");
    EXPECT_TRUE(Heard(message).is_resend);
    EXPECT_FALSE(Heard(message).take_stamp().is_known());
    message.getHeader().setField(43, "N");
    EXPECT_TRUE(Heard(message).take_stamp().is_known());
}

TEST(Heard, has_none_where_the_sending_time_is_missing_or_malformed) {
    for (const char *text : {"", "soon", "20240614-01:07", "20240631-01:07:02"}) {
        const FIX::Message message = sent_at(text);
        EXPECT_FALSE(Heard(message).take_stamp().is_known()) << text;
    }
}

}  // namespace
