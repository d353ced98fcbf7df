// One row of a venue's table of answers: which answers it is about, what they mean, and where in them the venue says
// how long to wait. A profile's rows (sdk/schema/profile.schema.json, "answers") are read into these at start, in the
// profile's order, and never change; the classifier in answers/ takes the first row that matches. Any thread reads
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sluice {

enum class AnswerMeaning : uint8_t {
    accepted,    // no error
    business,    // this request is refused for what it is: funds, unknown order, bad field, permission
    rate_limit,  // too many: slow down
    ban,         // shut out, for long or until somebody acts
    overload,    // the venue cannot cope, and our rate is not the cause
    unknown      // the request may or may not have been handled
};
inline constexpr uint32_t kAnswerMeaningCount = 6;

// Longest `code`, `text` and text before a number, in bytes; longer ones match nothing.
inline constexpr std::size_t kAnswerTextBytesMax = 200;

struct AnswerRule {
    // Conditions: all that are given have to hold.
    uint32_t http_status = 0;  // 0: any
    std::string code;          // an error code as text, "-1003"; matches a number and a string; empty: any
    std::string text;          // stands somewhere in the body, letters in any case, tags removed; empty: any. Between
                               // the fields of a FIX message write |, so that "|35=9|" is no part of another field

    AnswerMeaning means = AnswerMeaning::unknown;

    // Where the body says how long to wait: the number behind this text. Empty: nowhere.
    std::string retry_after_ms_after;  // milliseconds, may have decimals
    std::string retry_after_s_after;   // seconds, may have decimals
    std::string until_ms_after;        // a time in milliseconds since 1970-01-01 UTC
    uint64_t retry_after_ms = 0;       // what the venue documents when the answer itself says nothing; 0: nothing

    std::string limit;  // name of the venue's limit that was hit; empty: the answer does not say

    bool operator==(const AnswerRule &) const = default;
};

}  // namespace sluice
