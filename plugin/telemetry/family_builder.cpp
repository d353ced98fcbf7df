#include "telemetry/family_builder.hpp"

#include <utility>

namespace sluice {
namespace {

constexpr double kNanosecondsPerSecond = 1e9;

// A division, because a multiplication by 1e-9 turns 5,000 ns into 5.0000000000000004e-06 s.
double to_seconds(uint64_t value_ns) {
    return static_cast<double>(value_ns) / kNanosecondsPerSecond;
}

}  // namespace

FamilyBuilder::FamilyBuilder(const char *name, const char *help, prometheus::MetricType type) {
    family_.name = name;
    family_.help = help;
    family_.type = type;
}

prometheus::ClientMetric &FamilyBuilder::add_row(std::initializer_list<LabelText> labels) {
    prometheus::ClientMetric &row = family_.metric.emplace_back();
    row.label.reserve(labels.size());
    for (const LabelText &text : labels) {
        if (text.value.empty()) continue;
        prometheus::ClientMetric::Label &label = row.label.emplace_back();
        label.name = text.name;
        label.value = text.value;
    }
    return row;
}

void FamilyBuilder::add_counter(uint64_t value, std::initializer_list<LabelText> labels) {
    add_row(labels).counter.value = static_cast<double>(value);
}

void FamilyBuilder::add_gauge(double value, std::initializer_list<LabelText> labels) {
    add_row(labels).gauge.value = value;
}

void FamilyBuilder::add_histogram(
    const Histogram &histogram, std::span<const uint64_t> bounds_ns, std::initializer_list<LabelText> labels) {
    counts_.resize(bounds_ns.size());
    prometheus::ClientMetric::Histogram &row = add_row(labels).histogram;
    // The count is the one that fits the buckets. The sum is read after them, so that it is never short of them.
    row.sample_count = histogram.cumulative_counts(bounds_ns, counts_);
    row.sample_sum = to_seconds(histogram.sum());
    row.bucket.reserve(bounds_ns.size());
    for (std::size_t index = 0; index < bounds_ns.size(); ++index) {
        row.bucket.push_back({counts_[index], to_seconds(bounds_ns[index])});
    }
}

void FamilyBuilder::move_to(std::vector<prometheus::MetricFamily> &page) {
    if (!family_.metric.empty()) page.push_back(std::move(family_));
    family_ = {};
}

}  // namespace sluice
