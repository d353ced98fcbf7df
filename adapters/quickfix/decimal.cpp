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

std::uint64_t multiply_e8(std::int64_t left_e8, std::int64_t right_e8) {
    __extension__ typedef unsigned __int128 Wide;
    constexpr std::uint64_t kOneE8 = 100000000;
    if (left_e8 <= 0 || right_e8 <= 0) return 0;
    const Wide product = static_cast<Wide>(left_e8) * static_cast<Wide>(right_e8) / kOneE8;
    return product > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(product);
}

}  // namespace quickfix
}  // namespace sluice
