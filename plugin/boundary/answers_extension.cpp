#include <limits>
#include <string_view>

#include "answers/classify.hpp"
#include "boundary/calls.hpp"
#include "boundary/instance.hpp"
#include "boundary/structs.hpp"
#include "sluice/ext/answers.h"

namespace sluice {

namespace {

struct Meaning {
    uint32_t means;
    uint32_t event_kind;
};

Meaning meaning_of(const AnswerClass &known) noexcept {
    switch (known.means) {
        case AnswerMeaning::accepted:
            return {SLUICE_ANSWER_ACCEPTED, SLUICE_EVENT_ACKED};
        case AnswerMeaning::business:
            return {SLUICE_ANSWER_BUSINESS, SLUICE_EVENT_REJECTED};
        case AnswerMeaning::rate_limit:
            return {SLUICE_ANSWER_RATE_LIMIT, SLUICE_EVENT_RATE_REJECTED};
        case AnswerMeaning::ban:
            return {SLUICE_ANSWER_BAN, SLUICE_EVENT_BANNED};
        case AnswerMeaning::overload:
            return {SLUICE_ANSWER_OVERLOAD, SLUICE_EVENT_FAILED};
        case AnswerMeaning::unknown:
            break;
    }
    // What nobody can read is no evidence against the venue: the breaker hears of it only from a table.
    const bool is_guess = known.source == AnswerSource::nothing;
    return {SLUICE_ANSWER_UNKNOWN, uint32_t{is_guess ? SLUICE_EVENT_LOST : SLUICE_EVENT_TIMED_OUT}};
}

uint32_t flags_of(const AnswerClass &known) noexcept {
    uint32_t flags = 0;
    if (known.source == AnswerSource::built_in) flags |= SLUICE_ANSWER_FLAG_BUILT_IN;
    if (known.source == AnswerSource::nothing) flags |= SLUICE_ANSWER_FLAG_GUESS;
    if (known.is_cut) flags |= SLUICE_ANSWER_FLAG_CUT;
    if (known.is_long) flags |= SLUICE_ANSWER_FLAG_LONG;
    if (known.retry.is_bounded) flags |= SLUICE_ANSWER_FLAG_RETRY_BOUNDED;
    if (known.retry.is_ignored) flags |= SLUICE_ANSWER_FLAG_RETRY_IGNORED;
    return flags;
}

// False for a null text that is said to have a length. A length beyond any object is a mistake, and reading its
// beginning is no worse than reading all of a wrong one would be.
bool read_text(const char *bytes, uint64_t length, std::string_view &text) noexcept {
    if (bytes == nullptr) return length == 0;
    constexpr uint64_t most = std::numeric_limits<std::ptrdiff_t>::max();
    text = {bytes, static_cast<std::size_t>(length < most ? length : most)};
    return true;
}

sluice_status read_answer(const sluice_answer *answer, VenueAnswer &read) noexcept {
    sluice_answer known;
    if (const sluice_status status = read_struct(answer, known, "answer", nullptr); status != SLUICE_OK) return status;
    read.http_status = known.http_status;
    read.now_unix_ms = known.now_unix_ms;
    const bool is_sound = read_text(known.body, known.body_length, read.body) &&
                          read_text(known.retry_after, known.retry_after_length, read.retry_after);
    return is_sound ? SLUICE_OK : SLUICE_E_ARGUMENT;
}

sluice_status classify_into(
    sluice_engine *handle, uint32_t venue_id, const sluice_answer *answer, sluice_answer_class &result) noexcept {
    const Engine *engine = find_engine(handle);
    if (engine == nullptr) return SLUICE_E_ARGUMENT;
    if (venue_id == 0 || venue_id > engine->venue_count()) return SLUICE_E_UNKNOWN;
    VenueAnswer read;
    if (const sluice_status status = read_answer(answer, read); status != SLUICE_OK) return status;
    const std::span<const AnswerRule> rules = engine->answer_rules(venue_id);
    const AnswerClass known = classify(rules, read);
    const Meaning meaning = meaning_of(known);
    result.means = meaning.means;
    result.event_kind = meaning.event_kind;
    result.flags = flags_of(known);
    result.retry_after_ns = known.retry.after_ns;
    if (known.source != AnswerSource::table) return SLUICE_OK;
    result.row = static_cast<uint32_t>(known.rule + 1);
    if (const std::string &limit = rules[known.rule].limit; !limit.empty())
        result.limit_id = engine->find_limit(venue_id, limit);
    return SLUICE_OK;
}

sluice_status classify_answer(
    sluice_engine *handle, uint32_t venue_id, const sluice_answer *answer, sluice_answer_class *answer_class) noexcept {
    if (answer_class == nullptr) return SLUICE_E_ARGUMENT;
    if (!is_writable(answer_class)) return SLUICE_E_SIZE;
    sluice_answer_class result{};
    result.means = SLUICE_ANSWER_UNKNOWN;
    result.event_kind = SLUICE_EVENT_LOST;
    const sluice_status status = classify_into(handle, venue_id, answer, result);
    write_struct(answer_class, result);
    return status;
}

constexpr sluice_ext_answers kTable = {sizeof(sluice_ext_answers), 0, classify_answer};

}  // namespace

const void *answers_extension() noexcept {
    return &kTable;
}

}  // namespace sluice
