// What a scrape gets when the engine can be read and when it cannot.
#include "telemetry/scrape_pages.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "prometheus_page.hpp"

namespace sluice {
namespace {

test::PrometheusPage scrape(ScrapePages &pages) {
    std::unique_ptr<ScrapePage> page = pages.take();
    std::string text;
    for (const std::string_view part : page->parts())
        text += part;
    EXPECT_EQ(page->size(), text.size());
    pages.give_back(std::move(page));
    return test::parse_prometheus_page(text);
}

TEST(ScrapePages, take_a_new_snapshot_for_each_scrape) {
    uint64_t scrapes = 0;
    ScrapePages pages([&scrapes] {
        EngineSnapshot snapshot;
        snapshot.version = std::to_string(++scrapes);
        return snapshot;
    });
    (void)scrape(pages);
    const test::PrometheusPage page = scrape(pages);
    EXPECT_EQ(page.value("sluice_build_info", {{"version", "2"}}), 1);
    EXPECT_EQ(page.value("sluice_scrape_failures_total", {}), 0);
}

TEST(ScrapePages, give_each_scrape_under_way_a_page_of_its_own_and_keep_it) {
    ScrapePages pages([] { return EngineSnapshot(); });
    std::unique_ptr<ScrapePage> first = pages.take();
    std::unique_ptr<ScrapePage> second = pages.take();
    const ScrapePage *const kept[] = {first.get(), second.get()};
    ASSERT_NE(kept[0], kept[1]);
    pages.give_back(std::move(first));
    pages.give_back(std::move(second));
    EXPECT_EQ(pages.take().get(), kept[1]);
}

// It runs on a thread of the HTTP server, where an exception would end the gateway.
TEST(ScrapePages, survive_a_snapshot_that_throws_and_count_it) {
    bool is_broken = false;
    ScrapePages pages([&is_broken]() -> EngineSnapshot {
        if (is_broken) throw std::runtime_error("broken");
        return {};
    });
    EXPECT_TRUE(scrape(pages).has("sluice_kill_scopes_engaged", {}));
    is_broken = true;
    test::PrometheusPage page = scrape(pages);
    EXPECT_EQ(page.families.size(), 1u) << "no row of an earlier scrape";
    EXPECT_EQ(page.value("sluice_scrape_failures_total", {}), 1);
    is_broken = false;
    page = scrape(pages);
    EXPECT_EQ(page.value("sluice_scrape_failures_total", {}), 1);
    EXPECT_TRUE(page.has("sluice_kill_scopes_engaged", {}));
}

}  // namespace
}  // namespace sluice
