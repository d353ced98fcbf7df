#include "metrics_text.hpp"

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <set>

namespace sluice::validate {

namespace {

bool is_name(const std::string &text, bool may_have_colon) {
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0]))) return false;
    for (const char letter : text) {
        if (!std::isalnum(static_cast<unsigned char>(letter)) && letter != '_' && !(may_have_colon && letter == ':'))
            return false;
    }
    return true;
}

// name="value",... up to and with the closing brace; npos when it is none.
std::size_t labels_end(const std::string &line, std::size_t at) {
    while (at < line.size() && line[at] != '}') {
        const std::size_t equals = line.find('=', at);
        if (equals == std::string::npos || !is_name(line.substr(at, equals - at), false)) return std::string::npos;
        if (equals + 1 >= line.size() || line[equals + 1] != '"') return std::string::npos;
        for (at = equals + 2; at < line.size() && line[at] != '"'; ++at) {
            if (line[at] != '\\') continue;
            ++at;
            if (at >= line.size() || (line[at] != '\\' && line[at] != '"' && line[at] != 'n')) return std::string::npos;
        }
        if (++at < line.size() && line[at] == ',') ++at;
    }
    return at < line.size() ? at + 1 : std::string::npos;
}

bool read_row(const std::string &line, std::set<std::string> &seen, MetricsText &read) {
    const std::size_t name_end = line.find_first_of("{ ");
    if (name_end == std::string::npos) return false;
    const std::string name = line.substr(0, name_end);
    if (!is_name(name, true)) return false;
    const std::size_t row_end = line[name_end] == '{' ? labels_end(line, name_end + 1) : name_end;
    if (row_end == std::string::npos || row_end >= line.size() || line[row_end] != ' ') return false;
    // One row is there once.
    if (!seen.insert(line.substr(0, row_end)).second) return false;
    char *end = nullptr;
    const double value = std::strtod(line.c_str() + row_end + 1, &end);
    if (end == line.c_str() + row_end + 1 || *end != '\0') return false;
    if (!std::isnan(value)) read.sums[name] += value;
    return true;
}

bool is_comment(const std::string &line) {
    if (line.rfind("# TYPE ", 0) == 0) {
        const std::size_t space = line.find(' ', 7);
        if (space == std::string::npos || !is_name(line.substr(7, space - 7), true)) return false;
        const std::string type = line.substr(space + 1);
        return type == "counter" || type == "gauge" || type == "histogram" || type == "summary" || type == "untyped";
    }
    if (line.rfind("# HELP ", 0) == 0) return is_name(line.substr(7, line.find(' ', 7) - 7), true);
    return line[0] == '#';
}

}  // namespace

MetricsText read_metrics(const std::string &text) {
    MetricsText read;
    std::set<std::string> seen;
    if (text.empty() || text.back() != '\n') read.fault = "the text does not end with a new line";
    for (std::size_t at = 0; at < text.size() && read.fault.empty();) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string::npos) break;
        const std::string line = text.substr(at, end - at);
        at = end + 1;
        if (line.empty()) continue;
        if (!(line[0] == '#' ? is_comment(line) : read_row(line, seen, read))) read.fault = line;
    }
    return read;
}

}  // namespace sluice::validate
