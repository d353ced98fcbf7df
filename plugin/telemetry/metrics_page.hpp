// The page of all metrics of an engine in the Prometheus text format 0.0.4, written straight from a snapshot. Names are
// full words in base units (seconds), and every one begins with `sluice_`. Takes no lock but reads the counters that
// the snapshot points to. One thread at a time; a page that is written again reuses its memory, about the size of its
// text.
//
// The text is kept family by family, since venues are visited once but their rows belong to all families.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "telemetry/counter_families.hpp"
#include "telemetry/family_text.hpp"
#include "telemetry/limit_families.hpp"
#include "telemetry/snapshot.hpp"
#include "telemetry/state_families.hpp"

namespace sluice {

class MetricsPage {
public:
    MetricsPage();

    void write(const EngineSnapshot &snapshot);
    // No rows: an empty text.
    void clear() noexcept;

    // The text in pieces, good until the page is written or cleared.
    [[nodiscard]] std::span<const std::string_view> parts() const noexcept { return parts_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    void add_kills(const EngineSnapshot &snapshot);
    void collect_parts();

    FamilyText build_;
    CounterFamilies counters_;
    StateFamilies state_;
    LimitFamilies limits_;
    FamilyText kill_scopes_;
    FamilyText kill_engaged_;
    LabelSet labels_;  // of the row or venue at hand
    std::vector<std::string_view> parts_;
    std::size_t size_ = 0;
};

// Copies the text to memory of page.size() bytes.
void copy_text(const MetricsPage &page, char *out) noexcept;

}  // namespace sluice
