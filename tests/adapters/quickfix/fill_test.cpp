#include "fill.hpp"

#include <gtest/gtest.h>

namespace {

using sluice::quickfix::Fill;
using sluice::quickfix::Heard;
using sluice::quickfix::parse_utc_stamp;
using sluice::quickfix::read_fill;

const char kSent[] = "20240614-01:07:02.500";
const char kTraded[] = "20240614-01:07:02.123456";

// An ExecutionReport of a trade, with some fields as the test wants them; an empty text removes one.
class Report {
public:
    explicit Report(const std::vector<std::pair<int, std::string>> &changes) {
        message_.getHeader().setField(35, "8");
        message_.getHeader().setField(52, kSent);
        for (const auto &field : {std::pair<int, std::string>{150, "F"}, {32, "2"}, {31, "101.5"}, {60, kTraded}})
            message_.setField(field.first, field.second);
        for (const auto &change : changes) {
            const bool is_header = change.first == 52 || change.first == 43 || change.first == 97;
            FIX::FieldMap &fields = is_header ? static_cast<FIX::FieldMap &>(message_.getHeader()) : message_;
            if (change.second.empty()) {
                fields.removeField(change.first);
            } else {
                fields.setField(change.first, change.second);
            }
        }
        is_fill = read_fill(Heard(message_), fill);
    }

    bool is_fill = false;
    Fill fill;

private:
    FIX::Message message_;
};

TEST(Fill, has_value_side_of_the_book_and_time) {
    const Report taken({});
    ASSERT_TRUE(taken.is_fill);
    EXPECT_EQ(taken.fill.value_e8, 20300000000u);
    EXPECT_FALSE(taken.fill.is_maker) << "not said";
    EXPECT_EQ(taken.fill.time.time_ns, parse_utc_stamp(kTraded).time_ns);
    EXPECT_EQ(taken.fill.time.resolution_us, 1u);
    EXPECT_TRUE(Report({{851, "1"}}).fill.is_maker);
    EXPECT_FALSE(Report({{851, "2"}}).fill.is_maker);
}

TEST(Fill, is_told_in_the_words_of_fix_4_2_and_4_4) {
    for (const char *exec_type : {"F", "1", "2"})
        EXPECT_TRUE(Report({{150, exec_type}}).is_fill) << exec_type;
    EXPECT_TRUE(Report({{150, "2"}, {20, "0"}}).is_fill);
    for (const char *exec_type : {"0", "4", "5", "8", "C", "D", "G", "H", "I", ""})
        EXPECT_FALSE(Report({{150, exec_type}}).is_fill) << exec_type;
}

TEST(Fill, is_not_what_takes_a_trade_back_corrects_or_may_repeat_it) {
    for (const char *transaction : {"1", "2", "3"})
        EXPECT_FALSE(Report({{150, "2"}, {20, transaction}}).is_fill) << transaction;
    EXPECT_FALSE(Report({{97, "Y"}}).is_fill);
}

TEST(Fill, needs_a_quantity_and_does_without_a_price) {
    for (const char *quantity : {"", "0", "0.00", "-1", "many"})
        EXPECT_FALSE(Report({{32, quantity}}).is_fill) << quantity;
    for (const char *price : {"", "-3.25", "market"}) {
        const Report report({{31, price}});
        EXPECT_TRUE(report.is_fill) << price;
        EXPECT_EQ(report.fill.value_e8, 0u) << price;
    }
}

TEST(Fill, takes_the_sending_time_where_the_time_of_the_trade_cannot_be) {
    const std::uint64_t sent_ns = parse_utc_stamp(kSent).time_ns;
    for (const char *traded : {"", "soon", "20240614-01:07:02.501", "20240614-01:07:03", "20340614-01:07:02"}) {
        const Report report({{60, traded}});
        EXPECT_EQ(report.fill.time.time_ns, sent_ns) << traded;
        EXPECT_EQ(report.fill.time.resolution_us, 1000u) << traded;
    }
    const Report in_the_same_second({{52, "20240614-01:07:02"}});
    EXPECT_EQ(in_the_same_second.fill.time.time_ns, parse_utc_stamp(kTraded).time_ns);
    const Report an_hour_ago({{60, "20240614-00:07:02"}});
    EXPECT_EQ(an_hour_ago.fill.time.time_ns, parse_utc_stamp("20240614-00:07:02").time_ns);
}

TEST(Fill, has_no_time_without_a_believable_one) {
    EXPECT_FALSE(Report({{52, ""}}).fill.time.is_known());
    EXPECT_FALSE(Report({{52, "soon"}}).fill.time.is_known());
    EXPECT_FALSE(Report({{43, "Y"}, {60, ""}}).fill.time.is_known()) << "sent again: when is not when it traded";
    EXPECT_EQ(Report({{43, "Y"}}).fill.time.time_ns, parse_utc_stamp(kTraded).time_ns);
    EXPECT_TRUE(Report({{52, ""}}).is_fill) << "what was traded is known all the same";
}

}  // namespace
