#include "telemetry/limit_families.hpp"

#include <array>

namespace sluice {
namespace {

struct LimitGauge {
    uint64_t LimitSnapshot::*value;
    const char *name;
    const char *help;
};

constexpr auto kLimitGauges = std::to_array<LimitGauge>({
    {&LimitSnapshot::used, "sluice_limit_used", "Cost inside the window now, unconfirmed writes included."},
    {&LimitSnapshot::unconfirmed, "sluice_limit_unconfirmed", "The part of the used cost whose write is unknown."},
    {&LimitSnapshot::reserve, "sluice_limit_reserve", "Cost that new orders may not take: kept for cancels."},
    {&LimitSnapshot::assumed, "sluice_limit_assumed",
        "The part of the used cost that nobody sent through this engine: drift against the venue."},
    {&LimitSnapshot::limit_cost, "sluice_limit", "Cost at which the venue rejects."},
    {&LimitSnapshot::to_reject, "sluice_limit_distance_to_reject", "Cost left before the venue would reject."},
});

}  // namespace

LimitFamilies::LimitFamilies()
    : hard_wall_("sluice_limit_distance_to_hard_wall",
          "Cost left before the venue would log out or ban. Only for limits with such a threshold.",
          FamilyType::gauge) {
    gauges_.reserve(kLimitGauges.size());
    for (const LimitGauge &gauge : kLimitGauges)
        gauges_.emplace_back(gauge.name, gauge.help, FamilyType::gauge);
}

void LimitFamilies::remove_rows() noexcept {
    for (FamilyText &family : gauges_)
        family.remove_rows();
    hard_wall_.remove_rows();
}

void LimitFamilies::add(const LimitSnapshot &limit) {
    labels_.set({{"venue", limit.venue}, {"limit", limit.limit}, {"scope", limit.scope}, {"shape", limit.shape},
        {"key", limit.key}});
    const std::string_view labels = labels_.text();
    for (std::size_t index = 0; index < kLimitGauges.size(); ++index)
        gauges_[index].add(labels, limit.*kLimitGauges[index].value);
    if (limit.to_hard_wall) hard_wall_.add(labels, *limit.to_hard_wall);
}

void LimitFamilies::append_to(std::vector<std::string_view> &page) const {
    for (const FamilyText &family : gauges_)
        append_family(page, family);
    append_family(page, hard_wall_);
}

}  // namespace sluice
