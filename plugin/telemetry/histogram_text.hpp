// A metric family of histograms as text. They are kept in nanoseconds and shown in seconds, with the bounds that the
// family was made with and "+Inf" behind them. One thread; emptied, it keeps its memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "telemetry/family_text.hpp"
#include "telemetry/histogram.hpp"

namespace sluice {

class HistogramText {
public:
    // `bounds_ns` ascend and outlive the family.
    HistogramText(std::string_view name, std::string_view help, std::span<const uint64_t> bounds_ns);

    void remove_rows() noexcept { family_.remove_rows(); }
    void add(std::string_view labels, std::string_view more_labels, const Histogram &histogram);

    [[nodiscard]] const FamilyText &family() const noexcept { return family_; }

private:
    FamilyText family_;
    const std::span<const uint64_t> bounds_ns_;
    std::vector<std::string> bucket_ends_;  // of each bound what stands between the labels and the count: le="0.1"}
    std::size_t row_bytes_ = 0;             // of the longest row without its labels
    std::vector<uint64_t> counts_;          // of one histogram, kept to allocate once
    TextBuffer bucket_head_;                // likewise: what the rows of its buckets begin with
};

}  // namespace sluice
