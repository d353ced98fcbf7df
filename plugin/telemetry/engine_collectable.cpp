#include "telemetry/engine_collectable.hpp"

#include <utility>

#include "telemetry/family_builder.hpp"
#include "telemetry/prometheus_exporter.hpp"

namespace sluice {

EngineCollectable::EngineCollectable(std::function<EngineSnapshot()> take_snapshot)
    : take_snapshot_(std::move(take_snapshot)) {}

std::vector<prometheus::MetricFamily> EngineCollectable::Collect() const {
    std::vector<prometheus::MetricFamily> page;
    try {
        page = to_families(take_snapshot_());
    } catch (...) {
        failures_.add();
    }
    FamilyBuilder failures("sluice_scrape_failures_total", "Scrapes of the listener that could not read the engine.",
        prometheus::MetricType::Counter);
    failures.add_counter(failures_.value(), {});
    failures.move_to(page);
    return page;
}

}  // namespace sluice
