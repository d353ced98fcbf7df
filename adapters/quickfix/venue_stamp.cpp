#include "venue_stamp.hpp"

namespace sluice {
namespace quickfix {

namespace {

constexpr std::size_t kWholeLength = 17;  // "YYYYMMDD-HH:MM:SS"
constexpr std::size_t kDecimalsMax = 12;
constexpr std::uint64_t kFirstYear = 1970;
constexpr std::uint64_t kLastYear = 2200;  // nanoseconds of later ones come near the end of 64 bits
constexpr std::uint64_t kNanosecondsPerSecond = 1000000000;

// Both digits or all four of a number at that place.
bool read_number(const std::string &text, std::size_t at, std::size_t length, std::uint64_t &number) {
    number = 0;
    for (std::size_t end = at + length; at < end; ++at) {
        if (text[at] < '0' || text[at] > '9') return false;
        number = number * 10 + static_cast<std::uint64_t>(text[at] - '0');
    }
    return true;
}

bool is_leap_year(std::uint64_t year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

std::uint64_t days_of_month(std::uint64_t year, std::uint64_t month) {
    static const std::uint8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : kDays[month - 1];
}

std::uint64_t days_before_year(std::uint64_t year) {
    const std::uint64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

// Seconds since 1970 of the part before the decimals.
bool read_seconds(const std::string &text, std::uint64_t &seconds) {
    if (text[8] != '-' || text[11] != ':' || text[14] != ':') return false;
    std::uint64_t year, month, day, hour, minute, second;
    const bool is_read = read_number(text, 0, 4, year) && read_number(text, 4, 2, month) &&
                         read_number(text, 6, 2, day) && read_number(text, 9, 2, hour) &&
                         read_number(text, 12, 2, minute) && read_number(text, 15, 2, second);
    if (!is_read || year < kFirstYear || year > kLastYear || month < 1 || month > 12) return false;
    if (day < 1 || day > days_of_month(year, month) || hour > 23 || minute > 59 || second > 59) return false;
    std::uint64_t days = days_before_year(year) - days_before_year(kFirstYear) + day - 1;
    for (std::uint64_t past = 1; past < month; ++past)
        days += days_of_month(year, past);
    seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

}  // namespace

VenueStamp parse_utc_stamp(const std::string &text) {
    VenueStamp stamp;
    std::uint64_t seconds = 0;
    if (text.size() < kWholeLength || !read_seconds(text, seconds)) return stamp;
    std::size_t end = text.size();
    if (end > kWholeLength) {
        const std::size_t decimals = end - kWholeLength - 1;
        std::uint64_t digits;
        if (text[kWholeLength] != '.' || decimals < 1 || decimals > kDecimalsMax) return stamp;
        if (!read_number(text, kWholeLength + 1, decimals, digits)) return stamp;
        while ((end - kWholeLength - 1) % 3 == 0 && end > kWholeLength + 1 && text.compare(end - 3, 3, "000") == 0)
            end -= 3;
    }
    std::uint64_t unit_ns = kNanosecondsPerSecond;
    std::uint64_t part_ns = 0;
    for (std::size_t at = kWholeLength + 1; at < end && unit_ns > 1; ++at) {
        unit_ns /= 10;
        part_ns += unit_ns * static_cast<std::uint64_t>(text[at] - '0');
    }
    stamp.time_ns = seconds * kNanosecondsPerSecond + part_ns;
    if (stamp.time_ns == 0) return stamp;
    stamp.resolution_us = unit_ns < 1000 ? 1 : static_cast<std::uint32_t>(unit_ns / 1000);
    return stamp;
}

void set_stamp(sluice_event &event, const VenueStamp &stamp) {
    if (!stamp.is_known()) return;
    event.venue_time_ns = stamp.time_ns;
    event.venue_time_resolution_us = stamp.resolution_us;
}

}  // namespace quickfix
}  // namespace sluice
