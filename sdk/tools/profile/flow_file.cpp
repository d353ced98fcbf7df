#include "flow_file.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

#include "profile_file.hpp"
#include "sluice/request.h"

namespace sluice::profile_tool {
namespace {

constexpr uint64_t kLongestUs = uint64_t{7} * 24 * 3600 * 1'000'000;

std::vector<std::string_view> split(std::string_view line) {
    std::vector<std::string_view> fields;
    while (true) {
        const std::size_t comma = line.find(',');
        fields.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

std::optional<uint64_t> number(std::string_view text) {
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

uint32_t kind_of(std::string_view action) {
    if (action == "new") return SLUICE_KIND_NEW;
    if (action == "replace") return SLUICE_KIND_REPLACE;
    if (action == "cancel") return SLUICE_KIND_CANCEL;
    return 0;
}

// Numbers names in the order in which they come.
class Names {
public:
    explicit Names(std::vector<std::string> &names) : names_(names) {}

    uint32_t index_of(std::string_view name) {
        const auto [place, is_new] = places_.try_emplace(std::string(name), static_cast<uint32_t>(names_.size()));
        if (is_new) names_.emplace_back(name);
        return place->second;
    }

private:
    std::vector<std::string> &names_;
    std::map<std::string, uint32_t> places_;
};

class FlowReader {
public:
    Flow read(std::string_view text) {
        for (std::size_t line = 1; !text.empty() && flow_.problem.empty(); ++line) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            std::string_view row = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
            if (row.empty()) continue;
            if (line == 1) {
                read_header(split(row));
            } else {
                read_row(split(row));
            }
            if (!flow_.problem.empty()) flow_.problem = "line " + std::to_string(line) + ": " + flow_.problem;
        }
        if (flow_.problem.empty() && flow_.messages.empty()) flow_.problem = "has no messages";
        return std::move(flow_);
    }

private:
    void read_header(const std::vector<std::string_view> &fields) {
        for (std::size_t index = 0; index < fields.size(); ++index)
            columns_[std::string(fields[index])] = index;
        for (const char *name : {"time_us", "order", "action", "instrument"}) {
            if (!columns_.contains(name)) flow_.problem = std::string("the header has no column ") + name;
        }
    }

    std::string_view field(const std::vector<std::string_view> &fields, const std::string &name) const {
        const auto column = columns_.find(name);
        return column == columns_.end() || column->second >= fields.size() ? std::string_view()
                                                                           : fields[column->second];
    }

    void read_row(const std::vector<std::string_view> &fields) {
        FlowMessage message;
        const std::optional<uint64_t> time_us = number(field(fields, "time_us"));
        const std::optional<uint64_t> order = number(field(fields, "order"));
        message.kind = kind_of(field(fields, "action"));
        if (!time_us || *time_us > kLongestUs) {
            flow_.problem = "time_us: expected a whole number of microseconds, at most a week";
        } else if (!order || *order == 0) {
            flow_.problem = "order: expected a whole number from 1";
        } else if (message.kind == 0) {
            flow_.problem = "action: expected new, replace or cancel";
        } else if (!flow_.messages.empty() && *time_us * 1'000 < flow_.messages.back().time_ns) {
            flow_.problem = "time_us: goes back";
        }
        if (!flow_.problem.empty()) return;
        message.time_ns = *time_us * 1'000;
        message.order = *order;
        message.side = field(fields, "side") == "buy"    ? uint32_t{SLUICE_SIDE_BUY}
                       : field(fields, "side") == "sell" ? uint32_t{SLUICE_SIDE_SELL}
                                                         : uint32_t{SLUICE_SIDE_NONE};
        message.owner = owners_.index_of(field(fields, "owner"));
        message.instrument = instruments_.index_of(field(fields, "instrument"));
        flow_.messages.push_back(message);
    }

    Flow flow_;
    Names owners_{flow_.owners};
    Names instruments_{flow_.instruments};
    std::map<std::string, std::size_t> columns_;
};

}  // namespace

Flow read_flow(const std::string &path) {
    const FileText file = read_file(path);
    if (!file.text) {
        Flow flow;
        flow.problem = file.problem;
        return flow;
    }
    FlowReader reader;
    Flow flow = reader.read(*file.text);
    if (!flow.problem.empty()) flow.problem = path + ": " + flow.problem;
    return flow;
}

}  // namespace sluice::profile_tool
