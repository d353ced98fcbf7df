#include "raw_message.hpp"

#include <cstring>

namespace venue_simulator {

namespace {

constexpr char kFieldEnd = '\x01';

bool read_number(const char *text, std::size_t size, std::uint64_t *number) {
    if (size == 0 || size > 18) return false;
    *number = 0;
    for (std::size_t at = 0; at < size; ++at) {
        if (text[at] < '0' || text[at] > '9') return false;
        *number = *number * 10 + static_cast<std::uint64_t>(text[at] - '0');
    }
    return true;
}

// Days from 1970-01-01 in the proleptic Gregorian calendar. Years are counted from March, so that the leap day is the
// last of its year and 153 days make five months.
std::int64_t days_since_1970(std::int64_t year, std::int64_t month, std::int64_t day) {
    const std::int64_t march_year = month > 2 ? year : year - 1;
    const std::int64_t march_month = month > 2 ? month - 3 : month + 9;
    const std::int64_t leap_days = march_year / 4 - march_year / 100 + march_year / 400;
    constexpr std::int64_t kDaysToMarchOfYearZero = 719469;
    return march_year * 365 + leap_days + (153 * march_month + 2) / 5 + day - kDaysToMarchOfYearZero;
}

}  // namespace

bool TextView::is(const char *literal) const {
    return std::strlen(literal) == size && std::memcmp(data, literal, size) == 0;
}

RawMessage read_raw_message(const std::string &message) {
    RawMessage raw{};
    const char *at = message.data();
    const char *const end = at + message.size();
    while (at < end) {
        const char *const equals = static_cast<const char *>(std::memchr(at, '=', end - at));
        if (!equals) break;
        const char *stop = static_cast<const char *>(std::memchr(equals, kFieldEnd, end - equals));
        if (!stop) stop = end;
        TextView value;
        value.data = equals + 1;
        value.size = stop - equals - 1;
        if (equals - at == 2) {
            const int tag = (at[0] - '0') * 10 + (at[1] - '0');
            if (tag == 35) raw.type = value;
            if (tag == 34 && !read_number(value.data, value.size, &raw.sequence)) raw.sequence = 0;
            if (tag == 43) raw.is_possible_duplicate = value.is("Y");
            if (tag == 52) raw.sending_time = value;
            if (tag == 11) raw.cl_ord_id = value;
        }
        at = stop + 1;
    }
    return raw;
}

bool parse_utc_ms(const TextView &text, std::int64_t *utc_ms) {
    // 0         1
    // 01234567890123456789
    // YYYYMMDD-HH:MM:SS.sss
    constexpr std::size_t kSizeWithoutDecimals = 17;
    if (text.size < kSizeWithoutDecimals) return false;
    const char *const at = text.data;
    if (at[8] != '-' || at[11] != ':' || at[14] != ':') return false;
    std::uint64_t year, month, day, hour, minute, second;
    if (!read_number(at, 4, &year) || !read_number(at + 4, 2, &month) || !read_number(at + 6, 2, &day)) return false;
    if (!read_number(at + 9, 2, &hour) || !read_number(at + 12, 2, &minute) || !read_number(at + 15, 2, &second))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return false;

    std::uint64_t millisecond = 0;
    if (text.size > kSizeWithoutDecimals) {
        if (at[kSizeWithoutDecimals] != '.') return false;
        const std::size_t decimals = text.size - kSizeWithoutDecimals - 1;
        const std::size_t used = decimals < 3 ? decimals : 3;
        if (!read_number(at + kSizeWithoutDecimals + 1, used, &millisecond)) return false;
        for (std::size_t place = used; place < 3; ++place)
            millisecond *= 10;
    }
    const std::int64_t days = days_since_1970(
        static_cast<std::int64_t>(year), static_cast<std::int64_t>(month), static_cast<std::int64_t>(day));
    const std::int64_t seconds = days * 86400 + static_cast<std::int64_t>(hour * 3600 + minute * 60 + second);
    *utc_ms = seconds * 1000 + static_cast<std::int64_t>(millisecond);
    return true;
}

}  // namespace venue_simulator
