#include "telemetry/scrape_pages.hpp"

#include <exception>
#include <utility>

namespace sluice {

ScrapePage::ScrapePage()
    : failures_("sluice_scrape_failures_total", "Scrapes of the listener that could not read the engine.",
          FamilyType::counter) {}

void ScrapePage::write(const EngineSnapshot *snapshot, uint64_t failures) {
    parts_.clear();
    failures_.remove_rows();
    metrics_.clear();
    if (snapshot != nullptr) metrics_.write(*snapshot);
    failures_.add({}, failures);
    parts_.assign(metrics_.parts().begin(), metrics_.parts().end());
    append_family(parts_, failures_);
}

ScrapePages::ScrapePages(std::function<EngineSnapshot()> take_snapshot) : take_snapshot_(std::move(take_snapshot)) {}

std::unique_ptr<ScrapePage> ScrapePages::take() {
    std::unique_ptr<ScrapePage> page = take_blank();
    try {
        const EngineSnapshot snapshot = take_snapshot_();
        page->write(&snapshot, failures_.value());
    } catch (...) {
        failures_.add();
        page->write(nullptr, failures_.value());
    }
    return page;
}

std::unique_ptr<ScrapePage> ScrapePages::take_blank() {
    {
        const std::lock_guard guard(mutex_);
        if (!blank_.empty()) {
            std::unique_ptr<ScrapePage> page = std::move(blank_.back());
            blank_.pop_back();
            return page;
        }
    }
    auto page = std::make_unique<ScrapePage>();
    const std::lock_guard guard(mutex_);
    blank_.reserve(++existing_);  // so that a page can be given back without fail
    return page;
}

void ScrapePages::give_back(std::unique_ptr<ScrapePage> page) noexcept {
    const std::lock_guard guard(mutex_);
    blank_.push_back(std::move(page));
}

}  // namespace sluice
