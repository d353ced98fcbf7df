// Builds one Prometheus metric family row by row. Used by one thread at scrape time; allocates. Two rules hold for
// every metric of the plugin: a label with an empty value is left out (to Prometheus that is the same), and a family
// without rows is not shown. Label values are given as they are; the serialiser escapes them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include <prometheus/metric_family.h>

#include "telemetry/histogram.hpp"

namespace sluice {

struct LabelText {
    const char *name;
    std::string_view value;
};

class FamilyBuilder {
public:
    FamilyBuilder(const char *name, const char *help, prometheus::MetricType type);

    void reserve(std::size_t rows) { family_.metric.reserve(rows); }

    void add_counter(uint64_t value, std::initializer_list<LabelText> labels);
    void add_gauge(double value, std::initializer_list<LabelText> labels);

    // Adds a histogram of nanoseconds as one of seconds. `bounds_ns` ascend; "+Inf" is added behind them.
    void add_histogram(
        const Histogram &histogram, std::span<const uint64_t> bounds_ns, std::initializer_list<LabelText> labels);

    // Appends the family to a page, unless it has no rows. The builder is empty afterwards.
    void move_to(std::vector<prometheus::MetricFamily> &page);

private:
    prometheus::ClientMetric &add_row(std::initializer_list<LabelText> labels);

    prometheus::MetricFamily family_;
    std::vector<uint64_t> counts_;  // of the bounds of one histogram; kept to allocate once
};

}  // namespace sluice
