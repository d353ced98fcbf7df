#include "venue_rates.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "config/found_text.hpp"
#include "limit_rates.hpp"
#include "number_words.hpp"

namespace sluice::profile_tool {
namespace {

struct Column {
    std::string_view name;
    uint64_t time_ns;
};

constexpr std::array<Column, 5> kColumns{{
    {"at once", 0},
    {"in 1 s", 1'000'000'000},
    {"in 1 min", 60'000'000'000},
    {"in 1 h", 3'600'000'000'000},
    {"in 1 day", 86'400'000'000'000},
}};

constexpr size_t kNameColumns = 30;
constexpr size_t kNumberColumns = 13;

struct Bound {
    uint64_t count = kUnlimited;
    std::string limit;
};

Bound tightest(const Profile &profile, Traffic traffic, uint64_t time_ns) {
    Bound bound;
    for (const ProfileLimit &limit : profile.limits) {
        if (!limit.operator_members.empty()) continue;
        const LimitRates rates(limit.limit);
        const uint64_t count = time_ns == 0 ? rates.at_once(traffic) : rates.within(traffic, time_ns);
        if (count < bound.count) bound = {count, limit.limit.name};
    }
    return bound;
}

std::string padded_left(const std::string &text, size_t columns) {
    return text.size() < columns ? std::string(columns - text.size(), ' ') + text : text;
}

std::string padded_right(std::string text, size_t columns) {
    text.resize(std::max(columns, text.size()), ' ');
    return text;
}

// "orders_10s, then orders_day"
std::string binding_words(const std::array<Bound, kColumns.size()> &bounds) {
    std::string words;
    for (size_t index = 0; index < bounds.size(); ++index) {
        if (bounds[index].limit.empty() || (index > 0 && bounds[index].limit == bounds[index - 1].limit)) continue;
        words += (words.empty() ? "" : ", then ") + bounds[index].limit;
    }
    return words;
}

std::string name_of(Traffic traffic, bool has_ages) {
    switch (traffic) {
        case Traffic::orders:
            return "new orders";
        case Traffic::young_cancels:
            return has_ages ? "cancels of young orders" : "cancels";
        case Traffic::old_cancels:
            return "cancels of old orders";
        default:
            return "orders with their cancels";
    }
}

// Whether any limit charges a cancel by its order's age.
bool has_ages(const Profile &profile) {
    return std::any_of(profile.limits.begin(), profile.limits.end(),
        [](const ProfileLimit &limit) { return limit.limit.cost[SLUICE_KIND_CANCEL].has_ages(); });
}

// The sorts that are worth telling apart.
std::vector<Traffic> traffic_of(const Profile &profile) {
    if (!has_ages(profile)) return {Traffic::orders, Traffic::young_cancels, Traffic::pairs};
    return {Traffic::orders, Traffic::young_cancels, Traffic::old_cancels, Traffic::pairs};
}

}  // namespace

void write_rates(const Profile &profile, Page &page) {
    std::string header = padded_right("", kNameColumns);
    for (const Column &column : kColumns)
        header += padded_left(std::string(column.name), kNumberColumns);
    page.line(header);
    for (const Traffic traffic : traffic_of(profile)) {
        std::string row = padded_right("  " + name_of(traffic, has_ages(profile)), kNameColumns);
        std::array<Bound, kColumns.size()> bounds;
        for (size_t index = 0; index < kColumns.size(); ++index) {
            bounds[index] = tightest(profile, traffic, kColumns[index].time_ns);
            row += padded_left(bounds[index].count == kUnlimited ? "-" : grouped(bounds[index].count), kNumberColumns);
        }
        page.line(row);
        const std::string binding = binding_words(bounds);
        page.line("    " + (binding.empty() ? "no limit counts them" : "bound by " + escaped(binding)));
    }
}

}  // namespace sluice::profile_tool
