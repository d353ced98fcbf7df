#include "telemetry/prometheus_exporter.hpp"

#include <algorithm>
#include <array>

#include <prometheus/text_serializer.h>

#include "telemetry/family_builder.hpp"
#include "telemetry/label_text.hpp"

namespace sluice {
namespace {

using prometheus::MetricType;
using Page = std::vector<prometheus::MetricFamily>;

// From what a wake-up takes to the longest that anybody holds an order.
constexpr auto kWaitBoundsNs = std::to_array<uint64_t>({1'000, 5'000, 10'000, 50'000, 100'000, 250'000, 500'000,
    1'000'000, 2'500'000, 5'000'000, 10'000'000, 25'000'000, 50'000'000, 100'000'000, 250'000'000, 500'000'000,
    1'000'000'000, 5'000'000'000, 15'000'000'000, 60'000'000'000});

// A decision takes tens of nanoseconds; a thousand times that means that its thread lost the processor.
constexpr auto kDecisionBoundsNs = std::to_array<uint64_t>(
    {25, 50, 75, 100, 150, 200, 300, 500, 1'000, 2'000, 5'000, 10'000, 50'000, 100'000, 1'000'000, 10'000'000});

// ---- counters ----

struct PlainCounter {
    Counter VenueCounters::*counter;
    const char *name;
    const char *help;
};

// Those with the venue as their only label.
constexpr auto kPlainCounters = std::to_array<PlainCounter>({
    {&VenueCounters::submits, "sluice_submits_total", "Requests offered to the venue."},
    {&VenueCounters::annihilated, "sluice_annihilated_total",
        "Held orders that met their own cancel: neither went on the wire."},
    {&VenueCounters::folded, "sluice_folded_total", "Amends folded into the held message of their order."},
    {&VenueCounters::superseded, "sluice_superseded_total",
        "Held amends whose place was taken by a later amend or a cancel of the same order."},
    {&VenueCounters::duplicates, "sluice_duplicates_total", "Cancels of an order whose cancel was held already."},
    {&VenueCounters::expired, "sluice_expired_total", "Held requests whose deadline passed."},
    {&VenueCounters::evicted, "sluice_evicted_total",
        "Held requests that gave their room in a full queue to a more urgent one."},
    {&VenueCounters::requeued, "sluice_requeued_total",
        "Releases that the host's transport did not take: back to the head of the queue."},
    {&VenueCounters::clock_backwards, "sluice_clock_backwards_total",
        "Calls with a time before the last one: time stood still."},
    {&VenueCounters::clock_ahead, "sluice_clock_ahead_total", "Calls with a time too far ahead to be believed."},
    {&VenueCounters::late_reports, "sluice_late_reports_total",
        "Reports of a grant that is unknown or settled: they changed nothing."},
    {&VenueCounters::grant_timeouts, "sluice_grant_timeouts_total",
        "Grants taken as written because the host reported nothing in time."},
    {&VenueCounters::answer_timeouts, "sluice_answer_timeouts_total",
        "Messages taken as unanswered because no answer was reported in time."},
    {&VenueCounters::rate_reject_pauses, "sluice_rate_reject_pauses_total",
        "Pauses that began because the venue rejected a message for its rate."},
    {&VenueCounters::bans, "sluice_bans_total", "Times that the venue shut us out."},
    {&VenueCounters::feedback, "sluice_feedback_total",
        "Reports of the venue's clock, counters, fills and blocks that were believed."},
    {&VenueCounters::feedback_refused, "sluice_feedback_refused_total",
        "Such reports that were absurd, late or of no known limit."},
    {&VenueCounters::lock_contended, "sluice_lock_contended_total", "Calls that found the venue's lock taken."},
});

void add_plain_counters(const EngineSnapshot &snapshot, Page &page) {
    for (const PlainCounter &plain : kPlainCounters) {
        FamilyBuilder family(plain.name, plain.help, MetricType::Counter);
        family.reserve(snapshot.venues.size());
        for (const VenueSnapshot &venue : snapshot.venues) {
            family.add_counter((venue.counters->*plain.counter).value(), {{"venue", venue.name}});
        }
        family.move_to(page);
    }
    FamilyBuilder malformed(
        "sluice_malformed_calls_total", "Calls whose struct could not be read.", MetricType::Counter);
    malformed.reserve(snapshot.venues.size());
    for (const VenueSnapshot &venue : snapshot.venues) {
        malformed.add_counter(venue.counters->malformed_calls.value(), {{"venue", venue.name}});
    }
    malformed.move_to(page);
}

void add_decisions(const EngineSnapshot &snapshot, Page &page) {
    FamilyBuilder family("sluice_decisions_total",
        "Verdicts given. In shadow mode: the verdicts that would have been given.", MetricType::Counter);
    for (const VenueSnapshot &venue : snapshot.venues) {
        for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
            for (uint32_t action = 0; action < VenueCounters::kActions; ++action) {
                const auto &by_reason = venue.counters->decisions[request_class][action];
                for (std::size_t reason = 0; reason < by_reason.size(); ++reason) {
                    const uint64_t value = by_reason[reason].value();
                    if (value == 0) continue;
                    family.add_counter(value, {{"venue", venue.name}, {"class", class_label(request_class)},
                                                  {"verdict", action_label(action + SLUICE_ACTION_SEND)},
                                                  {"reason", reason_name_at(reason)}});
                }
            }
        }
    }
    family.move_to(page);
}

void add_releases(const EngineSnapshot &snapshot, Page &page) {
    FamilyBuilder family(
        "sluice_releases_total", "Held requests that were sent, or dropped for a reason.", MetricType::Counter);
    const std::size_t sent = reason_index(SLUICE_REASON_NONE);
    for (const VenueSnapshot &venue : snapshot.venues) {
        for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
            const auto &by_reason = venue.counters->releases[request_class];
            for (std::size_t reason = 0; reason < by_reason.size(); ++reason) {
                const uint64_t value = by_reason[reason].value();
                if (value == 0) continue;
                family.add_counter(
                    value, {{"venue", venue.name}, {"class", class_label(request_class)},
                               {"outcome", reason == sent ? "sent" : "dropped"}, {"reason", reason_name_at(reason)}});
            }
        }
    }
    family.move_to(page);
}

