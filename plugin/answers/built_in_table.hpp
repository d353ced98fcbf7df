// What answers mean at venues without a profile, and where a profile's table has no row: the HTTP status, the words
// that most venues use, FIX's own reject messages. The wrong guess that costs least is taken: slowing down is cheaper
// than a ban, and an order that may exist is kept in mind. Any thread.
#pragma once

#include <cstdint>

#include "answers/answer_body.hpp"
#include "config/answer_rule.hpp"

namespace sluice {

struct BuiltInMeaning {
    AnswerMeaning means = AnswerMeaning::unknown;
    bool is_guess = false;  // no row, only the lack of any sign
};

// `http_status` 0: none.
BuiltInMeaning built_in_meaning(uint32_t http_status, const AnswerBody &body) noexcept;

}  // namespace sluice
