// The Prometheus text of an engine, read back: every row by name and labels. Read-only once made; any thread.
#pragma once

#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

namespace sluice_test {

class MetricsText {
public:
    using Labels = std::map<std::string, std::string>;

    // Throws on a line that is no comment and no row, and on two rows with the same name and labels.
    explicit MetricsText(const std::string &text) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            if (line.empty() || line[0] == '#') continue;
            add_row(line);
        }
    }

    // The sum of all rows of that name that carry these labels; 0 when there is none.
    double sum(const std::string &name, const Labels &labels = {}) const {
        double total = 0;
        for (auto row = rows_.lower_bound({name, {}}); row != rows_.end() && row->first.first == name; ++row) {
            bool matches = true;
            for (const auto &[label, value] : labels) {
                const auto found = row->first.second.find(label);
                matches = matches && found != row->first.second.end() && found->second == value;
            }
            if (matches) total += row->second;
        }
        return total;
    }

    bool has(const std::string &name) const { return names_.count(name) != 0; }

private:
    void add_row(const std::string &line) {
        const std::size_t value_at = line.rfind(' ');
        const std::size_t name_end = line.find_first_of("{ ");
        if (value_at == std::string::npos) throw std::runtime_error("no row: " + line);
        const std::string name = line.substr(0, name_end);
        Labels labels;
        if (line[name_end] == '{') read_labels(line, name_end + 1, labels);
        names_.insert(name);
        if (!rows_.emplace(std::make_pair(name, labels), std::stod(line.substr(value_at + 1))).second) {
            throw std::runtime_error("the same row twice: " + line);
        }
    }

    // name="value",name="value"} with backslashes inside values.
    static void read_labels(const std::string &line, std::size_t at, Labels &labels) {
        while (line.at(at) != '}') {
            const std::size_t equals = line.find('=', at);
            const std::string name = line.substr(at, equals - at);
            std::string value;
            for (at = equals + 2; line.at(at) != '"'; ++at) {
                if (line[at] == '\\') ++at;
                value += line.at(at);
            }
            labels[name] = value;
            if (line.at(++at) == ',') ++at;
        }
    }

    std::map<std::pair<std::string, Labels>, double> rows_;
    std::set<std::string> names_;
};

}  // namespace sluice_test
