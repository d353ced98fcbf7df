// What a run has measured: for each named figure one value a repeat. Filled by one thread, read at the end.
//
// Names are lower_snake with the unit last ("submit_send_ns"); the ratios of tests/bench/run are made of them.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace sluice_bench {

class Figures {
public:
    void add(const std::string &name, double value) { values_[name].push_back(value); }

    const std::map<std::string, std::vector<double>> &values() const { return values_; }

private:
    std::map<std::string, std::vector<double>> values_;
};

// The middle value, or the mean of the two in the middle; 0 of nothing.
double median_of(std::vector<double> values);

// The smallest value that the share (0 to 1) of all does not exceed. Sorts `values`.
double percentile_of(std::vector<double> &values, double share);

}  // namespace sluice_bench
