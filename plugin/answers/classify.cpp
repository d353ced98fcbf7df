#include "answers/classify.hpp"

#include "answers/built_in_table.hpp"

namespace sluice {
namespace {

// A status in the body can only make things worse: over a WebSocket it is the only one there is.
uint32_t status_of(const VenueAnswer &answer, const AnswerBody &body) noexcept {
    const bool is_told_worse = body.http_status() >= 400 && answer.http_status < 400;
    return is_told_worse ? body.http_status() : answer.http_status;
}

// May this row speak about this body at all?
bool is_believed(const AnswerRule &rule, const AnswerBody &body) noexcept {
    if (rule.means == AnswerMeaning::accepted) {
        // The whole of a batch may say "0" and a part of it not; and a bare status is not believed over a page or a
        // text, which are no answers of an API.
        if (body.is_cut() || body.has_error_sign()) return false;
        return !rule.text.empty() || (body.format() != BodyFormat::page && body.format() != BodyFormat::plain);
    }
    if (rule.means == AnswerMeaning::business && body.is_cut()) return !rule.code.empty() || rule.http_status >= 400;
    return true;
}

bool matches(const AnswerRule &rule, uint32_t http_status, const AnswerBody &body) noexcept {
    if (rule.http_status != 0 && rule.http_status != http_status) return false;
    if (!is_believed(rule, body)) return false;
    if (!rule.code.empty() && !body.has_code(rule.code)) return false;
    return rule.text.empty() || body.contains(rule.text);
}

}  // namespace

AnswerClass classify(std::span<const AnswerRule> rules, const VenueAnswer &answer) noexcept {
    const AnswerBody body(answer.body);
    const uint32_t http_status = status_of(answer, body);
    AnswerClass result;
    result.is_cut = body.is_cut();
    result.is_long = body.is_long();
    for (std::size_t index = 0; index < rules.size(); ++index) {
        if (!matches(rules[index], http_status, body)) continue;
        result.means = rules[index].means;
        result.source = AnswerSource::table;
        result.rule = index;
        result.retry = read_retry_hint(answer.retry_after, body, &rules[index], answer.now_unix_ms);
        return result;
    }
    const BuiltInMeaning meaning = built_in_meaning(http_status, body);
    result.means = meaning.means;
    result.source = meaning.is_guess ? AnswerSource::nothing : AnswerSource::built_in;
    result.retry = read_retry_hint(answer.retry_after, body, nullptr, answer.now_unix_ms);
    return result;
}

}  // namespace sluice
