// The families of limits: one row for each counter of each limit. One thread writes a page; the memory is kept for the
// next.
#pragma once

#include <string_view>
#include <vector>

#include "telemetry/family_text.hpp"
#include "telemetry/label_set.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {

class LimitFamilies {
public:
    LimitFamilies();

    void remove_rows() noexcept;
    void add(const LimitSnapshot &limit);
    // Appends the text of each family that has rows.
    void append_to(std::vector<std::string_view> &page) const;

private:
    std::vector<FamilyText> gauges_;
    FamilyText hard_wall_;
    LabelSet labels_;  // of the counter at hand; the same in each family
};

}  // namespace sluice
