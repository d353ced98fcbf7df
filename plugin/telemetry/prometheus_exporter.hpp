// Turns a snapshot of the engine into Prometheus metrics and into their text form. Stateless; any thread; allocates; no
// lock is taken. Names are full words in base units (seconds), and every one begins with `sluice_`.
//
// A row that is told apart by more than the venue (verdict, reason, kind, outcome, cause) appears with its first count:
// most of the thousand possible rows of a venue never happen. Rows of a venue as such are always there.
#pragma once

#include <string>
#include <vector>

#include <prometheus/metric_family.h>

#include "telemetry/snapshot.hpp"

namespace sluice {

[[nodiscard]] std::vector<prometheus::MetricFamily> to_families(const EngineSnapshot &snapshot);

// The Prometheus text format 0.0.4.
[[nodiscard]] std::string to_text(const std::vector<prometheus::MetricFamily> &families);

}  // namespace sluice