// One counter for each value of a code of the ABI.
template <typename Counters, typename Label>
void add_by_code(const EngineSnapshot &snapshot, const char *name, const char *help, Counters counters,
    uint32_t first_code, const char *label_name, Label label, Page &page) {
    FamilyBuilder family(name, help, MetricType::Counter);
    for (const VenueSnapshot &venue : snapshot.venues) {
        const auto &by_code = venue.counters->*counters;
        for (uint32_t index = 0; index < by_code.size(); ++index) {
            const uint64_t value = by_code[index].value();
            if (value != 0) family.add_counter(value, {{"venue", venue.name}, {label_name, label(first_code + index)}});
        }
    }
    family.move_to(page);
}

// ---- histograms ----

void add_histograms(const EngineSnapshot &snapshot, Page &page) {
    FamilyBuilder wait("sluice_wait_seconds",
        "From submit to release of held requests; what is sent at once is not in it.", MetricType::Histogram);
    FamilyBuilder decision(
        "sluice_decision_seconds", "Duration of submit, every 64th call of a venue measured.", MetricType::Histogram);
    FamilyBuilder answer(
        "sluice_answer_seconds", "From the write of a message to the venue's answer.", MetricType::Histogram);
    for (const VenueSnapshot &venue : snapshot.venues) {
        for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
            const Histogram &histogram = venue.counters->wait[request_class];
            if (histogram.count() == 0) continue;
            wait.add_histogram(
                histogram, kWaitBoundsNs, {{"venue", venue.name}, {"class", class_label(request_class)}});
        }
        decision.add_histogram(venue.counters->decision, kDecisionBoundsNs, {{"venue", venue.name}});
        answer.add_histogram(venue.counters->answer, kWaitBoundsNs, {{"venue", venue.name}});
    }
    wait.move_to(page);
    decision.move_to(page);
    answer.move_to(page);
}

// ---- the state of venues and lanes ----

void add_queue(const EngineSnapshot &snapshot, Page &page) {
    FamilyBuilder depth("sluice_queue_depth", "Requests held, by class.", MetricType::Gauge);
    FamilyBuilder age("sluice_queue_oldest_age_seconds", "Age of the request that is held longest; 0 when none is.",
        MetricType::Gauge);
    depth.reserve(snapshot.venues.size() * VenueCounters::kClasses);
    age.reserve(snapshot.venues.size() * VenueCounters::kClasses);
    for (const VenueSnapshot &venue : snapshot.venues) {
        for (uint32_t request_class = 0; request_class < VenueCounters::kClasses; ++request_class) {
            const char *label = class_label(request_class);
            depth.add_gauge(static_cast<double>(venue.depth[request_class]), {{"venue", venue.name}, {"class", label}});
            age.add_gauge(static_cast<double>(venue.oldest_age_ns[request_class]) / 1e9,
                {{"venue", venue.name}, {"class", label}});
        }
    }
    depth.move_to(page);
    age.move_to(page);
}

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

