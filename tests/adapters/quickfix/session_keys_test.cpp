#include "sluice/quickfix/session_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "sluice/cpp/failure.hpp"

namespace {

using sluice::quickfix::read_session_keys;
using sluice::quickfix::SessionKeys;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<SessionKeys> read(const std::string &keys) {
    std::istringstream text(
        "[DEFAULT]\nConnectionType=initiator\nBeginString=FIX.4.4\nStartTime=00:00:00\nEndTime=00:00:00\n"
        "[SESSION]\nSenderCompID=A\nTargetCompID=B\n" +
        keys + "\n[SESSION]\nSenderCompID=A\nTargetCompID=C\n");
    return read_session_keys(FIX::SessionSettings(text));
}

std::string faults_of(const std::string &keys) {
    try {
        read(keys);
    } catch (const sluice::failure &fault) {
        EXPECT_EQ(fault.status(), SLUICE_E_CONFIG);
        return fault.what();
    }
    return "none";
}

TEST(SessionKeys, only_sessions_with_a_venue_are_gated) {
    EXPECT_TRUE(read("").empty());
    const std::vector<SessionKeys> sessions = read("SluiceVenue=SIM");
    ASSERT_EQ(sessions.size(), 1u);
    EXPECT_EQ(sessions[0].venue, "SIM");
    EXPECT_EQ(sessions[0].account, "");
    EXPECT_EQ(sessions[0].lane, "FIX.4.4:A->B");
    EXPECT_THAT(sessions[0].rate_limit_texts, ElementsAre("rate limit", "throttl", "too many"));
    EXPECT_FALSE(sessions[0].has_own_rate_limit_texts);
    EXPECT_EQ(sessions[0].rate_limit_pause_ns, 0u);
    EXPECT_EQ(sessions[0].unanswered_max, 0u);
}

TEST(SessionKeys, reads_every_key) {
    const std::vector<SessionKeys> sessions = read(
        "SluiceVenue=SIM\nSluiceAccount=DESK\nSluiceLane=primary\nSluiceRateLimitText=Slow Down|EASY\n"
        "SluiceRateLimitPauseMs=500\nSluiceAnswerTimeoutMs=3000\nSluiceUnansweredMax=200");
    ASSERT_EQ(sessions.size(), 1u);
    EXPECT_EQ(sessions[0].account, "DESK");
    EXPECT_EQ(sessions[0].lane, "primary");
    EXPECT_THAT(sessions[0].rate_limit_texts, ElementsAre("slow down", "easy"));
    EXPECT_TRUE(sessions[0].has_own_rate_limit_texts);
    EXPECT_EQ(sessions[0].rate_limit_pause_ns, 500000000u);
    EXPECT_EQ(sessions[0].answer_timeout_ns, 3000000000u);
    EXPECT_EQ(sessions[0].unanswered_max, 200u);
}

TEST(SessionKeys, lists_every_fault_with_key_and_value) {
    const std::string faults = faults_of(
        "SluiceVenue=SIM\nSluiceVenu=SIM\nSluiceRateLimitPauseMs=soon\nSluiceAnswerTimeoutMs=-1\n"
        "SluiceUnansweredMax=99999999\nSluiceRateLimitText=a||b");
    EXPECT_THAT(faults, HasSubstr("FIX.4.4:A->B"));
    EXPECT_THAT(faults, HasSubstr("SLUICEVENU=SIM"));
    EXPECT_THAT(faults, HasSubstr("SluiceRateLimitPauseMs=soon"));
    EXPECT_THAT(faults, HasSubstr("SluiceAnswerTimeoutMs=-1"));
    EXPECT_THAT(faults, HasSubstr("SluiceUnansweredMax=99999999"));
    EXPECT_THAT(faults, HasSubstr("SluiceRateLimitText=a||b"));
}

TEST(SessionKeys, a_misspelt_key_is_a_fault_even_without_a_venue) {
    EXPECT_THAT(faults_of("SluiceVenu=SIM"), HasSubstr("SLUICEVENU=SIM"));
}

}  // namespace
