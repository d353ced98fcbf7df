// The families of what venues count: requests, verdicts, releases, answers, trips, and how long things took. Counters
// are read without a lock while their venue goes on counting. One thread writes a page; the memory is kept for the
// next.
//
// A row that is told apart by more than the venue (verdict, reason, kind, outcome, cause) appears with its first count:
// most of the thousand possible rows of a venue never happen. Rows of a venue as such are always there.
#pragma once

#include <string_view>
#include <vector>

#include "telemetry/family_text.hpp"
#include "telemetry/histogram_text.hpp"
#include "telemetry/label_set.hpp"
#include "telemetry/venue_counters.hpp"

namespace sluice {

class CounterFamilies {
public:
    CounterFamilies();

    void remove_rows() noexcept;
    // `venue`: the label of the venue as a LabelSet writes it.
    void add(std::string_view venue, const VenueCounters &counters);
    // Appends the text of each family that has rows.
    void append_to(std::vector<std::string_view> &page) const;

private:
    void add_decisions(std::string_view venue, const VenueCounters &counters);
    void add_releases(std::string_view venue, const VenueCounters &counters);
    void add_histograms(std::string_view venue, const VenueCounters &counters);

    FamilyText decisions_;
    FamilyText releases_;
    FamilyText outcomes_;
    FamilyText ungated_;
    FamilyText breaker_trips_;
    std::vector<FamilyText> plain_;  // those with the venue as their only label
    HistogramText wait_;
    HistogramText decision_;
    HistogramText answer_;
    LabelSet labels_;  // of the row at hand
};

}  // namespace sluice
