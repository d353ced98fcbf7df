#include "flow.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "sluice/request.h"

namespace conformance {

namespace {

// Numbers names in the order in which they come.
uint32_t number_of(std::map<std::string, uint32_t> &numbers, const std::string &name) {
    return numbers.emplace(name, static_cast<uint32_t>(numbers.size())).first->second;
}

uint32_t kind_of(const std::string &action) {
    if (action == "new") return SLUICE_KIND_NEW;
    if (action == "replace") return SLUICE_KIND_REPLACE;
    return action == "cancel" ? static_cast<uint32_t>(SLUICE_KIND_CANCEL) : 0u;
}

}  // namespace

std::vector<FlowRow> read_flow(const std::string &path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read the recorded flow " + path);
    std::map<std::string, uint32_t> owners;
    std::map<std::string, uint32_t> orders;
    std::map<std::string, uint32_t> instruments;
    std::vector<FlowRow> rows;
    std::string line;
    std::getline(file, line);
    for (uint64_t number = 2; std::getline(file, line); ++number) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream fields(line);
        std::string time, owner, order, action, side, price, quantity, instrument;
        std::getline(fields, time, ',');
        std::getline(fields, owner, ',');
        std::getline(fields, order, ',');
        std::getline(fields, action, ',');
        std::getline(fields, side, ',');
        std::getline(fields, price, ',');
        std::getline(fields, quantity, ',');
        std::getline(fields, instrument, ',');
        FlowRow row;
        row.kind = kind_of(action);
        if (row.kind == 0 || time.empty()) {
            throw std::runtime_error(path + " line " + std::to_string(number) + " is no request");
        }
        row.time_us = std::stoull(time);
        row.owner = number_of(owners, owner);
        row.order = number_of(orders, order);
        row.instrument = number_of(instruments, instrument);
        rows.push_back(row);
    }
    if (rows.empty()) throw std::runtime_error(path + " holds no request");
    return rows;
}

}  // namespace conformance
