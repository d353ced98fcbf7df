#include "decimal.hpp"

namespace sluice {
namespace quickfix {

bool parse_decimal_e8(const std::string &text, std::int64_t &value_e8) {
    constexpr int kDecimals = 8;
    std::size_t at = 0;
    const bool is_negative = !text.empty() && text[0] == '-';
    if (is_negative) at = 1;
    std::int64_t value = 0;
    int decimals = -1;  // -1: before the point
    bool has_digits = false;
    for (; at < text.size(); ++at) {
        const char symbol = text[at];
        if (symbol == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (symbol < '0' || symbol > '9') return false;
        has_digits = true;
        if (decimals == kDecimals) continue;
        if (decimals >= 0) ++decimals;
        if (__builtin_mul_overflow(value, std::int64_t(10), &value)) return false;
        if (__builtin_add_overflow(value, std::int64_t(symbol - '0'), &value)) return false;
    }
    if (!has_digits) return false;
    for (int missing = kDecimals - (decimals < 0 ? 0 : decimals); missing > 0; --missing) {
        if (__builtin_mul_overflow(value, std::int64_t(10), &value)) return false;
    }
    value_e8 = is_negative ? -value : value;
    return true;
}

}  // namespace quickfix
}  // namespace sluice
