// Each known answer has the meaning that its label asks for, by the tables of the shipped profiles.
#include "known_answers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "../telemetry/allocation_count.hpp"
#include "json_file.hpp"
#include "profile_table.hpp"

namespace sluice::test {
namespace {

void expect_meaning(const KnownAnswer &answer, const AnswerClass &found, const std::string &body) {
    EXPECT_STREQ(name_of(found.means), name_of(meaning_of_kind(answer.kind)))
        << answer.id << " (" << answer.kind << ", profile '" << answer.profile << "', row " << found.rule << ")\n"
        << body;
}

void expect_hint(const KnownAnswer &answer) {
    const RetryHint hint = answer.classified().retry;
    uint64_t expected_ns = 0;
    if (answer.hint_until_ms) expected_ns = 1'000'000'000;
    if (answer.hint_after_s) expected_ns = static_cast<uint64_t>(std::llround(*answer.hint_after_s * 1e9));
    if (expected_ns != 0) {
        EXPECT_EQ(hint.after_ns, expected_ns) << answer.id;
    }
    EXPECT_FALSE(hint.is_bounded) << answer.id;
    EXPECT_FALSE(hint.is_ignored) << answer.id;
}

TEST(ShippedAnswers, mean_what_their_label_says) {
    const std::vector<KnownAnswer> answers = shipped_answers();
    ASSERT_GE(answers.size(), 30u);
    for (const KnownAnswer &answer : answers) {
        expect_meaning(answer, answer.classified(), answer.body);
        expect_hint(answer);
    }
}

TEST(RecordedAnswers, mean_what_their_label_says) {
    const std::vector<KnownAnswer> answers = recorded_answers();
    if (answers.empty()) {
        GTEST_SKIP() << "no recorded answers here: the 66 cases of venue-errors/errors.jsonl were NOT judged. Set "
                        "SLUICE_SHARED_DATA to the folder that holds venue-errors.";
    }
    ASSERT_EQ(answers.size(), 66u);
    for (const KnownAnswer &answer : answers) {
        expect_meaning(answer, answer.classified(), answer.body);
        expect_hint(answer);
    }
}

// The same answers as files, laid out for people: blanks and line ends at other places.
TEST(RecordedAnswers, mean_the_same_in_their_files) {
    const std::string folder = recordings_folder();
    if (folder.empty()) GTEST_SKIP() << "no recorded answers here: the files of venue-errors/fixtures were NOT judged";
    std::size_t files = 0;
    for (const KnownAnswer &answer : recorded_answers()) {
        if (answer.fixture.empty()) continue;
        const std::string body = file_bytes(folder + "/fixtures/" + answer.fixture);
        expect_meaning(answer, answer.classified(body), body);
        ++files;
    }
    EXPECT_EQ(files, 18u);
}

TEST(KnownAnswers, mean_the_same_without_a_profile_or_something_safer) {
    // Without its table a venue's code is only a number, but nothing becomes an acceptance, and what the status or the
    // words say is heard all the same.
    for (const KnownAnswer &answer : all_known_answers()) {
        const AnswerMeaning expected = meaning_of_kind(answer.kind);
        const AnswerMeaning found =
            classify({}, {answer.http_status, answer.body, answer.retry_after, answer.now_unix_ms()}).means;
        if (expected == AnswerMeaning::accepted) {
            EXPECT_STREQ(name_of(found), "accepted") << answer.id;
        } else {
            EXPECT_STRNE(name_of(found), "accepted") << answer.id << '\n' << answer.body;
        }
        // A refused half of a cancel-replace that names the rate is heard as that.
        if (expected == AnswerMeaning::business && answer.kind != "cancel_replace_partial") {
            EXPECT_STREQ(name_of(found), "business") << answer.id;
        }
    }
}

TEST(KnownAnswers, are_classified_without_allocation) {
    const std::vector<KnownAnswer> answers = all_known_answers();
    std::map<std::string, std::vector<AnswerRule>> tables;
    for (const KnownAnswer &answer : answers)
        tables[answer.profile] = profile_table(answer.profile);
    for (const KnownAnswer &answer : answers) {
        const std::vector<AnswerRule> &table = tables[answer.profile];
        const uint64_t before = allocation_count();
        const AnswerClass found = classify(table, {answer.http_status, answer.body, answer.retry_after, 1});
        EXPECT_EQ(allocation_count(), before) << answer.id << name_of(found.means);
    }
}

}  // namespace
}  // namespace sluice::test
