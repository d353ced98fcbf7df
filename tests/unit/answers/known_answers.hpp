// Answers whose meaning is known: those that venues gave and somebody wrote down. A few, reduced to codes and short
// texts, are in known_answers.json beside this file; the full recordings are outside of the project, in a folder that
// not every checkout has.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "answers/classify.hpp"

namespace sluice::test {

struct KnownAnswer {
    std::string id;
    std::string profile;  // of the venue and its transport; empty: the venue has none
    uint32_t http_status = 0;
    std::string body;
    std::string retry_after;
    std::string kind;
    std::optional<double> hint_after_s;
    std::optional<uint64_t> hint_until_ms;
    std::string fixture;  // name of the file from which the body was taken, if the recordings have it

    // A moment that fits the answer: a second before the venue's own time, if it gives one.
    uint64_t now_unix_ms() const { return hint_until_ms ? *hint_until_ms - 1'000 : 1'600'000'000'000; }
    AnswerClass classified() const { return classified(body); }
    AnswerClass classified(std::string_view other_body) const;
};

// What the label of an answer asks for. Throws for a label that is not known.
AnswerMeaning meaning_of_kind(const std::string &kind);
const char *name_of(AnswerMeaning meaning);

std::vector<KnownAnswer> shipped_answers();

// The folder of the recordings: $SLUICE_SHARED_DATA/venue-errors, else ../shared/data/venue-errors beside the checkout.
// Empty if there is none.
std::string recordings_folder();
std::vector<KnownAnswer> recorded_answers();  // none without the folder

// The shipped ones and, where the folder is, the recorded ones.
std::vector<KnownAnswer> all_known_answers();

}  // namespace sluice::test
