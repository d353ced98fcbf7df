// Reads the Prometheus text format 0.0.4 strictly, line by line, and keeps the sum of each metric. The format:
// https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <map>
#include <string>

namespace sluice::validate {

struct MetricsText {
    std::string fault;                   // the first line that is no Prometheus text; empty when all are
    std::map<std::string, double> sums;  // of all rows of a name
};

MetricsText read_metrics(const std::string &text);

}  // namespace sluice::validate
