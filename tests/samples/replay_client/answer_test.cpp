#include "answer.hpp"

#include <gtest/gtest.h>

namespace {

using namespace replay;

Answer answer_of(char exec_type, const std::string &text) {
    const Reading reading = read_execution_report(exec_type, '0', text);
    EXPECT_EQ(reading.meaning, Meaning::kAnswer);
    return reading.answer;
}

TEST(Answer, pending_states_answer_nothing) {
    for (const char exec_type : {'A', '6', 'E', 'I', 'D', '\0'}) {
        EXPECT_EQ(read_execution_report(exec_type, 'A', "").meaning, Meaning::kNothing);
    }
}

TEST(Answer, venue_acknowledgements_are_final) {
    EXPECT_EQ(answer_of('0', ""), Answer::kAccepted);
    EXPECT_EQ(answer_of('5', ""), Answer::kAccepted);
    EXPECT_EQ(answer_of('4', ""), Answer::kCanceled);
}

TEST(Answer, cancel_of_a_held_order_is_absorbed) {
    EXPECT_EQ(answer_of('4', "Sluice: cancelled before it was sent"), Answer::kAbsorbed);
}

TEST(Answer, reject_text_tells_who_rejected) {
    EXPECT_EQ(answer_of('8', "Rate limit exceeded"), Answer::kRateRejected);
    EXPECT_EQ(answer_of('8', "Sluice: expired while held"), Answer::kExpired);
    EXPECT_EQ(answer_of('8', "Sluice: kill switch engaged"), Answer::kRefused);
    EXPECT_EQ(answer_of('8', "Gateway: no route for symbol X"), Answer::kRefused);
    EXPECT_EQ(answer_of('8', "Unknown symbol"), Answer::kVenueRejected);
}

TEST(Answer, fills_end_an_order_only_when_it_is_filled) {
    for (const char exec_type : {'1', '2', 'F'}) {
        EXPECT_EQ(read_execution_report(exec_type, '1', "").meaning, Meaning::kNothing);
        EXPECT_EQ(read_execution_report(exec_type, '2', "").meaning, Meaning::kOrderEnded);
    }
}

TEST(Answer, expiry_at_the_venue_is_no_answer_to_a_request) {
    EXPECT_EQ(read_execution_report('C', 'C', "").meaning, Meaning::kOrderEnded);
    EXPECT_EQ(answer_of('C', "Sluice: expired while held"), Answer::kExpired);
}

TEST(Answer, cancel_rejects_tell_the_limit_from_a_missing_order) {
    EXPECT_EQ(read_cancel_reject(99, "Rate limit exceeded"), Answer::kRateRejected);
    EXPECT_EQ(read_cancel_reject(0, "Too late to cancel"), Answer::kNotThere);
    EXPECT_EQ(read_cancel_reject(1, "Unknown order"), Answer::kNotThere);
    EXPECT_EQ(read_cancel_reject(0, "Gateway: Too late, the order is final"), Answer::kNotThere);
    EXPECT_EQ(read_cancel_reject(2, "venue is not connected"), Answer::kRefused);
    EXPECT_EQ(read_cancel_reject(-1, ""), Answer::kRefused);
    EXPECT_EQ(read_cancel_reject(0, "Sluice: kill switch engaged"), Answer::kRefused);
}

}  // namespace
