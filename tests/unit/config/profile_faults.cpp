// What is wrong with a profile, each fault with its path.
#include "profile_document.hpp"

namespace sluice {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<ConfigFault> faults_with(const std::string &pointer, const std::string &json) {
    return ProfileDocument().set(pointer, json).faults();
}

TEST(ParseProfile, reads_every_member) {
    const ProfileResult result = ProfileDocument().set("/note", "\"Mind the gap.\"").parse();
    ASSERT_THAT(result.faults, IsEmpty());
    const Profile &profile = result.profile;
    EXPECT_EQ(profile.name, "venue-a");
    EXPECT_EQ(profile.title, "Venue A");
    EXPECT_EQ(day_text(profile.verified_on), "2026-10-01");
    EXPECT_EQ(profile.lane, "a session");
    EXPECT_EQ(profile.account, "an account");
    EXPECT_EQ(profile.note, "Mind the gap.");
    EXPECT_EQ(profile.timestamps, "SendingTime in ms");
    EXPECT_EQ(profile.cancels, "they share the limits");
    ASSERT_THAT(profile.limits, SizeIs(2));
    const ProfileLimit &orders = profile.limits[0];
    EXPECT_EQ(orders.limit.name, "orders");
    EXPECT_EQ(orders.limit.hard_limit, 150u);
    EXPECT_EQ(orders.rule, "A hundred a second.");
    EXPECT_EQ(orders.type, ThrottleType::inbound_rate);
    EXPECT_EQ(orders.action, ThrottleAction::reject);
    EXPECT_EQ(orders.hard_action, HardAction::disconnect);
    EXPECT_EQ(orders.source.url, "https://venue.example/limits");
    EXPECT_EQ(day_text(orders.source.verified_on), "2026-10-01");
    ASSERT_THAT(orders.other_sources, SizeIs(1));
    EXPECT_EQ(orders.other_sources[0].member, "hard_limit");
    EXPECT_EQ(orders.other_sources[0].url, "https://venue.example/walls");
    const ProfileLimit &queries = profile.limits[1];
    EXPECT_EQ(queries.limit.limit, 0u);
    EXPECT_EQ(queries.limit.window_ns, 5'000'000'000u);
    EXPECT_EQ(queries.type, ThrottleType::outstanding_requests);
    EXPECT_EQ(queries.action, ThrottleAction::queue_inbound);
    EXPECT_EQ(queries.hard_action, HardAction::none);
    EXPECT_THAT(queries.operator_members, ElementsAre("limit"));
    EXPECT_EQ(queries.source.note, "The number is in the contract.");
}

TEST(ParseProfile, reads_answers_in_their_order) {
    const std::vector<AnswerRule> answers = ProfileDocument().parse().profile.answers;
    ASSERT_THAT(answers, SizeIs(3));
    EXPECT_EQ(answers[0].http_status, 429u);
    EXPECT_EQ(answers[0].means, AnswerMeaning::rate_limit);
    EXPECT_EQ(answers[0].limit, "orders");
    EXPECT_EQ(answers[0].retry_after_ms, 1000u);
    EXPECT_EQ(answers[1].code, "-1");
    EXPECT_EQ(answers[1].text, "banned until");
    EXPECT_EQ(answers[1].means, AnswerMeaning::ban);
    EXPECT_EQ(answers[1].until_ms_after, "until ");
    EXPECT_EQ(answers[2].means, AnswerMeaning::accepted);
    const std::vector<std::pair<std::string, AnswerMeaning>> meanings = {{"overload", AnswerMeaning::overload},
        {"business", AnswerMeaning::business}, {"unknown", AnswerMeaning::unknown}};
    for (const auto &[name, meaning] : meanings) {
        const ProfileResult result = ProfileDocument().set("/answers/2/means", "\"" + name + "\"").parse();
        EXPECT_EQ(result.profile.answers.at(2).means, meaning);
    }
}

TEST(ParseProfile, refuses_a_number_without_a_source) {
    const std::string form = "a text of 12 to 500 characters that matches ^https://.+";
    EXPECT_THAT(
        ProfileDocument().remove("/limits/0/source").faults(), ElementsAre(fault("/limits/0/source", form, "nothing")));
    EXPECT_THAT(ProfileDocument().remove("/answers/1/source").faults(),
        ElementsAre(fault("/answers/1/source", form, "nothing")));
    EXPECT_THAT(ProfileDocument().remove("/limits/0/sources/hard_limit/source").faults(),
        ElementsAre(fault("/limits/0/sources/hard_limit/source", form, "nothing")));
    EXPECT_THAT(faults_with("/limits/0/source", "\"somebody told me\""),
        ElementsAre(fault("/limits/0/source", form, "\"somebody told me\"")));
    EXPECT_THAT(faults_with("/limits/0/sources/margin/source", "\"https://venue.example\""),
        Contains(testing::Field(&ConfigFault::path, "/limits/0/sources/margin/verified_on")));
    EXPECT_THAT(faults_with("/limits/0/sources/guard_us",
                    R"({"source": "https://venue.example", "verified_on": "2026-11-01"})"),
        ElementsAre(
            fault("/limits/0/sources/guard_us", "a source of a member that this limit has", "an object with 2 keys")));
}

TEST(ParseProfile, refuses_days_that_do_not_exist_or_have_not_come) {
    EXPECT_THAT(faults_with("/limits/1/verified_on", "\"2026-11-20\""), IsEmpty());
    EXPECT_THAT(faults_with("/limits/1/verified_on", "\"2026-11-21\""),
        ElementsAre(fault("/limits/1/verified_on", "a day that has come (today is 2026-11-20)", "\"2026-11-21\"")));
    EXPECT_THAT(faults_with("/limits/1/verified_on", "\"2026-11-31\""),
        ElementsAre(fault("/limits/1/verified_on", "a day of the calendar", "\"2026-11-31\"")));
    EXPECT_THAT(faults_with("/limits/1/verified_on", "\"last spring\""), SizeIs(1));
    EXPECT_THAT(ProfileDocument().remove("/limits/1/verified_on").faults(),
        ElementsAre(testing::Field(&ConfigFault::path, "/limits/1/verified_on")));
}

TEST(ParseProfile, is_as_old_as_its_oldest_number) {
    EXPECT_THAT(faults_with("/verified_on", "\"2026-11-01\""),
        ElementsAre(fault("/verified_on", "the oldest day of the limits (2026-10-01)", "\"2026-11-01\"")));
    EXPECT_THAT(faults_with("/limits/0/sources/hard_limit/verified_on", "\"2026-09-30\""),
        ElementsAre(fault("/verified_on", "the oldest day of the limits (2026-09-30)", "\"2026-10-01\"")));
}

TEST(ParseProfile, refuses_numbers_that_no_rule_can_have) {
    const std::vector<std::array<std::string, 4>> cases = {
        {"/limits/0/limit", "-1", "a whole number from 1 to 1000000000000", "-1"},
        {"/limits/0/limit", "18446744073709551617", "a whole number from 1 to 1000000000000", "18446744073709553000.0"},
        {"/limits/0/limit", "0", "a whole number from 1 to 1000000000000", "0"},
        {"/limits/0/window_ms", "0", "a whole number from 1 to 86400000", "0"},
        {"/limits/0/cost/new", "-5", "a whole number from 0 to 1000000000 or an object", "-5"},
        {"/limits/0/shape", "\"leaky\"", kShapeWords, "\"leaky\""},
        {"/limits/0/throttle_action", "\"shout\"",
            "one of \"queue_inbound\", \"queue_outbound\", \"reject\", \"disconnect\", \"warn\"", "\"shout\""},
        {"/answers/0/status", "42", "a whole number from 100 to 599", "42"},
        {"/answers/0/retry_after_ms", "0", "a whole number from 1 to 86400000", "0"},
        {"/version", "2", "the number 1", "2"},
    };
    for (const auto &[pointer, json, expected, found] : cases) {
        EXPECT_THAT(faults_with(pointer, json), ElementsAre(fault(pointer, expected, found)));
    }
    EXPECT_THAT(
        faults_with("/limits/0/colour", "1"), ElementsAre(testing::Field(&ConfigFault::path, "/limits/0/colour")));
    EXPECT_THAT(parse_profile(R"({"limits": [{"limit": 1e400}]})", ProfileDocument::today()).faults,
        ElementsAre(fault("", "line 1, column 23: a number that fits 64 bits", "1e400}]}")));
}

TEST(ParseProfile, refuses_thresholds_that_contradict_each_other) {
    EXPECT_THAT(faults_with("/limits/0/hard_limit", "99"),
        ElementsAre(fault("/limits/0/hard_limit", "at least limit (100), or 0 for none", "99")));
    EXPECT_THAT(faults_with("/limits/0/hard_margin", "150"),
        ElementsAre(fault("/limits/0/hard_margin", "less than hard_limit (150)", "150")));
    EXPECT_THAT(
        faults_with("/limits/0/margin", "100"), ElementsAre(fault("/limits/0/margin", "less than limit (100)", "100")));
    EXPECT_THAT(faults_with("/limits/0/guard_us", "500000"),
        ElementsAre(fault("/limits/0/guard_us", "less than half the window (500000 us)", "500000")));
    EXPECT_THAT(faults_with("/limits/0/refill_amount", "5"),
        ElementsAre(fault("/limits/0/refill_amount", "nothing for a sliding_window", "5")));
    EXPECT_THAT(ProfileDocument().remove("/limits/0/window_ms").faults(),
        ElementsAre(fault("/limits/0/window_ms", "a value for a sliding_window", "nothing")));
    EXPECT_THAT(ProfileDocument().remove("/limits/0/limit").faults(),
        ElementsAre(fault("/limits/0/limit", "a whole number from 1 to 1000000000000", "nothing")));
}

TEST(ParseProfile, says_what_happens_at_the_wall_and_only_there) {
    EXPECT_THAT(ProfileDocument().remove("/limits/0/hard_action").faults(),
        ElementsAre(fault("/limits/0/hard_action", "what the venue does beyond hard_limit", "nothing")));
    EXPECT_THAT(faults_with("/limits/1/hard_action", "\"ban\""),
        ElementsAre(fault("/limits/1/hard_action", "nothing without a hard_limit", "\"ban\"")));
}

TEST(ParseProfile, leaves_numbers_to_the_operator_with_a_reason) {
    EXPECT_THAT(faults_with("/limits/1/limit", "5"),
        ElementsAre(fault("/limits/1/limit", "nothing, because the operator has to give it", "5")));
    EXPECT_THAT(ProfileDocument().remove("/limits/1/note").faults(),
        ElementsAre(fault("/limits/1/note", "why the operator has to give numbers", "nothing")));
    EXPECT_THAT(ProfileDocument().remove("/limits/1/operator").faults(),
        ElementsAre(fault("/limits/1/limit", "a whole number from 1 to 1000000000000", "nothing")));
    EXPECT_THAT(ProfileDocument().set("/limits/1/operator/-", "\"window_ms\"").remove("/limits/1/window_ms").faults(),
        IsEmpty());
}

TEST(ParseProfile, names_limits_once) {
    EXPECT_THAT(faults_with("/limits/1/name", "\"orders\""),
        ElementsAre(fault("/limits/1/name", "a name of its own", "\"orders\", as in /limits/0/name")));
}

TEST(ParseProfile, refuses_rows_of_answers_that_say_nothing_or_are_never_reached) {
    EXPECT_THAT(ProfileDocument().remove("/answers/2/status").faults(),
        ElementsAre(fault("/answers/2", "an object of at least 3 keys", "an object with 2 keys")));
    EXPECT_THAT(ProfileDocument().remove("/answers/0/status").faults(),
        ElementsAre(fault("/answers/0", "at least one of status, code and text", "an object with 4 keys")));
    const std::string expected = "conditions that no earlier row takes all answers of";
    const auto hidden = [](size_t index) {
        return "a row that is never reached, because of /answers/" + std::to_string(index);
    };
    const std::string row = R"("means": "business", "source": "https://venue.example/errors"})";
    EXPECT_THAT(faults_with("/answers/3", R"({"status": 429, "text": "slow down", )" + row),
        ElementsAre(fault("/answers/3", expected, hidden(0))));
    EXPECT_THAT(faults_with("/answers/3", R"({"status": 418, "code": "-1", "text": "IP BANNED UNTIL 1", )" + row),
        ElementsAre(fault("/answers/3", expected, hidden(1))));
    for (const std::string condition :
        {R"("status": 418)", R"("code": "-1")", R"("text": "banned")", R"("code": "-2", "text": "banned until")"}) {
        EXPECT_THAT(faults_with("/answers/3", "{" + condition + ", " + row), IsEmpty()) << condition;
    }
}

TEST(ParseProfile, names_limits_that_it_has_in_answers) {
    EXPECT_THAT(faults_with("/answers/0/limit", "\"order\""),
        ElementsAre(fault("/answers/0/limit", "a limit of this profile, perhaps \"orders\"", "\"order\"")));
    EXPECT_THAT(faults_with("/answers/0/limit", "\"weight\""),
        ElementsAre(fault("/answers/0/limit", "one of the limits \"orders\", \"queries\"", "\"weight\"")));
    EXPECT_THAT(faults_with("/answers/2/limit", "\"orders\""),
        ElementsAre(fault("/answers/2/limit", "nothing for what means \"accepted\"", "\"orders\"")));
}

TEST(ParseProfile, refuses_texts_that_the_classifier_would_not_look_for) {
    std::string umlauts;
    for (int index = 0; index < 100; ++index)
        umlauts += "\u00e4";
    EXPECT_THAT(faults_with("/answers/1/text", "\"" + umlauts + "\""), IsEmpty());
    EXPECT_THAT(faults_with("/answers/1/text", "\"" + umlauts + "x\""),
        ElementsAre(fault("/answers/1/text", "at most 200 bytes", "201 bytes")));
    EXPECT_THAT(faults_with("/answers/1/until_ms_after", "\"" + umlauts + "x\""),
        ElementsAre(fault("/answers/1/until_ms_after", "at most 200 bytes", "201 bytes")));
}

TEST(ParseProfile, reports_everything_at_once_in_the_order_of_the_document) {
    ProfileDocument document;
    document.set("/name", "\"Venue A\"").remove("/lane").set("/limits/0/margin", "100");
    document.set("/limits/1/verified_on", "\"2030-01-01\"").set("/answers/1/means", "\"sunny\"");
    EXPECT_THAT(document.faults(),
        ElementsAre(testing::Field(&ConfigFault::path, "/lane"), testing::Field(&ConfigFault::path, "/name"),
            testing::Field(&ConfigFault::path, "/limits/0/margin"),
            testing::Field(&ConfigFault::path, "/limits/1/verified_on"),
            testing::Field(&ConfigFault::path, "/answers/1/means")));
    EXPECT_THAT(parse_profile("", ProfileDocument::today()).faults, SizeIs(1));
    EXPECT_THAT(parse_profile("[]", ProfileDocument::today()).faults, SizeIs(1));
    EXPECT_THAT(parse_profile("{}", ProfileDocument::today()).faults, SizeIs(10));
}

}  // namespace
}  // namespace sluice
