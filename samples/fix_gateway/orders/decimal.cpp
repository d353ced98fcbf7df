#include "orders/decimal.hpp"

#include <limits>

namespace fix_gateway {
namespace {

constexpr int kDecimals = 8;
constexpr std::uint64_t kOneE8 = 100000000;

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

// False when the digit makes the number too large for a positive 64-bit integer.
bool append_digit(std::uint64_t *number, unsigned digit) {
    constexpr std::uint64_t kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (*number > (kMax - digit) / 10) return false;
    *number = *number * 10 + digit;
    return true;
}

}  // namespace

DecimalFault parse_decimal(const std::string &text, std::int64_t *value_e8) {
    if (text.empty()) return DecimalFault::kEmpty;
    const bool is_negative = text[0] == '-';
    std::uint64_t number = 0;
    int decimals = 0;
    bool has_digit = false;
    bool is_fraction = false;
    // A wrong character decides over everything else, so the whole text is read before a verdict on its size.
    DecimalFault fault = DecimalFault::kNone;
    for (std::size_t index = is_negative ? 1 : 0; index < text.size(); ++index) {
        const char character = text[index];
        if (character == '.' && !is_fraction) {
            is_fraction = true;
            continue;
        }
        if (!is_digit(character)) return DecimalFault::kNotANumber;
        has_digit = true;
        const unsigned digit = static_cast<unsigned>(character - '0');
        if (is_fraction && decimals == kDecimals) {
            if (digit != 0 && fault == DecimalFault::kNone) fault = DecimalFault::kTooManyDecimals;
            continue;
        }
        decimals += is_fraction ? 1 : 0;
        if (!append_digit(&number, digit)) fault = DecimalFault::kTooLarge;
    }
    if (!has_digit) return DecimalFault::kNotANumber;
    for (; decimals < kDecimals; ++decimals) {
        if (!append_digit(&number, 0)) fault = DecimalFault::kTooLarge;
    }
    if (fault != DecimalFault::kNone) return fault;
    *value_e8 = is_negative ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
    return DecimalFault::kNone;
}

const char *sentence(DecimalFault fault) {
    switch (fault) {
        case DecimalFault::kNone:
            return "is a number";
        case DecimalFault::kEmpty:
            return "is missing";
        case DecimalFault::kNotANumber:
            return "is not a decimal number";
        case DecimalFault::kTooManyDecimals:
            return "has more than 8 decimals";
        case DecimalFault::kTooLarge:
            return "is too large";
    }
    return "is wrong";
}

std::string decimal_text(std::int64_t value_e8) {
    const bool is_negative = value_e8 < 0;
    const std::uint64_t number =
        is_negative ? std::uint64_t{0} - static_cast<std::uint64_t>(value_e8) : static_cast<std::uint64_t>(value_e8);
    std::string text = (is_negative ? "-" : "") + std::to_string(number / kOneE8);
    std::uint64_t fraction = number % kOneE8;
    if (fraction == 0) return text;
    std::string digits = std::to_string(fraction);
    digits.insert(0, kDecimals - digits.size(), '0');
    digits.erase(digits.find_last_not_of('0') + 1);
    return text + "." + digits;
}

bool notional_fits(std::int64_t price_e8, std::int64_t quantity_e8) {
    __extension__ typedef __int128 Wide;
    const Wide notional_e8 = static_cast<Wide>(price_e8) * quantity_e8 / static_cast<std::int64_t>(kOneE8);
    return notional_e8 <= std::numeric_limits<std::int64_t>::max();
}

}  // namespace fix_gateway
