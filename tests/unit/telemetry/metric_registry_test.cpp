// The metrics are part of the contract: dashboards and alarms are written against their names, types, labels and the
// words in labels. sdk/abi/registry.tsv lists them; this is the proof that the page is the list, no more and no less.
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "prometheus_page.hpp"
#include "telemetry/label_text.hpp"
#include "telemetry/reason_table.hpp"
#include "telemetry/scrape_pages.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {
namespace {

// Name of a metric: its type, then its labels in the order of the page.
using Metrics = std::map<std::string, std::string>;
// Label and word, "class.critical": the code that it stands for.
using Words = std::map<std::string, std::string>;

// The rows of one kind, name and value.
std::map<std::string, std::string> registered(std::istream &registry, const std::string &wanted_kind) {
    std::map<std::string, std::string> found;
    std::string line;
    while (std::getline(registry, line)) {
        std::istringstream columns(line);
        std::string kind, name, value;
        std::getline(columns, kind, '\t');
        std::getline(columns, name, '\t');
        std::getline(columns, value, '\t');
        if (kind == wanted_kind) found[name] = value;
    }
    return found;
}

Metrics exported_metrics(const EngineSnapshot &snapshot) {
    ScrapePages pages([&snapshot] { return snapshot; });
    const std::unique_ptr<ScrapePage> scraped = pages.take();
    std::string text;
    for (const std::string_view part : scraped->parts())
        text += part;
    const test::PrometheusPage page = test::parse_prometheus_page(text);
    Metrics metrics;
    for (const auto &[name, family] : page.families) {
        std::string &described = metrics[name];
        described = family.type;
        std::set<std::string> seen;
        for (const test::Row &row : family.rows) {
            for (const auto &[label, value] : row.labels_in_order) {
                if (label != "le" && seen.insert(label).second) described += ' ' + label;
            }
        }
    }
    return metrics;
}

// One of everything that can be on the page, with every label set.
Metrics all_metrics() {
    VenueCounters counters;
    counters.count_decision(SLUICE_CLASS_NORMAL, SLUICE_ACTION_SEND, SLUICE_REASON_NONE);
    counters.count_release(SLUICE_CLASS_NORMAL, SLUICE_REASON_NONE);
    counters.count_outcome(SLUICE_EVENT_ACKED);
    counters.count_ungated(SLUICE_KIND_ADMIN, 1);
    counters.breaker_trips[SLUICE_TRIP_SLOW].add();
    counters.wait[SLUICE_CLASS_NORMAL].record(1);

    EngineSnapshot snapshot;
    snapshot.version = "1.2.3";
    VenueSnapshot &venue = snapshot.venues.emplace_back();
    venue.name = "V";
    venue.counters = &counters;
    venue.clock_uncertainty_ns = 1;
    venue.lanes = {{"one", true, SLUICE_BREAKER_CLOSED}};
    LimitSnapshot &limit = snapshot.limits.emplace_back();
    limit.venue = "V";
    limit.limit = "orders";
    limit.scope = "account";
    limit.shape = "sliding_window";
    limit.key = "A";
    limit.to_hard_wall = 1;
    snapshot.kills = {{"V", "A", "I", "O", SLUICE_SIDE_BUY}};
    return exported_metrics(snapshot);
}

struct LabelOfCodes {
    const char *label;
    const char *prefix;  // of the codes that it shows
    const char *(*word)(uint32_t code);
};

constexpr LabelOfCodes kLabels[] = {
    {"class", "SLUICE_CLASS_", class_label},
    {"verdict", "SLUICE_ACTION_", action_label},
    {"kind", "SLUICE_KIND_", kind_label},
    {"outcome", "SLUICE_EVENT_", outcome_label},
    {"cause", "SLUICE_TRIP_", trip_label},
    {"side", "SLUICE_SIDE_", side_label},
    {"reason", "SLUICE_REASON_", reason_name},
};

// Codes that a label never shows have no word, or the one for codes from the future.
Words used_words(const std::map<std::string, std::string> &codes) {
    Words words;
    for (const LabelOfCodes &label : kLabels) {
        for (const auto &[code, number] : codes) {
            if (code.rfind(label.prefix, 0) != 0 || code.rfind("SLUICE_EVENT_FLAG_", 0) == 0) continue;
            const std::string word = label.word(static_cast<uint32_t>(std::stoul(number)));
            if (!word.empty() && word != "unknown") words[label.label + ('.' + word)] = code;
        }
    }
    return words;
}

void expect_same(const std::map<std::string, std::string> &listed, const std::map<std::string, std::string> &exported) {
    for (const auto &[name, text] : exported)
        EXPECT_EQ(listed.count(name) ? listed.at(name) : "no row", text) << name;
    for (const auto &[name, text] : listed)
        EXPECT_EQ(exported.count(name), 1u) << name << " is not exported as " << text;
}

TEST(MetricRegistry, lists_what_is_exported_with_types_and_labels) {
    std::ifstream registry(SLUICE_SOURCE_DIR "/sdk/abi/registry.tsv");
    ASSERT_TRUE(registry.is_open());
    const Metrics listed = registered(registry, "metric");
    const Metrics exported = all_metrics();
    EXPECT_GT(exported.size(), 45u);
    expect_same(listed, exported);
}

TEST(MetricRegistry, lists_every_word_that_a_label_can_have) {
    std::ifstream registry(SLUICE_SOURCE_DIR "/sdk/abi/registry.tsv");
    ASSERT_TRUE(registry.is_open());
    const Words listed = registered(registry, "label");
    // What a code is called is in the registry too, so a number is all that has to be known here.
    std::ifstream again(SLUICE_SOURCE_DIR "/sdk/abi/registry.tsv");
    const Words used = used_words(registered(again, "code"));
    EXPECT_GT(used.size(), 60u);
    expect_same(listed, used);
}

// What the two tests above would say of a registry that differs.
TEST(MetricRegistry, is_compared_in_both_directions) {
    const Metrics exported = all_metrics();
    ASSERT_TRUE(exported.count("sluice_queue_depth"));
    Metrics listed = exported;
    expect_same(listed, exported);
    listed.erase("sluice_queue_depth");
    EXPECT_NONFATAL_FAILURE(expect_same(listed, exported), "no row");
    listed["sluice_queue_depth"] = "gauge venue";
    EXPECT_NONFATAL_FAILURE(expect_same(listed, exported), "gauge venue class");
    listed["sluice_queue_depth"] = "counter venue class";
    EXPECT_NONFATAL_FAILURE(expect_same(listed, exported), "gauge venue class");
    listed = exported;
    listed["sluice_gone_total"] = "counter venue";
    EXPECT_NONFATAL_FAILURE(expect_same(listed, exported), "sluice_gone_total is not exported");
    EXPECT_NE(used_words({{"SLUICE_CLASS_HIGH", "1"}}), used_words({{"SLUICE_CLASS_HIGH", "2"}}));
}

}  // namespace
}  // namespace sluice
