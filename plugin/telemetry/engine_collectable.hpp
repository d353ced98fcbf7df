// The engine as prometheus-cpp sees it: each scrape asks a function for a snapshot and turns it into metrics. The
// listener's threads call `Collect`, two at a time at most, so the function must stand being called by several threads
// at once, and must stay callable until the listener is gone. An exception of it ends here, since it would otherwise
// end the process: the scrape then holds nothing but the count of scrapes that failed.
#pragma once

#include <functional>
#include <vector>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include "telemetry/counter.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {

class EngineCollectable final : public prometheus::Collectable {
public:
    explicit EngineCollectable(std::function<EngineSnapshot()> take_snapshot);

    std::vector<prometheus::MetricFamily> Collect() const override;

private:
    const std::function<EngineSnapshot()> take_snapshot_;
    mutable SharedCounter failures_;
};

}  // namespace sluice
