// The page that Prometheus gets, read back by a parser of our own and compared number by number.
#include "telemetry/metrics_page.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "allocation_count.hpp"
#include "library_text.hpp"
#include "prometheus_page.hpp"

namespace sluice {
namespace {

using test::Labels;
using test::parse_prometheus_page;
using test::PrometheusPage;

std::string text_of(const MetricsPage &page) {
    std::string text(page.size(), '\0');
    copy_text(page, text.data());
    return text;
}

struct Engine {
    std::vector<std::unique_ptr<VenueCounters>> counters;
    EngineSnapshot snapshot;

    VenueCounters &add_venue(const char *name) {
        counters.push_back(std::make_unique<VenueCounters>());
        VenueSnapshot &venue = snapshot.venues.emplace_back();
        venue.name = name;
        venue.counters = counters.back().get();
        return *counters.back();
    }

    [[nodiscard]] std::string text() const {
        MetricsPage written;
        written.write(snapshot);
        return text_of(written);
    }
    [[nodiscard]] PrometheusPage page() const { return parse_prometheus_page(text()); }
};

bool ends_with(const std::string &text, const std::string &end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// Fills everything that the engine can show.
Engine busy_engine() {
    Engine engine;
    engine.snapshot.version = "1.2.3";
    std::mt19937_64 random(7);
    for (const char *name : {"XETRA", "venue \"two\" \\ of\nmany"}) {
        VenueCounters &counters = engine.add_venue(name);
        for (int round = 0; round < 5'000; ++round) {
            counters.count_decision(random() % 5, 1 + random() % 4, kReasons[random() % kReasons.size()]);
            counters.count_release(random() % 5, kReasons[random() % kReasons.size()]);
            counters.count_outcome(SLUICE_EVENT_ACKED + random() % 7);
            counters.count_ungated(random() % 9, 1);
            counters.breaker_trips[random() % VenueCounters::kTrips].add();
            counters.wait[random() % 4].record(random() >> (random() % 60));
            counters.decision.record(random() % 1'000);
            counters.answer.record(random() % 100'000'000);
        }
        VenueSnapshot &venue = engine.snapshot.venues.back();
        venue.depth = {1, 2, 3, 4, 5};
        venue.oldest_age_ns = {1'000'000'000, 2'500'000'000, 0, 1, 0};
        venue.lanes = {{"one", true, SLUICE_BREAKER_CLOSED}, {"two", false, SLUICE_BREAKER_FORCED_OPEN}};
        engine.snapshot.limits.push_back(
            {name, "orders", "account", "sliding_window", "A1", 60, 5, 10, 7, 100, 40, uint64_t{140}});
        engine.snapshot.limits.push_back({name, "orders", "account", "sliding_window", "A2", 1, 0, 10, 0, 100, 99, {}});
    }
    engine.snapshot.limits.push_back({"", "firm orders", "firm", "token_bucket", "", 2, 0, 0, 0, 50, 48, {}});
    engine.snapshot.kills = {{}, {"XETRA", "A1", "FDAX", "desk", SLUICE_SIDE_SELL}};
    return engine;
}

TEST(MetricsPage, writes_a_page_that_a_strict_reader_accepts) {
    const PrometheusPage page = busy_engine().page();
    EXPECT_GT(page.families.size(), 35u);
    for (const auto &[name, family] : page.families) {
        EXPECT_EQ(name.rfind("sluice_", 0), 0u) << name;
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos) << name;
        EXPECT_EQ(family.help.back(), '.') << name << " lacks a sentence of help";
        EXPECT_EQ(ends_with(name, "_total"), family.type == "counter") << name;
        if (family.type == "histogram") {
            EXPECT_TRUE(ends_with(name, "_seconds")) << name;
        }
    }
}

// Dashboards were made with pages of prometheus-cpp; a scraper must not see who writes them.
TEST(MetricsPage, is_byte_for_byte_what_the_library_writes) {
    Engine engine = busy_engine();
    // What a host may use as names, and numbers of every length.
    std::mt19937_64 random(11);
    for (const char *name : {"a", "\xc3\xa9\xe4\xb8\xad", "}{,=\"le=", "tab\t\r", "\\", "\\n\n"}) {
        VenueCounters &counters = engine.add_venue(name);
        counters.submits.add(random() >> (random() % 64));
        counters.answer.record(random() >> (random() % 64));
        VenueSnapshot &venue = engine.snapshot.venues.back();
        venue.held_max = random() >> (random() % 64);
        venue.clock_uncertainty_ns = random() >> (random() % 64);
        for (uint64_t &age : venue.oldest_age_ns)
            age = random() >> (random() % 64);
        venue.lanes = {{name, true, SLUICE_BREAKER_CLOSED}};
        engine.snapshot.limits.push_back({name, name, "lane", "token_bucket", name, random(), 0, 1, 2, 3, 4, {}});
    }
    for (const std::string &text : {engine.text(), Engine().text()}) {
        EXPECT_EQ(text, test::written_by_library(parse_prometheus_page(text)));
    }
}

TEST(MetricsPage, is_written_again_in_the_same_memory) {
    Engine engine = busy_engine();
    MetricsPage page;
    page.write(engine.snapshot);
    const std::string first = text_of(page);
    const uint64_t before = test::allocation_count();
    page.write(engine.snapshot);
    EXPECT_EQ(test::allocation_count(), before);
    EXPECT_EQ(text_of(page), first);
    engine.snapshot.venues.clear();
    page.write(engine.snapshot);
    EXPECT_EQ(text_of(page), engine.text()) << "nothing of the venues is left";
    page.clear();
    EXPECT_EQ(text_of(page), "");
}

TEST(MetricsPage, writes_bounds_as_a_person_writes_them) {
    std::set<std::string> bounds;
    const PrometheusPage page = busy_engine().page();
    for (const auto &[name, family] : page.families) {
        for (const test::Row &row : family.rows) {
            if (row.labels.count("le") != 0) bounds.insert(row.labels.at("le"));
        }
    }
    ASSERT_GE(bounds.size(), 30u);
    for (const std::string &bound : bounds)
        EXPECT_LE(bound.size(), 7u) << "such as 2.5e-06, no digits of rounding";
    EXPECT_EQ(bounds.count("1e-06"), 1u);
    EXPECT_EQ(bounds.count("60"), 1u);
}

TEST(MetricsPage, shows_each_decision_that_was_taken_and_no_other) {
    Engine engine;
    VenueCounters &counters = engine.add_venue("V");
    counters.count_decision(SLUICE_CLASS_CRITICAL, SLUICE_ACTION_SEND, SLUICE_REASON_NONE);
    for (int round = 0; round < 3; ++round) {
        counters.count_decision(SLUICE_CLASS_NORMAL, SLUICE_ACTION_REFUSED, SLUICE_REASON_QUEUE_FULL);
    }
    counters.count_decision(SLUICE_CLASS_IDLE, SLUICE_ACTION_HELD, 8'888);
    const PrometheusPage page = engine.page();
    const std::string name = "sluice_decisions_total";
    EXPECT_EQ(page.families.at(name).rows.size(), 3u);
    EXPECT_EQ(page.value(name, {{"venue", "V"}, {"class", "critical"}, {"verdict", "send"}, {"reason", "none"}}), 1);
    EXPECT_EQ(
        page.value(name, {{"venue", "V"}, {"class", "normal"}, {"verdict", "refused"}, {"reason", "queue_full"}}), 3);
    EXPECT_EQ(page.value(name, {{"venue", "V"}, {"class", "idle"}, {"verdict", "held"}, {"reason", "unknown"}}), 1);
}

TEST(MetricsPage, tells_sent_releases_from_dropped_ones) {
    Engine engine;
    VenueCounters &counters = engine.add_venue("V");
    counters.count_release(SLUICE_CLASS_NORMAL, SLUICE_REASON_NONE);
    counters.count_release(SLUICE_CLASS_NORMAL, SLUICE_REASON_EXPIRED);
    counters.count_release(SLUICE_CLASS_NORMAL, SLUICE_REASON_EXPIRED);
    const PrometheusPage page = engine.page();
    const std::string name = "sluice_releases_total";
    EXPECT_EQ(page.value(name, {{"venue", "V"}, {"class", "normal"}, {"outcome", "sent"}, {"reason", "none"}}), 1);
    EXPECT_EQ(
        page.value(name, {{"venue", "V"}, {"class", "normal"}, {"outcome", "dropped"}, {"reason", "expired"}}), 2);
}

// Each plain counter gets a number of its own, so that two that are mixed up show.
TEST(MetricsPage, shows_each_plain_counter_under_its_own_name) {
    Engine engine;
    VenueCounters &counters = engine.add_venue("V");
    const std::vector<std::pair<Counter *, std::string>> plain = {{&counters.submits, "submits"},
        {&counters.annihilated, "annihilated"}, {&counters.folded, "folded"}, {&counters.superseded, "superseded"},
        {&counters.duplicates, "duplicates"}, {&counters.expired, "expired"}, {&counters.evicted, "evicted"},
        {&counters.requeued, "requeued"}, {&counters.clock_backwards, "clock_backwards"},
        {&counters.clock_ahead, "clock_ahead"}, {&counters.late_reports, "late_reports"},
        {&counters.grant_timeouts, "grant_timeouts"}, {&counters.answer_timeouts, "answer_timeouts"},
        {&counters.rate_reject_pauses, "rate_reject_pauses"}, {&counters.lock_contended, "lock_contended"}};
    uint64_t amount = 1;
    for (const auto &[counter, name] : plain)
        counter->add(amount++);
    counters.malformed_calls.add(amount);

    const PrometheusPage page = engine.page();
    amount = 1;
    for (const auto &[counter, name] : plain) {
        EXPECT_EQ(page.value("sluice_" + name + "_total", {{"venue", "V"}}), amount++) << name;
    }
    EXPECT_EQ(page.value("sluice_malformed_calls_total", {{"venue", "V"}}), amount);
}

TEST(MetricsPage, shows_counters_by_code_under_their_words) {
    Engine engine;
    VenueCounters &counters = engine.add_venue("V");
    counters.count_outcome(SLUICE_EVENT_RATE_REJECTED);
    counters.count_outcome(SLUICE_EVENT_DONE);
    counters.count_ungated(SLUICE_KIND_ADMIN, 4);
    counters.count_ungated(99, 2);
    counters.breaker_trips[SLUICE_TRIP_SLOW].add(5);
    const PrometheusPage page = engine.page();
    EXPECT_EQ(page.families.at("sluice_outcomes_total").rows.size(), 2u);
    EXPECT_EQ(page.value("sluice_outcomes_total", {{"venue", "V"}, {"outcome", "rate_rejected"}}), 1);
    EXPECT_EQ(page.value("sluice_outcomes_total", {{"venue", "V"}, {"outcome", "done"}}), 1);
    EXPECT_EQ(page.value("sluice_ungated_messages_total", {{"venue", "V"}, {"kind", "admin"}}), 4);
    EXPECT_EQ(page.value("sluice_ungated_messages_total", {{"venue", "V"}, {"kind", "unknown"}}), 2);
    EXPECT_EQ(page.value("sluice_breaker_trips_total", {{"venue", "V"}, {"cause", "slow_ratio"}}), 5);
}

TEST(MetricsPage, gives_histograms_in_seconds_with_the_counts_of_the_values) {
    Engine engine;
    VenueCounters &counters = engine.add_venue("V");
    const std::vector<uint64_t> waits = {
        500, 2'000, 2'000, 40'000, 3'000'000, 700'000'000, 20'000'000'000, 70'000'000'000, Histogram::kRangeNs * 2};
    double sum = 0;
    for (const uint64_t wait : waits) {
        counters.wait[SLUICE_CLASS_NORMAL].record(wait);
        sum += static_cast<double>(std::min(wait, Histogram::kRangeNs)) / 1e9;
    }
    const PrometheusPage page = engine.page();
    const Labels labels = {{"venue", "V"}, {"class", "normal"}};
    const auto bucket = [&](const char *bound) {
        Labels with_bound = labels;
        with_bound["le"] = bound;
        return page.value("sluice_wait_seconds_bucket", with_bound);
    };
    EXPECT_EQ(page.value("sluice_wait_seconds_count", labels), waits.size());
    EXPECT_NEAR(page.value("sluice_wait_seconds_sum", labels), sum, 1e-6);
    EXPECT_EQ(bucket("1e-06"), 1);
    EXPECT_EQ(bucket("5e-06"), 3);
    EXPECT_EQ(bucket("5e-05"), 4);
    EXPECT_EQ(bucket("0.0025"), 4);
    EXPECT_EQ(bucket("0.005"), 5);
    EXPECT_EQ(bucket("1"), 6);
    EXPECT_EQ(bucket("15"), 6);
    EXPECT_EQ(bucket("60"), 7);
    EXPECT_EQ(bucket("+Inf"), 9);
    EXPECT_EQ(page.families.at("sluice_wait_seconds").rows.size(), 23u) << "classes that never waited are left out";
    EXPECT_EQ(page.value("sluice_decision_seconds_count", {{"venue", "V"}}), 0);
    EXPECT_EQ(page.value("sluice_answer_seconds_count", {{"venue", "V"}}), 0);
}

TEST(MetricsPage, shows_the_state_of_queue_venue_and_lanes) {
    Engine engine;
    engine.add_venue("V");
    VenueSnapshot &venue = engine.snapshot.venues.back();
    venue.is_shadow = true;
    venue.breaker_state = SLUICE_BREAKER_HALF_OPEN;
    venue.depth = {11, 12, 13, 14, 15};
    venue.oldest_age_ns = {0, 0, 1'500'000'000, 0, 0};
    venue.held = 65;
    venue.held_max = 100;
    venue.grants_unsettled = 7;
    venue.grants_max = 70;
    venue.orders_known = 8;
    venue.orders_max = 80;
    venue.lanes = {{"L1", true, SLUICE_BREAKER_OPEN}, {"L2", false, SLUICE_BREAKER_DISABLED}};
    const PrometheusPage page = engine.page();
    const Labels only = {{"venue", "V"}};
    EXPECT_EQ(page.value("sluice_shadow_mode", only), 1);
    EXPECT_EQ(page.value("sluice_queue_depth", {{"venue", "V"}, {"class", "critical"}}), 11);
    EXPECT_EQ(page.value("sluice_queue_depth", {{"venue", "V"}, {"class", "idle"}}), 15);
    EXPECT_EQ(page.value("sluice_queue_oldest_age_seconds", {{"venue", "V"}, {"class", "normal"}}), 1.5);
    EXPECT_EQ(page.value("sluice_held_requests", only), 65);
    EXPECT_EQ(page.value("sluice_held_requests_max", only), 100);
    EXPECT_EQ(page.value("sluice_grants_unsettled", only), 7);
    EXPECT_EQ(page.value("sluice_grants_unsettled_max", only), 70);
    EXPECT_EQ(page.value("sluice_orders_known", only), 8);
    EXPECT_EQ(page.value("sluice_orders_known_max", only), 80);
    EXPECT_EQ(page.value("sluice_breaker_state", only), 3);
    EXPECT_EQ(page.value("sluice_breaker_state", {{"venue", "V"}, {"lane", "L1"}}), 2);
    EXPECT_EQ(page.value("sluice_breaker_state", {{"venue", "V"}, {"lane", "L2"}}), 5);
    EXPECT_EQ(page.value("sluice_lane_up", {{"venue", "V"}, {"lane", "L1"}}), 1);
    EXPECT_EQ(page.value("sluice_lane_up", {{"venue", "V"}, {"lane", "L2"}}), 0);
}

TEST(MetricsPage, shows_each_counter_of_each_limit) {
    const PrometheusPage page = busy_engine().page();
    const Labels first = {
        {"venue", "XETRA"}, {"limit", "orders"}, {"scope", "account"}, {"shape", "sliding_window"}, {"key", "A1"}};
    EXPECT_EQ(page.value("sluice_limit_used", first), 60);
    EXPECT_EQ(page.value("sluice_limit_unconfirmed", first), 5);
    EXPECT_EQ(page.value("sluice_limit_reserve", first), 10);
    EXPECT_EQ(page.value("sluice_limit_assumed", first), 7);
    EXPECT_EQ(page.value("sluice_limit", first), 100);
    EXPECT_EQ(page.value("sluice_limit_distance_to_reject", first), 40);
    EXPECT_EQ(page.value("sluice_limit_distance_to_hard_wall", first), 140);

    const Labels firm = {{"limit", "firm orders"}, {"scope", "firm"}, {"shape", "token_bucket"}};
    EXPECT_EQ(page.value("sluice_limit_used", firm), 2) << "no venue and no key, so no such labels";
    EXPECT_FALSE(page.has("sluice_limit_distance_to_hard_wall", firm)) << "no threshold is not a distance of 0";
    EXPECT_EQ(page.families.at("sluice_limit_used").rows.size(), 5u);
}

TEST(MetricsPage, shows_engaged_kill_scopes) {
    const PrometheusPage page = busy_engine().page();
    EXPECT_EQ(page.value("sluice_kill_scopes_engaged", {}), 2);
    EXPECT_EQ(page.value("sluice_kill_engaged", {}), 1) << "the whole engine";
    EXPECT_EQ(page.value("sluice_kill_engaged",
                  {{"venue", "XETRA"}, {"account", "A1"}, {"instrument", "FDAX"}, {"owner", "desk"}, {"side", "sell"}}),
        1);

    const PrometheusPage quiet = Engine().page();
    EXPECT_EQ(quiet.value("sluice_kill_scopes_engaged", {}), 0) << "an alert needs the row before it happens";
    EXPECT_EQ(quiet.families.count("sluice_kill_engaged"), 0u);
}

TEST(MetricsPage, keeps_names_with_special_characters_whole) {
    const PrometheusPage page = busy_engine().page();
    EXPECT_EQ(page.value("sluice_shadow_mode", {{"venue", "venue \"two\" \\ of\nmany"}}), 0);
    EXPECT_EQ(page.value("sluice_build_info", {{"version", "1.2.3"}}), 1);
}

}  // namespace
}  // namespace sluice
