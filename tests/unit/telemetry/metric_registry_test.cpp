// The metrics are part of the contract: dashboards and alarms are written against their names, types and labels.
// sdk/abi/registry.tsv lists them; this is the proof that the page is the list, no more and no less.
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "telemetry/engine_collectable.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {
namespace {

// Name of a metric: its type, then its labels in the order of the page.
using Metrics = std::map<std::string, std::string>;

Metrics registered_metrics(std::istream &registry) {
    Metrics metrics;
    std::string line;
    while (std::getline(registry, line)) {
        std::istringstream columns(line);
        std::string kind, name, value;
        std::getline(columns, kind, '\t');
        std::getline(columns, name, '\t');
        std::getline(columns, value, '\t');
        if (kind == "metric") metrics[name] = value;
    }
    return metrics;
}

const char *type_name(prometheus::MetricType type) {
    switch (type) {
        case prometheus::MetricType::Counter:
            return "counter";
        case prometheus::MetricType::Gauge:
            return "gauge";
        case prometheus::MetricType::Histogram:
            return "histogram";
        default:
            return "none of ours";
    }
}

Metrics exported_metrics(const EngineSnapshot &snapshot) {
    Metrics metrics;
    for (const prometheus::MetricFamily &family : EngineCollectable([&snapshot] { return snapshot; }).Collect()) {
        std::string &text = metrics[family.name];
        text = type_name(family.type);
        std::set<std::string> seen;
        for (const prometheus::ClientMetric &row : family.metric) {
            for (const prometheus::ClientMetric::Label &label : row.label) {
                if (seen.insert(label.name).second) text += ' ' + label.name;
            }
        }
    }
    return metrics;
}

// One of everything that can be on the page, with every label set.
Metrics all_metrics() {
    VenueCounters counters;
    counters.count_decision(SLUICE_CLASS_NORMAL, SLUICE_ACTION_SEND, SLUICE_REASON_NONE);
    counters.count_release(SLUICE_CLASS_NORMAL, SLUICE_REASON_NONE);
    counters.count_outcome(SLUICE_EVENT_ACKED);
    counters.count_ungated(SLUICE_KIND_ADMIN, 1);
    counters.breaker_trips[SLUICE_TRIP_SLOW].add();
    counters.wait[SLUICE_CLASS_NORMAL].record(1);

    EngineSnapshot snapshot;
    snapshot.version = "1.2.3";
    VenueSnapshot &venue = snapshot.venues.emplace_back();
    venue.name = "V";
    venue.counters = &counters;
    venue.clock_uncertainty_ns = 1;
    venue.lanes = {{"one", true, SLUICE_BREAKER_CLOSED}};
    LimitSnapshot &limit = snapshot.limits.emplace_back();
    limit.venue = "V";
    limit.limit = "orders";
    limit.scope = "account";
    limit.shape = "sliding_window";
    limit.key = "A";
    limit.to_hard_wall = 1;
    snapshot.kills = {{"V", "A", "I", "O", SLUICE_SIDE_BUY}};
    return exported_metrics(snapshot);
}

TEST(MetricRegistry, lists_what_is_exported_with_types_and_labels) {
    std::ifstream registry(SLUICE_SOURCE_DIR "/sdk/abi/registry.tsv");
    ASSERT_TRUE(registry.is_open());
    const Metrics registered = registered_metrics(registry);
    const Metrics exported = all_metrics();
    EXPECT_GT(exported.size(), 45u);
    for (const auto &[name, text] : exported)
        EXPECT_EQ(registered.count(name) ? registered.at(name) : "no row", text) << name;
    for (const auto &[name, text] : registered)
        EXPECT_EQ(exported.count(name) ? exported.at(name) : "not exported", text) << name;
}

TEST(MetricRegistry, is_compared_name_by_name_and_label_by_label) {
    const Metrics exported = all_metrics();
    std::istringstream registry(
        "kind\tname\tvalue\tsince\tdeprecated\n"
        "struct\tsluice_request\t-\t1.0\t-\n"
        "metric\tsluice_submits_total\tgauge venue\t1.0\t-\n"
        "metric\tsluice_queue_depth\tgauge venue\t1.0\t-\n"
        "metric\tsluice_lane_up\tgauge venue lane\t1.0\t-\n");
    const Metrics registered = registered_metrics(registry);
    ASSERT_EQ(registered.size(), 3u);
    EXPECT_NE(registered.at("sluice_submits_total"), exported.at("sluice_submits_total")) << "another type";
    EXPECT_NE(registered.at("sluice_queue_depth"), exported.at("sluice_queue_depth")) << "a label is missing";
    EXPECT_EQ(registered.at("sluice_lane_up"), exported.at("sluice_lane_up"));
}

}  // namespace
}  // namespace sluice
