// Pages for the scrapers of the listener: each scrape asks a function for a snapshot and writes it to a page, and pages
// are kept for the next scrape, as many as were ever in use at once. Any thread; the function must stand being called
// by several threads at once, and must stay callable while this object lives.
//
// An exception of the function ends here, since it would otherwise end the process: the page then holds nothing but the
// count of scrapes that failed.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "telemetry/counter.hpp"
#include "telemetry/family_text.hpp"
#include "telemetry/metrics_page.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {

// The metrics of the engine and those of the listener.
class ScrapePage {
public:
    ScrapePage();

    // `snapshot` null: it could not be taken.
    void write(const EngineSnapshot *snapshot, uint64_t failures);

    [[nodiscard]] std::span<const std::string_view> parts() const noexcept { return parts_; }
    [[nodiscard]] std::size_t size() const noexcept { return metrics_.size() + failures_.text().size(); }

private:
    MetricsPage metrics_;
    FamilyText failures_;
    std::vector<std::string_view> parts_;
};

class ScrapePages {
public:
    explicit ScrapePages(std::function<EngineSnapshot()> take_snapshot);

    // A page of now. Throws std::bad_alloc.
    [[nodiscard]] std::unique_ptr<ScrapePage> take();
    void give_back(std::unique_ptr<ScrapePage> page) noexcept;

private:
    [[nodiscard]] std::unique_ptr<ScrapePage> take_blank();

    const std::function<EngineSnapshot()> take_snapshot_;
    SharedCounter failures_;
    std::mutex mutex_;  // guards blank_ and existing_
    std::vector<std::unique_ptr<ScrapePage>> blank_;
    std::size_t existing_ = 0;
};

}  // namespace sluice
