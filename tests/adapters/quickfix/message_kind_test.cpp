#include "message_kind.hpp"

#include <gtest/gtest.h>

#include "sluice/request.h"

namespace {

using sluice::quickfix::answer_reference;
using sluice::quickfix::kind_of;

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
    EXPECT_NE(answer_reference(status, kind_of("H")), answer_reference(order, kind_of("D")));
    status.setField(790, "s1");
    EXPECT_EQ(answer_reference(status, kind_of("H")), "790=s1");
    EXPECT_EQ(answer_reference(order, kind_of("UNHEARD")), "");
}

}  // namespace
