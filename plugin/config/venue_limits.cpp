#include "config/venue_limits.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace sluice {
namespace {

// Fields of which a limit has at most one: giving it takes the other away.
constexpr std::string_view kReserves[] = {"cancel_reserve", "order_reserve"};

void replace_members(JsonValue &limit, const JsonValue &given, JsonDocument::AllocatorType &allocator) {
    for (const std::string_view reserve : kReserves) {
        if (!find_member(given, reserve)) continue;
        for (const std::string_view other : kReserves)
            limit.RemoveMember(std::string(other));
    }
    for (const auto &member : given.GetObject()) {
        limit.RemoveMember(member.name);
        limit.AddMember(JsonValue(member.name, allocator), JsonValue(member.value, allocator), allocator);
    }
}

}  // namespace

std::string_view name_of_limit(const JsonValue &limit, const BrokenParts &broken) {
    const JsonValue *name = broken.find_sound(limit, "name");
    return name ? text_of(*name) : std::string_view();
}

bool is_left_out(const JsonValue &venue, std::string_view limit, const BrokenParts &broken) {
    const JsonValue *without = broken.find_sound(venue, "without");
    return without && std::any_of(without->Begin(), without->End(),
                          [&](const JsonValue &name) { return !broken.is_broken(name) && text_of(name) == limit; });
}

VenueLimits::VenueLimits(const JsonValue &venue, const JsonValue *profile, const BrokenParts &broken) {
    std::vector<VenueLimit> given;
    std::unordered_map<std::string_view, const VenueLimit *> given_by_name;
    if (const JsonValue *limits = broken.find_sound(venue, "limits")) {
        given.reserve(limits->Size());
        for (rapidjson::SizeType index = 0; index < limits->Size(); ++index) {
            const JsonValue &limit = (*limits)[index];
            if (broken.is_broken(limit)) continue;
            const std::string_view name = name_of_limit(limit, broken);
            given.push_back({&limit, &limit, index, nullptr});
            if (!name.empty()) given_by_name.try_emplace(name, &given.back());
        }
    }
    std::unordered_set<std::string_view> of_profile;
    combined_.SetArray();
    if (profile) {
        const JsonValue &limits = *find_member(*profile, "limits");
        // No element moves later, because limits_ points at them.
        combined_.Reserve(limits.Size(), combined_.GetAllocator());
        for (const JsonValue &limit : limits.GetArray()) {
            const std::string_view name = text_of(*find_member(limit, "name"));
            if (is_left_out(venue, name, broken)) continue;
            const auto replacing = given_by_name.find(name);
            add_of_profile(limit, replacing == given_by_name.end() ? nullptr : replacing->second);
            of_profile.insert(name);
        }
    }
    for (const VenueLimit &limit : given) {
        if (!of_profile.contains(name_of_limit(*limit.given, broken))) limits_.push_back(limit);
    }
}

void VenueLimits::add_of_profile(const JsonValue &limit, const VenueLimit *given) {
    if (!given) {
        limits_.push_back({&limit, nullptr, 0, &limit});
        return;
    }
    auto &allocator = combined_.GetAllocator();
    JsonValue combined(limit, allocator);
    replace_members(combined, *given->given, allocator);
    combined_.PushBack(combined, allocator);
    limits_.push_back({&combined_[combined_.Size() - 1], given->given, given->given_index, &limit});
}

}  // namespace sluice
