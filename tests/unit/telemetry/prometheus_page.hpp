// A strict reader of the Prometheus text format 0.0.4, for tests: written from the format's description and apart from
// the code that writes it. Whatever a scraper might refuse or misread is a fault here: a row before its TYPE, HELP
// or TYPE twice, a family in two pieces, equal rows, a bad name, a bad escape, a number that is none, a histogram whose
// buckets fall or whose +Inf is not its count.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::test {

using Labels = std::map<std::string, std::string>;

struct Row {
    std::string name;  // with the suffix of a histogram's rows
    Labels labels;
    std::vector<std::pair<std::string, std::string>> labels_in_order;
    double value = 0;
    std::string value_text;
};

struct Family {
    std::string help;
    std::string type;
    std::vector<Row> rows;
};

struct PrometheusPage {
    std::map<std::string, Family> families;
    std::vector<std::string> families_in_order;  // their names

    // The value of one row. Throws std::runtime_error when there is none.
    [[nodiscard]] double value(const std::string &row_name, const Labels &labels) const;
    [[nodiscard]] bool has(const std::string &row_name, const Labels &labels) const;

private:
    [[nodiscard]] const Row *find(const std::string &row_name, const Labels &labels) const;
};

// Throws std::runtime_error with the line and the fault.
[[nodiscard]] PrometheusPage parse_prometheus_page(std::string_view text);

}  // namespace sluice::test
