// Prices and quantities between FIX text and fixed point with 8 decimals. No floating point touches a number of an
// order: 0.1 is 10000000, not nearly that.
#pragma once

#include <cstdint>
#include <string>

namespace fix_gateway {

enum class DecimalFault { kNone, kEmpty, kNotANumber, kTooManyDecimals, kTooLarge };

// Reads an optional '-', digits and an optional fraction. Digits beyond the eighth decimal are accepted only if they
// are 0. `value_e8` is written only when the answer is kNone.
DecimalFault parse_decimal(const std::string &text, std::int64_t *value_e8);

// What to tell the one who sent the number: "has more than 8 decimals".
const char *sentence(DecimalFault fault);

// The shortest text of the value: 150000000 is "1.5".
std::string decimal_text(std::int64_t value_e8);

// True when price times quantity, itself with 8 decimals, fits 64 bits. Both must not be negative.
bool notional_fits(std::int64_t price_e8, std::int64_t quantity_e8);

}  // namespace fix_gateway
