#include "message_kind.hpp"

#include <gtest/gtest.h>

#include "sluice/request.h"

namespace {

using sluice::quickfix::kind_of;
using sluice::quickfix::kStatusAnswer;
using sluice::quickfix::names_of;

TEST(MessageKind, knows_what_each_type_does) {
    EXPECT_EQ(kind_of("D").kind, uint32_t(SLUICE_KIND_NEW));
    EXPECT_EQ(kind_of("G").kind, uint32_t(SLUICE_KIND_REPLACE));
    EXPECT_EQ(kind_of("F").kind, uint32_t(SLUICE_KIND_CANCEL));
    EXPECT_EQ(kind_of("q").kind, uint32_t(SLUICE_KIND_MASS_CANCEL));
    EXPECT_EQ(kind_of("i").kind, uint32_t(SLUICE_KIND_QUOTE));
    EXPECT_EQ(kind_of("H").kind, uint32_t(SLUICE_KIND_QUERY));
    EXPECT_EQ(kind_of("V").kind, uint32_t(SLUICE_KIND_MAINTENANCE));
    EXPECT_EQ(kind_of("UNHEARD").kind, uint32_t(SLUICE_KIND_MAINTENANCE));
    for (const char *admin : {"0", "1", "2", "3", "4", "5", "A"}) {
        EXPECT_EQ(kind_of(admin).kind, uint32_t(SLUICE_KIND_ADMIN)) << admin;
    }
}

TEST(MessageKind, orders_are_never_resent_and_questions_may_be) {
    for (const char *type : {"D", "E", "F", "G", "q", "s", "AB", "i", "R"})
        EXPECT_TRUE(kind_of(type).is_never_resent);
    for (const char *type : {"H", "AF", "V", "UNHEARD"})
        EXPECT_FALSE(kind_of(type).is_never_resent);
}

TEST(MessageKind, a_status_request_does_not_take_the_answer_of_its_order) {
    FIX::Message status;
    status.setField(11, "c1");
    FIX::Message order;
    order.setField(11, "c1");
    EXPECT_EQ(names_of(order, kind_of("D")).answer.tag, 11);
    EXPECT_EQ(names_of(order, kind_of("D")).answer.text.str(), "c1");
    EXPECT_EQ(names_of(status, kind_of("H")).answer.tag, kStatusAnswer);
    EXPECT_EQ(names_of(status, kind_of("H")).answer.text.str(), "c1");
    status.setField(790, "s1");
    EXPECT_EQ(names_of(status, kind_of("H")).answer.tag, 790);
    EXPECT_EQ(names_of(status, kind_of("H")).answer.text.str(), "s1");
    EXPECT_FALSE(names_of(order, kind_of("UNHEARD")).answer.is_known());
}

TEST(MessageKind, reads_the_names_of_an_order) {
    FIX::Message amend;
    amend.setField(11, "c2");
    amend.setField(41, "c1");
    EXPECT_EQ(names_of(amend, kind_of("G")).id.str(), "c2");
    EXPECT_EQ(names_of(amend, kind_of("G")).original.str(), "c1");
    EXPECT_TRUE(names_of(amend, kind_of("D")).original.empty());
    EXPECT_TRUE(names_of(amend, kind_of("u")).id.empty()) << "a cross is known by other fields";
}

}  // namespace
