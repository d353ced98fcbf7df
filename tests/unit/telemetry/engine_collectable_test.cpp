// What a scrape gets when the engine can be read and when it cannot.
#include "telemetry/engine_collectable.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "prometheus_page.hpp"
#include "telemetry/prometheus_exporter.hpp"

namespace sluice {
namespace {

TEST(EngineCollectable, takes_a_new_snapshot_for_each_scrape) {
    uint64_t scrapes = 0;
    const EngineCollectable collectable([&scrapes] {
        EngineSnapshot snapshot;
        snapshot.version = std::to_string(++scrapes);
        return snapshot;
    });
    (void)collectable.Collect();
    const test::PrometheusPage page = test::parse_prometheus_page(to_text(collectable.Collect()));
    EXPECT_EQ(page.value("sluice_build_info", {{"version", "2"}}), 1);
    EXPECT_EQ(page.value("sluice_scrape_failures_total", {}), 0);
}

// It runs on a thread of the HTTP server, where an exception would end the gateway.
TEST(EngineCollectable, survives_a_snapshot_that_throws_and_counts_it) {
    bool is_broken = true;
    const EngineCollectable collectable([&is_broken]() -> EngineSnapshot {
        if (is_broken) throw std::runtime_error("broken");
        return {};
    });
    test::PrometheusPage page = test::parse_prometheus_page(to_text(collectable.Collect()));
    EXPECT_EQ(page.families.size(), 1u);
    EXPECT_EQ(page.value("sluice_scrape_failures_total", {}), 1);
    is_broken = false;
    page = test::parse_prometheus_page(to_text(collectable.Collect()));
    EXPECT_EQ(page.value("sluice_scrape_failures_total", {}), 1);
    EXPECT_TRUE(page.has("sluice_kill_scopes_engaged", {}));
}

}  // namespace
}  // namespace sluice
