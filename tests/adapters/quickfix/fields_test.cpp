#include "fields.hpp"

#include <gtest/gtest.h>

namespace {

using sluice::quickfix::field_or_empty;
using sluice::quickfix::FieldPick;

TEST(Fields, reads_a_field_where_it_lies_and_a_missing_one_as_empty) {
    FIX::Message message;
    message.setField(44, "100");
    message.setField(11, "c1");
    EXPECT_EQ(field_or_empty(message, 11), "c1");
    EXPECT_EQ(&field_or_empty(message, 11), &message.getField(11));
    EXPECT_EQ(field_or_empty(message, 38), "");
}

TEST(Fields, picks_many_in_one_pass) {
    FIX::Message message;
    message.setField(44, "100");
    message.setField(11, "c1");
    const int tags[] = {11, 0, 44, 38, 11};
    const FieldPick<5> fields(message, tags);
    EXPECT_EQ(fields[0], "c1");
    EXPECT_EQ(fields[1], "");
    EXPECT_EQ(fields[2], "100");
    EXPECT_EQ(fields[3], "");
    EXPECT_EQ(fields[4], "c1");
}

}  // namespace
