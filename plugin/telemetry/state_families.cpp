#include "telemetry/state_families.hpp"

#include <array>

#include "telemetry/label_text.hpp"

namespace sluice {
namespace {

struct VenueGauge {
    uint64_t VenueSnapshot::*value;
    const char *name;
    const char *help;
};

constexpr auto kVenueGauges = std::to_array<VenueGauge>({
    {&VenueSnapshot::held, "sluice_held_requests", "Requests held, cancels of known orders included."},
    {&VenueSnapshot::held_max, "sluice_held_requests_max", "Requests that may be held (held_max of the config)."},
    {&VenueSnapshot::grants_unsettled, "sluice_grants_unsettled", "Messages granted whose write is unknown."},
    {&VenueSnapshot::grants_max, "sluice_grants_unsettled_max",
        "Messages that may have an unknown outcome (grants_max of the config)."},
    {&VenueSnapshot::orders_known, "sluice_orders_known", "Live orders that the venue's state knows."},
    {&VenueSnapshot::orders_max, "sluice_orders_known_max",
        "Live orders that may be known (orders_max of the config)."},
});

}  // namespace

StateFamilies::StateFamilies()
    : depth_("sluice_queue_depth", "Requests held, by class.", FamilyType::gauge),
      oldest_age_("sluice_queue_oldest_age_seconds", "Age of the request that is held longest; 0 when none is.",
          FamilyType::gauge),
      clock_uncertainty_("sluice_venue_clock_uncertainty_seconds",
          "How far off our reading of the venue's clock can be; missing while it is not known.", FamilyType::gauge),
      clock_contradictions_("sluice_venue_clock_contradictions_total",
          "Timestamps of the venue that no clock without a step can have given.", FamilyType::counter),
      shadow_mode_("sluice_shadow_mode", "1 when verdicts are counted but everything is sent.", FamilyType::gauge),
      lane_up_("sluice_lane_up", "1 when the lane's session is logged on.", FamilyType::gauge),
      breaker_state_("sluice_breaker_state",
          "1 closed, 2 open, 3 half-open, 4 forced open, 5 disabled. Without a lane: the venue's own breaker.",
          FamilyType::gauge) {
    gauges_.reserve(kVenueGauges.size());
    for (const VenueGauge &gauge : kVenueGauges)
        gauges_.emplace_back(gauge.name, gauge.help, FamilyType::gauge);
    for (uint32_t request_class = 0; request_class < classes_.size(); ++request_class)
        classes_[request_class].set({{"class", class_label(request_class)}});
}

void StateFamilies::remove_rows() noexcept {
    for (FamilyText *family : {&depth_, &oldest_age_, &clock_uncertainty_, &clock_contradictions_, &shadow_mode_,
             &lane_up_, &breaker_state_}) {
        family->remove_rows();
    }
    for (FamilyText &family : gauges_)
        family.remove_rows();
}

void StateFamilies::add(std::string_view label, const VenueSnapshot &venue) {
    for (std::size_t request_class = 0; request_class < classes_.size(); ++request_class) {
        const std::string_view of_class = classes_[request_class].text();
        depth_.add(label, of_class, venue.depth[request_class]);
        oldest_age_.add(label, of_class, to_seconds(venue.oldest_age_ns[request_class]));
    }
    for (std::size_t index = 0; index < kVenueGauges.size(); ++index)
        gauges_[index].add(label, venue.*kVenueGauges[index].value);
    if (venue.clock_uncertainty_ns) clock_uncertainty_.add(label, to_seconds(*venue.clock_uncertainty_ns));
    clock_contradictions_.add(label, venue.clock_contradictions);
    shadow_mode_.add(label, uint64_t{venue.is_shadow});
    breaker_state_.add(label, uint64_t{venue.breaker_state});
    for (const LaneSnapshot &lane : venue.lanes) {
        lane_.set({{"lane", lane.name}});
        lane_up_.add(label, lane_.text(), uint64_t{lane.is_up});
        breaker_state_.add(label, lane_.text(), uint64_t{lane.breaker_state});
    }
}

void StateFamilies::append_to(std::vector<std::string_view> &page) const {
    append_family(page, depth_);
    append_family(page, oldest_age_);
    for (const FamilyText &family : gauges_)
        append_family(page, family);
    for (const FamilyText *family :
        {&clock_uncertainty_, &clock_contradictions_, &shadow_mode_, &lane_up_, &breaker_state_}) {
        append_family(page, *family);
    }
}

}  // namespace sluice
