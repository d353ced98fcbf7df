// How long a venue asks us to wait: from the Retry-After header, from the body as the matching rule says, or from the
// rule itself. A venue's number is not trusted: what is negative, past or unreadable is ignored, what is beyond a week
// is cut to a week, and either is told. Any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "answers/answer_body.hpp"
#include "config/answer_rule.hpp"

namespace sluice {

// The longest ban that a venue documents is three days.
inline constexpr uint64_t kRetryAfterMaxNs = 7 * 86'400 * uint64_t{1'000'000'000};

struct RetryHint {
    uint64_t after_ns = 0;    // 0: nothing usable was said
    bool is_bounded = false;  // more than kRetryAfterMaxNs was said
    bool is_ignored = false;  // something was said that cannot be true or not be read
};

// Of several hints the longest counts. `rule` may be null; its fixed time counts only where the answer says nothing.
// Times of the day need `now_unix_ms`; with 0 they are ignored.
RetryHint read_retry_hint(
    std::string_view retry_after, const AnswerBody &body, const AnswerRule *rule, uint64_t now_unix_ms) noexcept;

}  // namespace sluice
