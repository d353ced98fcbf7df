// Decimal text of FIX fields to fixed point with 8 decimals. Pure function, any thread.
#ifndef SLUICE_QUICKFIX_DECIMAL_HPP
#define SLUICE_QUICKFIX_DECIMAL_HPP

#include <cstdint>
#include <string>

namespace sluice {
namespace quickfix {

// Reads "[-]digits[.digits]". Decimals after the eighth are cut off: Sluice compares and multiplies the value, the
// message on the wire keeps its own text. False when it is no such number or does not fit.
bool parse_decimal_e8(const std::string &text, std::int64_t &value_e8);

// The product of two such values, cut off after the eighth decimal. UINT64_MAX when it does not fit, 0 when one of them
// is below 0.
std::uint64_t multiply_e8(std::int64_t left_e8, std::int64_t right_e8);

}  // namespace quickfix
}  // namespace sluice

#endif
