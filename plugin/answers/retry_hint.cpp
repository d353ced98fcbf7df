#include "answers/retry_hint.hpp"

#include <algorithm>
#include <limits>

#include "answers/http_date.hpp"

namespace sluice {
namespace {

constexpr uint64_t kMillisecondNs = 1'000'000;
constexpr uint64_t kSecondNs = 1'000 * kMillisecondNs;
// No honest header is longer; the longest date has 33 characters.
constexpr std::size_t kHeaderBytesMax = 64;

// A decimal number without an exponent, in millionths.
struct Number {
    bool is_read = false;
    bool is_negative = false;
    bool reaches_end = false;  // nothing stands behind it
    bool is_open = false;      // not even a point: more digits may have been cut off
    uint64_t whole = 0;        // stays at the largest value when there are more digits
    uint64_t millionths = 0;
};

bool is_digit(int character) noexcept {
    return character >= '0' && character <= '9';
}

void add_digit(uint64_t &number, int character) noexcept {
    constexpr uint64_t most = std::numeric_limits<uint64_t>::max();
    const auto digit = static_cast<uint64_t>(character - '0');
    number = number > (most - digit) / 10 ? most : number * 10 + digit;
}

// The number that begins at the next characters; a few marks may stand before it, as in `"retryAfter":"` or ` = `.
Number read_number(BodyText text) noexcept {
    constexpr int marks_max = 6;
    Number number;
    int character = text.next();
    for (int marks = 0; marks < marks_max && character != BodyText::kEnd; ++marks) {
        if (std::string_view(" :=\"'(\\").find(static_cast<char>(character)) == std::string_view::npos) break;
        character = text.next();
    }
    if (character == '-' || character == '+') {
        number.is_negative = character == '-';
        character = text.next();
    }
    for (; is_digit(character); character = text.next()) {
        number.is_read = true;
        add_digit(number.whole, character);
    }
    number.is_open = character == BodyText::kEnd;
    if (number.is_read && character == '.') {
        character = text.next();
        for (uint64_t place = 100'000; is_digit(character); character = text.next(), place /= 10)
            number.millionths += static_cast<uint64_t>(character - '0') * place;
    }
    number.reaches_end = character == BodyText::kEnd;
    return number;
}

class Hints {
public:
    explicit Hints(uint64_t now_unix_ms) : now_unix_ms_(now_unix_ms) {}

    void hear_span(const Number &number, uint64_t unit_ns) noexcept {
        if (number.is_negative) return ignore();
        if (number.whole > kRetryAfterMaxNs / unit_ns) return bound();
        hear_ns(number.whole * unit_ns + number.millionths * (unit_ns / 1'000'000));
    }

    void hear_time(uint64_t unix_ms) noexcept {
        if (now_unix_ms_ == 0 || unix_ms <= now_unix_ms_) return ignore();
        if (unix_ms - now_unix_ms_ > kRetryAfterMaxNs / kMillisecondNs) return bound();
        hear_ns((unix_ms - now_unix_ms_) * kMillisecondNs);
    }

    void ignore() noexcept { hint_.is_ignored = true; }
    const RetryHint &hint() const noexcept { return hint_; }
    uint64_t now_unix_ms() const noexcept { return now_unix_ms_; }

private:
    void bound() noexcept {
        hint_.is_bounded = true;
        hint_.after_ns = kRetryAfterMaxNs;
    }
    void hear_ns(uint64_t span_ns) noexcept {
        if (span_ns > kRetryAfterMaxNs) return bound();
        hint_.after_ns = std::max(hint_.after_ns, span_ns);
    }

    const uint64_t now_unix_ms_;
    RetryHint hint_;
};

void read_header(std::string_view header, Hints &hints) noexcept {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = header.substr(0, kHeaderBytesMax).find_first_not_of(blanks);
    if (begin == std::string_view::npos) return;
    header = header.substr(begin);
    header = header.substr(0, header.find_last_not_of(blanks) + 1);
    if (header.size() > kHeaderBytesMax) return hints.ignore();
    if (header.find_first_not_of("+-.0123456789") == std::string_view::npos) {
        const Number number = read_number({header, false});
        return number.is_read && number.reaches_end ? hints.hear_span(number, kSecondNs) : hints.ignore();
    }
    const std::optional<int64_t> unix_ms = parse_http_date(header, hints.now_unix_ms());
    return unix_ms && *unix_ms > 0 ? hints.hear_time(static_cast<uint64_t>(*unix_ms)) : hints.ignore();
}

enum class Meaning : uint8_t { milliseconds, seconds, until };

// The first place where a number stands behind the text: "retry" may come earlier in a sentence without one.
void read_body(const AnswerBody &body, std::string_view before, Meaning meaning, Hints &hints) noexcept {
    const WantedText wanted(before);
    if (wanted.text().empty()) return;
    BodyText place = body.text();
    while (find_behind(place, wanted)) {
        const Number number = read_number(place);
        if (!number.is_read) continue;
        if (number.is_open && body.is_cut()) return hints.ignore();
        if (meaning == Meaning::until) return number.is_negative ? hints.ignore() : hints.hear_time(number.whole);
        return hints.hear_span(number, meaning == Meaning::seconds ? kSecondNs : kMillisecondNs);
    }
}

}  // namespace

RetryHint read_retry_hint(
    std::string_view retry_after, const AnswerBody &body, const AnswerRule *rule, uint64_t now_unix_ms) noexcept {
    Hints hints(now_unix_ms);
    read_header(retry_after, hints);
    if (rule == nullptr) return hints.hint();
    read_body(body, rule->retry_after_ms_after, Meaning::milliseconds, hints);
    read_body(body, rule->retry_after_s_after, Meaning::seconds, hints);
    read_body(body, rule->until_ms_after, Meaning::until, hints);
    RetryHint hint = hints.hint();
    if (hint.after_ns == 0)
        hint.after_ns = std::min(rule->retry_after_ms, kRetryAfterMaxNs / kMillisecondNs) * kMillisecondNs;
    return hint;
}

}  // namespace sluice
