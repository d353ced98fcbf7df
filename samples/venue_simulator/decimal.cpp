#include "decimal.hpp"

#include <cstddef>
#include <limits>

namespace venue_simulator {

namespace {

constexpr int kDecimals = 8;

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

// value * 10 + digit, or false when that does not fit.
bool append_digit(int digit, std::int64_t *value) {
    if (*value > (std::numeric_limits<std::int64_t>::max() - digit) / 10) return false;
    *value = *value * 10 + digit;
    return true;
}

}  // namespace

bool parse_decimal(const std::string &text, std::int64_t *value_e8) {
    std::size_t at = 0;
    const bool is_negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++at;

    std::int64_t value = 0;
    std::size_t digits = 0;
    for (; at < text.size() && is_digit(text[at]); ++at, ++digits) {
        if (!append_digit(text[at] - '0', &value)) return false;
    }
    int decimals = 0;
    if (at < text.size() && text[at] == '.') {
        for (++at; at < text.size() && is_digit(text[at]); ++at, ++digits) {
            if (decimals == kDecimals) {
                if (text[at] != '0') return false;
                continue;
            }
            if (!append_digit(text[at] - '0', &value)) return false;
            ++decimals;
        }
    }
    if (digits == 0 || at != text.size()) return false;
    for (; decimals < kDecimals; ++decimals) {
        if (!append_digit(0, &value)) return false;
    }
    *value_e8 = is_negative ? -value : value;
    return true;
}

std::string decimal_text(std::int64_t value_e8) {
    const bool is_negative = value_e8 < 0;
    // Unsigned, because the smallest number has no positive twin.
    const std::uint64_t size =
        is_negative ? 0 - static_cast<std::uint64_t>(value_e8) : static_cast<std::uint64_t>(value_e8);
    std::string text = (is_negative ? "-" : "") + std::to_string(size / kDecimalOne);
    std::uint64_t rest = size % kDecimalOne;
    if (rest == 0) return text;
    std::string fraction(kDecimals, '0');
    for (int place = kDecimals - 1; place >= 0; --place, rest /= 10)
        fraction[place] = static_cast<char>('0' + rest % 10);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return text + "." + fraction;
}

}  // namespace venue_simulator
