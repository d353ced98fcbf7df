#include "telemetry/number_text.hpp"

#include <charconv>
#include <cmath>

#include "telemetry/text_buffer.hpp"

namespace sluice {
namespace {

constexpr int kDigits = 16;

// Below it a double of a whole number is exact, and has so few digits that it is written without an exponent.
constexpr uint64_t kFirstInexact = uint64_t{1} << 53;
static_assert(kFirstInexact < 10'000'000'000'000'000);

}  // namespace

char *put_count(char *out, uint64_t count) noexcept {
    return std::to_chars(out, out + kNumberBytes, count).ptr;
}

char *put_value(char *out, uint64_t value) noexcept {
    if (value < kFirstInexact) [[likely]]
        return put_count(out, value);
    return put_value(out, static_cast<double>(value));
}

char *put_value(char *out, double value) noexcept {
    // Most of what is not whole by nature is zero all the same: an age of nothing, the sum of no values.
    if (value == 0 && !std::signbit(value)) {
        *out = '0';
        return out + 1;
    }
    if (std::isnan(value)) return put(out, "Nan");
    if (std::isinf(value)) return put(out, value < 0 ? "-Inf" : "+Inf");
    return std::to_chars(out, out + kNumberBytes, value, std::chars_format::general, kDigits).ptr;
}

}  // namespace sluice
