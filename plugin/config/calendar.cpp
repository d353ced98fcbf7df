#include "config/calendar.hpp"

#include <charconv>

namespace sluice {
namespace {

std::string padded(unsigned number, size_t width) {
    std::string digits = std::to_string(number);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

}  // namespace

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
    constexpr std::string_view kForm = "0000-00-00";
    if (text.size() != kForm.size()) return std::nullopt;
    for (size_t index = 0; index < text.size(); ++index) {
        const bool is_digit = text[index] >= '0' && text[index] <= '9';
        if (kForm[index] == '-' ? text[index] != '-' : !is_digit) return std::nullopt;
    }
    const auto number_at = [text](size_t start, size_t length) {
        int number = 0;
        std::from_chars(text.data() + start, text.data() + start + length, number);
        return number;
    };
    const std::chrono::year_month_day date{std::chrono::year(number_at(0, 4)),
        std::chrono::month(static_cast<unsigned>(number_at(5, 2))),
        std::chrono::day(static_cast<unsigned>(number_at(8, 2)))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

std::string day_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    return padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + "-" +
           padded(static_cast<unsigned>(date.month()), 2) + "-" + padded(static_cast<unsigned>(date.day()), 2);
}

std::chrono::sys_days today() {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

}  // namespace sluice
