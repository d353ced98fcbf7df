#include "number_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace sluice::profile_tool {
namespace {

struct Unit {
    uint64_t ns;
    std::string_view name;
};

constexpr std::array<Unit, 6> kUnits{{
    {86'400'000'000'000, "day"},
    {3'600'000'000'000, "h"},
    {60'000'000'000, "min"},
    {1'000'000'000, "s"},
    {1'000'000, "ms"},
    {1'000, "us"},
}};

}  // namespace

std::string grouped(uint64_t number) {
    std::string digits = std::to_string(number);
    for (size_t end = digits.size(); end > 3; end -= 3)
        digits.insert(end - 3, 1, ',');
    return digits;
}

std::string counted(uint64_t number, const std::string &one, const std::string &many) {
    return grouped(number) + " " + (number == 1 ? one : many);
}

std::string rate_text(double per_second) {
    if (per_second <= 0) return "0";
    // What a division left of a whole number is that number.
    const double magnitude = std::floor(std::log10(per_second) + 1e-9);
    const int decimals = static_cast<int>(std::clamp(2.0 - magnitude, 0.0, 9.0));
    const double scale = std::pow(10.0, decimals);
    const double cut = std::floor(per_second * scale * (1 + 1e-12) + 1e-9) / scale;
    if (decimals == 0) return grouped(static_cast<uint64_t>(cut));
    std::array<char, 40> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, cut);
    std::string text = buffer.data();
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string time_text(uint64_t time_ns) {
    std::string text;
    for (const Unit &unit : kUnits) {
        const uint64_t count = time_ns / unit.ns;
        if (count == 0) continue;
        time_ns -= count * unit.ns;
        if (!text.empty()) text += ' ';
        text += std::to_string(count) + " " + std::string(unit.name) + (unit.name == "day" && count > 1 ? "s" : "");
    }
    return text.empty() ? "no time" : text;
}

}  // namespace sluice::profile_tool
