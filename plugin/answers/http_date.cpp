#include "answers/http_date.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace sluice {
namespace {

constexpr std::string_view kMonths[] = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

struct Part {
    std::string_view text;

    bool is_number(std::size_t digits_min, std::size_t digits_max) const noexcept {
        return text.size() >= digits_min && text.size() <= digits_max &&
               text.find_first_not_of("0123456789") == std::string_view::npos;
    }
    unsigned number() const noexcept {
        unsigned value = 0;
        for (const char digit : text)
            value = value * 10 + static_cast<unsigned>(digit - '0');
        return value;
    }
    // 1 to 12; 0: no month.
    unsigned month() const noexcept {
        if (text.size() != 3) return 0;
        for (unsigned month = 1; month <= 12; ++month) {
            bool is_same = true;
            for (std::size_t index = 0; index < 3; ++index)
                is_same = is_same && (text[index] | 0x20) == kMonths[month - 1][index];
            if (is_same) return month;
        }
        return 0;
    }
};

// At most this many parts: name of the day, day, month, year, hour, minute, second, zone.
constexpr std::size_t kPartsMax = 8;

struct Parts {
    std::array<Part, kPartsMax> part;
    std::size_t count = 0;
};

// Splits at blanks, commas, colons and hyphens. False when there are too many parts for a date.
bool split(std::string_view text, Parts &parts) noexcept {
    constexpr std::string_view separators = " \t,:-";
    for (std::size_t begin = text.find_first_not_of(separators); begin != std::string_view::npos;) {
        if (parts.count == parts.part.size()) return false;
        const std::size_t end = text.find_first_of(separators, begin);
        parts.part[parts.count++].text = text.substr(begin, end - begin);
        begin = text.find_first_not_of(separators, end);
    }
    return true;
}

// RFC 9110: a year of two digits that seems more than 50 years ahead is of the past century.
int century_year(unsigned year, uint64_t now_unix_ms) noexcept {
    using namespace std::chrono;
    constexpr uint64_t last_ms = 250'000'000'000'000;  // in the year 9892, so that the calendar's type holds it
    const sys_days today = floor<days>(sys_time<milliseconds>(milliseconds(std::min(now_unix_ms, last_ms))));
    const int now = static_cast<int>(year_month_day(today).year());
    const int same_century = now - now % 100 + static_cast<int>(year);
    return same_century > now + 50 ? same_century - 100 : same_century;
}

}  // namespace

std::optional<int64_t> parse_http_date(std::string_view text, uint64_t now_unix_ms) noexcept {
    using namespace std::chrono;
    Parts parts;
    if (!split(text, parts) || parts.count < 7) return std::nullopt;
    const auto &part = parts.part;
    // asctime has the month before the day and the year behind the time, and no zone.
    const bool is_asctime = parts.count == 7 && part[1].month() != 0;
    const Part &day_part = part[is_asctime ? 2 : 1];
    const Part &month_part = part[is_asctime ? 1 : 2];
    const Part &year_part = part[is_asctime ? 6 : 3];
    const std::size_t time = is_asctime ? 3 : 4;
    if (!is_asctime && part[7].text != "GMT" && part[7].text != "UTC") return std::nullopt;
    if (!day_part.is_number(1, 2) || month_part.month() == 0) return std::nullopt;
    if (!year_part.is_number(4, 4) && (is_asctime || !year_part.is_number(2, 2))) return std::nullopt;
    for (std::size_t index = time; index < time + 3; ++index)
        if (!part[index].is_number(2, 2)) return std::nullopt;
    const int calendar_year = year_part.text.size() == 2 ? century_year(year_part.number(), now_unix_ms)
                                                         : static_cast<int>(year_part.number());
    const year_month_day date = year(calendar_year) / month(month_part.month()) / day(day_part.number());
    // A leap second is written as 60.
    if (!date.ok() || part[time].number() > 23 || part[time + 1].number() > 59 || part[time + 2].number() > 60)
        return std::nullopt;
    const auto moment = sys_days(date) + hours(part[time].number()) + minutes(part[time + 1].number()) +
                        seconds(part[time + 2].number());
    return duration_cast<milliseconds>(moment.time_since_epoch()).count();
}

}  // namespace sluice
