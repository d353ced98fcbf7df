#include "flow.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace replay {
namespace {

constexpr std::array<const char *, 8> kColumns{
    {"time_us", "owner", "order", "action", "side", "price", "quantity", "instrument"}};
constexpr const char *kHeader = "time_us,owner,order,action,side,price,quantity,instrument";
constexpr std::size_t kNameCharactersMax = 32;
constexpr std::size_t kDecimalsMax = 8;
// 10 whole digits and 8 decimals fit the 64-bit fixed point that gateways compute with.
constexpr std::size_t kWholeDigitsMax = 10;
// A file of another kind would otherwise print one fault for each of its lines.
constexpr std::size_t kFaultsMax = 20;

enum Column { kTime, kOwner, kOrder, kAction, kSide, kPrice, kQuantity, kInstrument };

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name(const std::string &text) {
    if (text.empty() || text.size() > kNameCharactersMax) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' || c == '.';
    });
}

bool is_positive_decimal(const std::string &text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string whole = text.substr(0, point);
    const std::string decimals = point < text.size() ? text.substr(point + 1) : "";
    if (whole.empty() || whole.size() > kWholeDigitsMax || decimals.size() > kDecimalsMax) return false;
    if (point < text.size() && decimals.empty()) return false;
    const std::string digits = whole + decimals;
    return std::all_of(digits.begin(), digits.end(), is_digit) && digits.find_first_not_of('0') != std::string::npos;
}

bool parse_time(const std::string &text, std::uint64_t &time_us) {
    // 15 digits of microseconds are 31 years; longer ones could overflow as nanoseconds.
    if (text.empty() || text.size() > 15 || !std::all_of(text.begin(), text.end(), is_digit)) return false;
    time_us = std::stoull(text);
    return true;
}

std::vector<std::string> split(const std::string &line) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
        if (c == ',') {
            fields.emplace_back();
        } else {
            fields.back() += c;
        }
    }
    return fields;
}

// Dense numbers for names, in order of appearance.
class NameTable {
public:
    explicit NameTable(std::vector<std::string> &names) : names_(names) {}

    std::uint32_t index_of(const std::string &name) {
        const auto found = indexes_.emplace(name, static_cast<std::uint32_t>(names_.size()));
        if (found.second) names_.push_back(name);
        return found.first->second;
    }

private:
    std::vector<std::string> &names_;
    std::unordered_map<std::string, std::uint32_t> indexes_;
};

class FlowReader {
public:
    FlowReader(std::istream &input, const std::string &name)
        : input_(input), name_(name), owners_(flow_.owners), instruments_(flow_.instruments) {}

    Flow read() {
        std::string line;
        bool has_header = false;
        while (faults_.size() < kFaultsMax && std::getline(input_, line)) {
            ++line_number_;
            if (!line.empty() && line.back() == '\r') line.pop_back();
            if (line.empty() || line.front() == '#') continue;
            if (has_header) {
                read_line(line);
            } else {
                has_header = true;
                if (line != kHeader) {
                    fault("header", line, std::string("the first line must be ") + kHeader);
                    break;
                }
            }
        }
        if (input_.bad()) fault("file", "", "it could not be read to its end; check the disk and the permissions");
        if (faults_.empty() && flow_.events.empty()) {
            fault("file", "", "it holds no requests; give a file with at least one line after the header");
        }
        if (!faults_.empty()) throw_faults();
        finish();
        return std::move(flow_);
    }

private:
    struct Order {
        std::uint32_t index;
        std::size_t last_event;
        bool is_cancelled;
    };

    void fault(const char *field, const std::string &value, const std::string &remedy) {
        faults_.push_back(name_ + ":" + std::to_string(line_number_) + ": " + field + " is \"" + value.substr(0, 80) +
                          "\": " + remedy);
    }

    void throw_faults() const {
        std::string text;
        for (const std::string &one : faults_)
            text += one + "\n";
        if (faults_.size() == kFaultsMax) text += name_ + ": more faults may follow; only the first ones are shown\n";
        text.pop_back();
        throw FlowError(text);
    }

    void read_line(const std::string &line) {
        const std::vector<std::string> fields = split(line);
        if (fields.size() != kColumns.size()) {
            fault("line", line, "it has " + std::to_string(fields.size()) + " fields; give the 8 of the header");
            return;
        }
        const std::size_t faults_before = faults_.size();
        FlowEvent event{};
        read_common(fields, event);
        if (event.action == Action::kCancel) {
            check_cancel_is_bare(fields);
        } else {
            read_terms(fields, event);
        }
        if (faults_.size() == faults_before) link_order(fields, event);
        if (faults_.size() == faults_before) flow_.events.push_back(std::move(event));
    }

