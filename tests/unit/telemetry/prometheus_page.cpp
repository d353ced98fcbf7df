#include "prometheus_page.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

namespace sluice::test {
namespace {

[[noreturn]] void fail(std::string_view where, const std::string &fault) {
    throw std::runtime_error(fault + ": " + std::string(where));
}

bool is_name(std::string_view text, bool with_colon) {
    if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
    return std::all_of(text.begin(), text.end(), [with_colon](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9') || character == '_' || (with_colon && character == ':');
    });
}

double parse_number(std::string_view line, const std::string &text) {
    if (text == "+Inf") return std::numeric_limits<double>::infinity();
    // As prometheus-cpp spells it; scrapers do not mind.
    if (text == "Nan") return std::numeric_limits<double>::quiet_NaN();
    if (text.empty() || text.find_first_not_of("0123456789+-.e") != std::string::npos) fail(line, "no number");
    char *end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (*end != '\0') fail(line, "no number");
    return value;
}

// Reads {a="b",c="d"} from the front of `rest`.
void parse_labels(std::string_view line, std::string_view &rest, Row &row) {
    rest.remove_prefix(1);
    while (true) {
        const std::size_t equals = rest.find('=');
        if (equals == std::string_view::npos || !is_name(rest.substr(0, equals), false)) fail(line, "bad label name");
        const std::string name(rest.substr(0, equals));
        rest.remove_prefix(equals + 1);
        if (rest.empty() || rest[0] != '"') fail(line, "label value without quotes");
        rest.remove_prefix(1);
        std::string value;
        while (!rest.empty() && rest[0] != '"') {
            char character = rest[0];
            if (character == '\\') {
                if (rest.size() < 2 || std::string_view("\\\"n").find(rest[1]) == std::string_view::npos) {
                    fail(line, "bad escape");
                }
                character = rest[1] == 'n' ? '\n' : rest[1];
                rest.remove_prefix(1);
            }
            value += character;
            rest.remove_prefix(1);
        }
        if (rest.empty()) fail(line, "label value without end");
        rest.remove_prefix(1);
        if (!row.labels.emplace(name, value).second) fail(line, "label twice");
        row.labels_in_order.emplace_back(name, value);
        if (rest.empty() || (rest[0] != ',' && rest[0] != '}')) fail(line, "labels without end");
        const bool is_end = rest[0] == '}';
        rest.remove_prefix(1);
        if (is_end) return;
    }
}

Row parse_row(std::string_view line) {
    Row row;
    std::string_view rest = line;
    const std::size_t name_end = rest.find_first_of("{ ");
    if (name_end == std::string_view::npos) fail(line, "row without a value");
    row.name = rest.substr(0, name_end);
    if (!is_name(row.name, true)) fail(line, "bad metric name");
    rest.remove_prefix(name_end);
    if (rest[0] == '{') parse_labels(line, rest, row);
    if (rest.empty() || rest[0] != ' ') fail(line, "no blank before the value");
    row.value_text = rest.substr(1);
    row.value = parse_number(line, row.value_text);
    return row;
}

// The row belongs to the family that TYPE opened last: under its own name, or with a histogram's suffix.
bool belongs_to(const Row &row, const std::string &family_name, const Family &family) {
    if (family.type != "histogram") return row.name == family_name;
    return row.name == family_name + "_bucket" || row.name == family_name + "_sum" ||
           row.name == family_name + "_count";
}

struct HistogramRows {
    std::vector<std::pair<double, double>> buckets;  // bound, count; as they come
    int counts = 0;
    int sums = 0;
    double count = 0;
};

void check_histogram(const std::string &name, const Family &family) {
    std::map<Labels, HistogramRows> histograms;
    for (const Row &row : family.rows) {
        Labels labels = row.labels;
        if (row.name == name + "_bucket") {
            const auto bound = labels.find("le");
            if (bound == labels.end()) fail(name, "bucket without le");
            const double bound_value = parse_number(name, bound->second);
            labels.erase(bound);
            histograms[labels].buckets.emplace_back(bound_value, row.value);
        } else if (row.name == name + "_count") {
            histograms[labels].count = row.value;
            ++histograms[labels].counts;
        } else {
            if (row.value < 0) fail(name, "negative sum");
            ++histograms[labels].sums;
        }
    }
    for (const auto &[labels, histogram] : histograms) {
        if (histogram.counts != 1 || histogram.sums != 1) fail(name, "histogram without one count and one sum");
        if (histogram.buckets.empty() || !std::isinf(histogram.buckets.back().first)) fail(name, "no +Inf bucket");
        if (histogram.buckets.back().second != histogram.count) fail(name, "+Inf is not the count");
        for (std::size_t index = 1; index < histogram.buckets.size(); ++index) {
            if (histogram.buckets[index].first <= histogram.buckets[index - 1].first) fail(name, "bounds fall");
            if (histogram.buckets[index].second < histogram.buckets[index - 1].second) fail(name, "buckets fall");
        }
    }
}

void check_family(const std::string &name, const Family &family) {
    if (family.help.empty()) fail(name, "family without HELP");
    if (family.rows.empty()) fail(name, "family without rows");
    std::set<std::pair<std::string, Labels>> seen;
    for (const Row &row : family.rows) {
        if (!seen.emplace(row.name, row.labels).second) fail(name, "equal rows");
        if (std::isnan(row.value)) fail(name, "not a number");
        if (family.type == "counter" && row.value < 0) fail(name, "negative counter");
    }
    if (family.type == "histogram") check_histogram(name, family);
}

}  // namespace

PrometheusPage parse_prometheus_page(std::string_view text) {
    PrometheusPage page;
    std::string current;
    if (!text.empty() && text.back() != '\n') fail(text.substr(text.rfind('\n') + 1), "last line without end");
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() + 1);
        if (line.substr(0, 7) == "# HELP ") {
            const std::string_view rest = line.substr(7);
            const std::size_t name_end = std::min(rest.find(' '), rest.size());
            current = rest.substr(0, name_end);
            if (!is_name(current, true)) fail(line, "bad metric name");
            if (!page.families.try_emplace(current).second) fail(line, "family twice");
            page.families_in_order.push_back(current);
            page.families[current].help = rest.substr(std::min(name_end + 1, rest.size()));
        } else if (line.substr(0, 7) == "# TYPE ") {
            const std::string_view rest = line.substr(7);
            const std::size_t name_end = rest.find(' ');
            if (name_end == std::string_view::npos || rest.substr(0, name_end) != current) {
                fail(line, "TYPE does not follow its HELP");
            }
            Family &family = page.families[current];
            if (!family.type.empty()) fail(line, "TYPE twice");
            family.type = rest.substr(name_end + 1);
            static const std::set<std::string> kTypes = {"counter", "gauge", "histogram"};
            if (kTypes.count(family.type) == 0) fail(line, "no such TYPE");
        } else {
            const Row row = parse_row(line);
            if (current.empty() || page.families[current].type.empty()) fail(line, "row before its TYPE");
            if (!belongs_to(row, current, page.families[current])) fail(line, "row of another family");
            page.families[current].rows.push_back(row);
        }
    }
    for (const auto &[name, family] : page.families)
        check_family(name, family);
    return page;
}

const Row *PrometheusPage::find(const std::string &row_name, const Labels &labels) const {
    for (const auto &[name, family] : families) {
        for (const Row &row : family.rows) {
            if (row.name == row_name && row.labels == labels) return &row;
        }
    }
    return nullptr;
}

double PrometheusPage::value(const std::string &row_name, const Labels &labels) const {
    const Row *row = find(row_name, labels);
    if (row == nullptr) fail(row_name, "no such row");
    return row->value;
}

bool PrometheusPage::has(const std::string &row_name, const Labels &labels) const {
    return find(row_name, labels) != nullptr;
}

}  // namespace sluice::test
