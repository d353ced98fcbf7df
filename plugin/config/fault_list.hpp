// Collects faults with the place in the document that each is about, so that they can be listed in the order in which a
// reader of the document meets them. Written by the checks of one `parse_config` call. Never holds more than 200
// faults: a hostile document must not make a report of gigabytes.
#pragma once

#include <cstddef>
#include <vector>

#include "config/json.hpp"
#include "config/parse_config.hpp"

namespace sluice {

class FaultList {
public:
    static constexpr size_t kFaultsMax = 200;

    // `place` is the value that is wrong; for something that is missing the object that lacks it.
    void add(const JsonValue &place, ConfigFault fault);

    bool is_empty() const { return entries_.empty(); }
    // True: a fault was left out, further checks are of no use.
    bool is_overfull() const { return is_overfull_; }

    // Sorted as the places stand in `root`; ends with one that says so if faults were left out.
    std::vector<ConfigFault> in_document_order(const JsonValue &root) const;

private:
    struct Entry {
        const JsonValue *place;
        ConfigFault fault;
    };

    std::vector<Entry> entries_;
    bool is_overfull_ = false;
};

}  // namespace sluice
