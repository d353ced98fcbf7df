// What a venue's answer means: the first row of the venue's own table that matches, else the built-in one that knows
// HTTP and the words that venues use. No allocation, no lock, bounded time. Any thread.
//
// An answer whose end is missing never says that all is well, and a general row of the table does not make it a refusal
// of one order: what was cut off may have been a rate limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "answers/retry_hint.hpp"
#include "config/answer_rule.hpp"

namespace sluice {

struct VenueAnswer {
    uint32_t http_status = 0;  // 0: none, as on a WebSocket or a FIX session
    std::string_view body;
    std::string_view retry_after;  // value of the header
    uint64_t now_unix_ms = 0;      // 0: unknown
};

enum class AnswerSource : uint8_t {
    table,     // a row of the venue's table
    built_in,  // a row of the built-in table
    nothing    // no row: the meaning is a guess
};

struct AnswerClass {
    AnswerMeaning means = AnswerMeaning::unknown;
    AnswerSource source = AnswerSource::nothing;
    bool is_cut = false;   // the end of the body is missing
    bool is_long = false;  // only the beginning of the body was looked at
    RetryHint retry;
    std::size_t rule = 0;  // index of the row, if `source` is table
};

AnswerClass classify(std::span<const AnswerRule> rules, const VenueAnswer &answer) noexcept;

}  // namespace sluice