void add_venue_gauges(const EngineSnapshot &snapshot, Page &page) {
    for (const VenueGauge &gauge : kVenueGauges) {
        FamilyBuilder family(gauge.name, gauge.help, MetricType::Gauge);
        family.reserve(snapshot.venues.size());
        for (const VenueSnapshot &venue : snapshot.venues) {
            family.add_gauge(static_cast<double>(venue.*gauge.value), {{"venue", venue.name}});
        }
        family.move_to(page);
    }
    FamilyBuilder uncertainty("sluice_venue_clock_uncertainty_seconds",
        "How far off our reading of the venue's clock can be; missing while it is not known.", MetricType::Gauge);
    FamilyBuilder contradictions("sluice_venue_clock_contradictions_total",
        "Timestamps of the venue that no clock without a step can have given.", MetricType::Counter);
    for (const VenueSnapshot &venue : snapshot.venues) {
        if (venue.clock_uncertainty_ns) {
            uncertainty.add_gauge(static_cast<double>(*venue.clock_uncertainty_ns) / 1e9, {{"venue", venue.name}});
        }
        contradictions.add_counter(venue.clock_contradictions, {{"venue", venue.name}});
    }
    uncertainty.move_to(page);
    contradictions.move_to(page);
    FamilyBuilder shadow(
        "sluice_shadow_mode", "1 when verdicts are counted but everything is sent.", MetricType::Gauge);
    FamilyBuilder up("sluice_lane_up", "1 when the lane's session is logged on.", MetricType::Gauge);
    FamilyBuilder breaker("sluice_breaker_state",
        "1 closed, 2 open, 3 half-open, 4 forced open, 5 disabled. Without a lane: the venue's own breaker.",
        MetricType::Gauge);
    for (const VenueSnapshot &venue : snapshot.venues) {
        shadow.add_gauge(venue.is_shadow ? 1 : 0, {{"venue", venue.name}});
        breaker.add_gauge(venue.breaker_state, {{"venue", venue.name}});
        for (const LaneSnapshot &lane : venue.lanes) {
            up.add_gauge(lane.is_up ? 1 : 0, {{"venue", venue.name}, {"lane", lane.name}});
            breaker.add_gauge(lane.breaker_state, {{"venue", venue.name}, {"lane", lane.name}});
        }
    }
    shadow.move_to(page);
    up.move_to(page);
    breaker.move_to(page);
}

// ---- limits and the kill switch ----

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

void add_limits(const EngineSnapshot &snapshot, Page &page) {
    const auto add = [](FamilyBuilder &family, uint64_t value, const LimitSnapshot &limit) {
        family.add_gauge(
            static_cast<double>(value), {{"venue", limit.venue}, {"limit", limit.limit}, {"scope", limit.scope},
                                            {"shape", limit.shape}, {"key", limit.key}});
    };
    for (const LimitGauge &gauge : kLimitGauges) {
        FamilyBuilder family(gauge.name, gauge.help, MetricType::Gauge);
        family.reserve(snapshot.limits.size());
        for (const LimitSnapshot &limit : snapshot.limits)
            add(family, limit.*gauge.value, limit);
        family.move_to(page);
    }
    FamilyBuilder hard_wall("sluice_limit_distance_to_hard_wall",
        "Cost left before the venue would log out or ban. Only for limits with such a threshold.", MetricType::Gauge);
    for (const LimitSnapshot &limit : snapshot.limits) {
        if (limit.to_hard_wall) add(hard_wall, *limit.to_hard_wall, limit);
    }
    hard_wall.move_to(page);
}

void add_kills(const EngineSnapshot &snapshot, Page &page) {
    FamilyBuilder scopes(
        "sluice_kill_scopes_engaged", "Scopes of the kill switch that are engaged.", MetricType::Gauge);
    scopes.add_gauge(static_cast<double>(snapshot.kills.size()), {});
    scopes.move_to(page);
    FamilyBuilder engaged("sluice_kill_engaged",
        "1 for each engaged scope; a label that is missing does not narrow it.", MetricType::Gauge);
    for (const KillSnapshot &kill : snapshot.kills) {
        engaged.add_gauge(1, {{"venue", kill.venue}, {"account", kill.account}, {"instrument", kill.instrument},
                                 {"owner", kill.owner}, {"side", side_label(kill.side)}});
    }
    engaged.move_to(page);
}

}  // namespace

std::vector<prometheus::MetricFamily> to_families(const EngineSnapshot &snapshot) {
    Page page;
    FamilyBuilder build("sluice_build_info", "1, with the version of the library as label.", MetricType::Gauge);
    build.add_gauge(1, {{"version", snapshot.version}});
    build.move_to(page);

    add_decisions(snapshot, page);
    add_releases(snapshot, page);
    add_by_code(snapshot, "sluice_outcomes_total", "Answers of the venue and what became of messages and orders.",
        &VenueCounters::outcomes, VenueCounters::kFirstOutcome, "outcome", outcome_label, page);
    add_by_code(snapshot, "sluice_ungated_messages_total", "Messages that left without asking; limits count them.",
        &VenueCounters::ungated, 0, "kind", kind_label, page);
    add_by_code(snapshot, "sluice_breaker_trips_total", "Trips of the venue's breaker and of its lanes' breakers.",
        &VenueCounters::breaker_trips, 0, "cause", trip_label, page);
    add_plain_counters(snapshot, page);
    add_histograms(snapshot, page);
    add_queue(snapshot, page);
    add_venue_gauges(snapshot, page);
    add_limits(snapshot, page);
    add_kills(snapshot, page);
    return page;
}

std::string to_text(const std::vector<prometheus::MetricFamily> &families) {
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace sluice