    void read_common(const std::vector<std::string> &fields, FlowEvent &event) {
        if (!parse_time(fields[kTime], event.time_us)) {
            fault(kColumns[kTime], fields[kTime], "give whole microseconds from the start of the recording");
        } else if (event.time_us < time_us_) {
            fault(kColumns[kTime], fields[kTime], "the line before is later; sort the file by time_us");
        } else {
            time_us_ = event.time_us;
        }
        for (const Column column : {kOwner, kOrder, kInstrument}) {
            if (is_name(fields[column])) continue;
            fault(kColumns[column], fields[column], "give 1 to 32 characters of A-Z a-z 0-9 _ - .");
        }
        if (fields[kAction] == "new") {
            event.action = Action::kNew;
        } else if (fields[kAction] == "replace") {
            event.action = Action::kReplace;
        } else if (fields[kAction] == "cancel") {
            event.action = Action::kCancel;
        } else {
            fault(kColumns[kAction], fields[kAction], "give new, replace or cancel");
        }
    }

    void check_cancel_is_bare(const std::vector<std::string> &fields) {
        for (const Column column : {kSide, kPrice, kQuantity}) {
            if (!fields[column].empty()) fault(kColumns[column], fields[column], "leave it empty for a cancel");
        }
    }

    void read_terms(const std::vector<std::string> &fields, FlowEvent &event) {
        if (fields[kSide] == "buy") {
            event.side = Side::kBuy;
        } else if (fields[kSide] == "sell") {
            event.side = Side::kSell;
        } else {
            fault(kColumns[kSide], fields[kSide], "give buy or sell");
        }
        for (const Column column : {kPrice, kQuantity}) {
            if (is_positive_decimal(fields[column])) continue;
            fault(kColumns[column], fields[column],
                "give a decimal above 0 with at most 10 digits before the point and 8 after it");
        }
        event.price = fields[kPrice];
        event.quantity = fields[kQuantity];
    }

    // Ties the event to its order and fills in what a cancel takes from it.
    void link_order(const std::vector<std::string> &fields, FlowEvent &event) {
        event.owner = owners_.index_of(fields[kOwner]);
        event.instrument = instruments_.index_of(fields[kInstrument]);
        const auto found = orders_.find(fields[kOrder]);
        if (event.action == Action::kNew) {
            if (found != orders_.end()) {
                fault(kColumns[kOrder], fields[kOrder],
                    "an earlier line made this order; give every new order its own id");
                return;
            }
            event.order = flow_.order_count++;
            orders_.emplace(fields[kOrder], Order{event.order, flow_.events.size(), false});
            return;
        }
        if (found == orders_.end() || found->second.is_cancelled) {
            fault(kColumns[kOrder], fields[kOrder],
                "no live order has this id; a replace or cancel must follow the order's new");
            return;
        }
        Order &order = found->second;
        const FlowEvent &last = flow_.events[order.last_event];
        if (last.owner != event.owner) {
            fault(kColumns[kOwner], fields[kOwner], "the order belongs to owner " + flow_.owners[last.owner]);
            return;
        }
        if (last.instrument != event.instrument) {
            fault(kColumns[kInstrument], fields[kInstrument], "the order is in " + flow_.instruments[last.instrument]);
            return;
        }
        event.order = order.index;
        if (event.action == Action::kCancel) {
            event.side = last.side;
            event.price = last.price;
            event.quantity = last.quantity;
            order.is_cancelled = true;
        } else if (event.side != last.side) {
            fault(
                kColumns[kSide], fields[kSide], "a replace keeps the side of its order; cancel it and send a new one");
        }
        order.last_event = flow_.events.size();
    }

    void finish() {
        const std::size_t gaps = flow_.events.size() > 1 ? flow_.events.size() - 1 : 1;
        const std::uint64_t last_us = flow_.events.back().time_us;
        flow_.length_us = last_us + std::max<std::uint64_t>(1, last_us / gaps);
    }

    std::istream &input_;
    const std::string name_;
    Flow flow_;
    NameTable owners_;
    NameTable instruments_;
    std::unordered_map<std::string, Order> orders_;
    std::vector<std::string> faults_;
    std::size_t line_number_ = 0;
    std::uint64_t time_us_ = 0;
};

}  // namespace

Flow read_flow(std::istream &input, const std::string &name) {
    return FlowReader(input, name).read();
}

}  // namespace replay
