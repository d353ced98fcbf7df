#include "library_text.hpp"

#include <stdexcept>
#include <vector>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace sluice::test {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

std::string serialize(const MetricFamily &family) {
    return prometheus::TextSerializer().Serialize({family});
}

MetricType type_of(const std::string &text) {
    if (text == "counter") return MetricType::Counter;
    if (text == "gauge") return MetricType::Gauge;
    if (text == "histogram") return MetricType::Histogram;
    throw std::runtime_error("none of our types: " + text);
}

bool is_bound(const std::pair<std::string, std::string> &label) {
    return label.first == "le";
}

// One row of the page is a metric, but for histograms, whose count begins a metric that the rows behind it fill.
void add_row(MetricFamily &family, const Row &row) {
    if (family.type != MetricType::Histogram || row.name == family.name + "_count") {
        ClientMetric &metric = family.metric.emplace_back();
        for (const auto &[name, value] : row.labels_in_order)
            metric.label.push_back({name, value});
        metric.counter.value = metric.gauge.value = row.value;
        metric.histogram.sample_count = static_cast<std::uint64_t>(row.value);
        return;
    }
    ClientMetric::Histogram &histogram = family.metric.back().histogram;
    if (row.name == family.name + "_sum") {
        histogram.sample_sum = row.value;
    } else {
        if (row.labels_in_order.empty() || !is_bound(row.labels_in_order.back()))
            throw std::runtime_error(row.name + ": le is not the last label");
        // The library adds this row itself.
        const std::string &bound = row.labels_in_order.back().second;
        if (bound != "+Inf") histogram.bucket.push_back({static_cast<std::uint64_t>(row.value), std::stod(bound)});
    }
}

}  // namespace

std::string written_by_library(const PrometheusPage &page) {
    std::vector<MetricFamily> families;
    for (const std::string &name : page.families_in_order) {
        const Family &read = page.families.at(name);
        MetricFamily &family = families.emplace_back();
        family.name = name;
        family.help = read.help;
        family.type = type_of(read.type);
        for (const Row &row : read.rows)
            add_row(family, row);
    }
    return prometheus::TextSerializer().Serialize(families);
}

std::string value_by_library(double value) {
    MetricFamily family;
    family.name = "x";
    family.type = MetricType::Gauge;
    family.metric.emplace_back().gauge.value = value;
    const std::string text = serialize(family);
    const std::size_t begin = text.rfind(' ') + 1;
    return text.substr(begin, text.size() - begin - 1);
}

std::string count_by_library(std::uint64_t count) {
    MetricFamily family;
    family.name = "x";
    family.type = MetricType::Histogram;
    family.metric.emplace_back().histogram.sample_count = count;
    const std::string text = serialize(family);
    const std::size_t begin = text.rfind(' ') + 1;
    return text.substr(begin, text.size() - begin - 1);
}

}  // namespace sluice::test
