// Prices and quantities as whole multiples of 10^-8, and their text on the wire. No floating point: two prices are
// equal exactly when their texts mean the same number.
#pragma once

#include <cstdint>
#include <string>

namespace venue_simulator {

constexpr std::int64_t kDecimalOne = 100000000;

// Reads digits with an optional sign and fraction ("-12", "0.5", "7.", ".25"). False when the text is anything else,
// has a digit other than 0 beyond the eighth decimal, or does not fit.
bool parse_decimal(const std::string &text, std::int64_t *value_e8);

// The shortest text that means the value: no trailing zeros, no trailing point.
std::string decimal_text(std::int64_t value_e8);

}  // namespace venue_simulator
