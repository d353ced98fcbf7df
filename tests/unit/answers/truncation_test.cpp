// Every known answer, cut at every length. The bytes stand in memory of exactly that size, so that a sanitizer sees one
// that is read behind them.
//
// What has to hold as bytes are taken away: an answer that did not accept never becomes one that does, and where the
// format shows that the end is missing, one that tells the host to stop never becomes a refusal of one order, after
// which it would go on. Plain text does not show where it ends: "EOrder:Rate limit" without its end is a refusal.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "known_answers.hpp"

namespace sluice::test {
namespace {

AnswerClass classified_cut(const KnownAnswer &answer, std::size_t length) {
    const std::unique_ptr<char[]> bytes(new char[length]);
    std::copy_n(answer.body.data(), length, bytes.get());
    return answer.classified({bytes.get(), length});
}

bool asks_to_stop(AnswerMeaning meaning) {
    return meaning != AnswerMeaning::accepted && meaning != AnswerMeaning::business;
}

TEST(CutAnswers, never_turn_into_something_better) {
    std::size_t cuts = 0;
    for (const KnownAnswer &answer : all_known_answers()) {
        const AnswerMeaning whole = meaning_of_kind(answer.kind);
        const bool shows_cut = AnswerBody(answer.body).format() != BodyFormat::plain;
        // No body at all is no cut body: an empty answer to a good status is an acceptance.
        for (std::size_t length = 1; length < answer.body.size(); ++length, ++cuts) {
            const AnswerMeaning found = classified_cut(answer, length).means;
            const std::string shown = answer.id + ": " + answer.body.substr(0, length);
            if (whole != AnswerMeaning::accepted) {
                EXPECT_STRNE(name_of(found), "accepted") << shown;
            }
            if (asks_to_stop(whole) && shows_cut) {
                EXPECT_STRNE(name_of(found), "business") << shown;
            }
            if (HasFailure()) return;
        }
    }
    EXPECT_GT(cuts, 2'000u);
}

TEST(CutAnswers, that_accept_do_so_only_as_a_whole) {
    for (const KnownAnswer &answer : all_known_answers()) {
        if (meaning_of_kind(answer.kind) != AnswerMeaning::accepted) continue;
        const std::size_t without_separator = answer.body.empty() ? 0 : answer.body.size() - 1;
        for (std::size_t length = 1; length < without_separator; ++length) {
            EXPECT_STRNE(name_of(classified_cut(answer, length).means), "accepted")
                << answer.id << ": " << answer.body.substr(0, length);
        }
    }
}

TEST(CutAnswers, without_their_beginning_are_read_too) {
    for (const KnownAnswer &answer : all_known_answers()) {
        for (std::size_t begin = 1; begin < answer.body.size(); ++begin) {
            const std::size_t length = answer.body.size() - begin;
            const std::unique_ptr<char[]> bytes(new char[length]);
            std::copy_n(answer.body.data() + begin, length, bytes.get());
            const AnswerClass found = answer.classified({bytes.get(), length});
            EXPECT_LE(found.retry.after_ns, kRetryAfterMaxNs);
        }
    }
}

}  // namespace
}  // namespace sluice::test
