// The families of the state of venues and lanes: what is held and for how long, what is on its way, clock, breakers.
// One thread writes a page; the memory is kept for the next.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "telemetry/family_text.hpp"
#include "telemetry/label_set.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {

class StateFamilies {
public:
    StateFamilies();

    void remove_rows() noexcept;
    // `label`: that of the venue as a LabelSet writes it.
    void add(std::string_view label, const VenueSnapshot &venue);
    // Appends the text of each family that has rows.
    void append_to(std::vector<std::string_view> &page) const;

private:
    FamilyText depth_;
    FamilyText oldest_age_;
    std::vector<FamilyText> gauges_;  // those with the venue as their only label
    FamilyText clock_uncertainty_;
    FamilyText clock_contradictions_;
    FamilyText shadow_mode_;
    FamilyText lane_up_;
    FamilyText breaker_state_;
    std::array<LabelSet, VenueCounters::kClasses> classes_;
    LabelSet lane_;  // of the row at hand
};

}  // namespace sluice
