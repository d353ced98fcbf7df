#include "telemetry/histogram_text.hpp"

#include <algorithm>

namespace sluice {
namespace {

constexpr std::string_view kInfinityEnd = "le=\"+Inf\"} ";

char *put_head(char *out, std::string_view name, std::string_view suffix, std::string_view labels) noexcept {
    out = put(out, name);
    out = put(out, suffix);
    if (!labels.empty()) {
        *out++ = '{';
        out = put(out, labels);
        *out++ = '}';
    }
    *out++ = ' ';
    return out;
}

}  // namespace

HistogramText::HistogramText(std::string_view name, std::string_view help, std::span<const uint64_t> bounds_ns)
    : family_(name, help, FamilyType::histogram), bounds_ns_(bounds_ns), counts_(bounds_ns.size()) {
    bucket_ends_.reserve(bounds_ns.size());
    std::size_t longest = kInfinityEnd.size();
    for (const uint64_t bound_ns : bounds_ns) {
        char number[kNumberBytes];
        const std::string_view bound(
            number, static_cast<std::size_t>(put_value(number, to_seconds(bound_ns)) - number));
        bucket_ends_.push_back("le=\"" + std::string(bound) + "\"} ");
        longest = std::max(longest, bucket_ends_.back().size());
    }
    constexpr std::size_t kMarks = 16;  // the suffix of the name, braces, comma, blank and line end
    row_bytes_ = family_.name().size() + longest + kMarks + kNumberBytes;
}

void HistogramText::add(std::string_view labels, std::string_view more_labels, const Histogram &histogram) {
    // The count is the one that fits the buckets. The sum is read after them, so that it is never short of them.
    const uint64_t count = histogram.cumulative_counts(bounds_ns_, counts_);
    const double sum = to_seconds(histogram.sum());

    // name_bucket{labels, -- the labels of all rows are the middle of it.
    const std::string_view name = family_.name();
    char *const head = bucket_head_.room(row_bytes_ + labels.size() + more_labels.size());
    char *const labels_begin = put(put(head, name), "_bucket{");
    char *end = put(labels_begin, labels);
    if (!labels.empty() && !more_labels.empty()) *end++ = ',';
    end = put(end, more_labels);
    const std::string_view all_labels(labels_begin, static_cast<std::size_t>(end - labels_begin));
    if (!all_labels.empty()) *end++ = ',';
    const std::string_view bucket_head(head, static_cast<std::size_t>(end - head));

    const std::size_t rows = bounds_ns_.size() + 3;
    char *out = family_.rows().room(rows * (row_bytes_ + all_labels.size()));
    out = put_count(put_head(out, name, "_count", all_labels), count);
    *out++ = '\n';
    out = put_value(put_head(out, name, "_sum", all_labels), sum);
    *out++ = '\n';
    for (std::size_t index = 0; index < counts_.size(); ++index) {
        out = put_count(put(put(out, bucket_head), bucket_ends_[index]), counts_[index]);
        *out++ = '\n';
    }
    out = put_count(put(put(out, bucket_head), kInfinityEnd), count);
    *out++ = '\n';
    family_.rows().end_at(out);
}

}  // namespace sluice
