// The names that the counters of limits are shown with: thousands of counters share a few names, so each is fetched
// from its table, behind a mutex, once a scrape. Made and used by the thread that makes the snapshot, which keeps the
// names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/name_table.hpp"
#include "telemetry/snapshot.hpp"

namespace sluice {

class ShownNames {
public:
    ShownNames(const NameTable &table, EngineSnapshot &snapshot) : table_(table), snapshot_(snapshot) {}

    // How many names there are; ids are 1 to that.
    uint32_t count() const noexcept { return table_.count(); }
    // Empty for 0, the id of nobody.
    std::string_view name(uint32_t id) {
        while (names_.size() <= id)
            names_.push_back(snapshot_.keep(table_.name(static_cast<uint32_t>(names_.size()))));
        return names_[id];
    }

private:
    const NameTable &table_;
    EngineSnapshot &snapshot_;
    std::vector<std::string_view> names_;
};

// Of all kinds that a limit can have counters for.
struct KeyNames {
    ShownNames accounts;
    ShownNames instruments;
    ShownNames owners;
};

// The key of a counter that two names share.
inline std::string pair_name(std::string_view first, std::string_view second) {
    std::string name;
    name.reserve(first.size() + 1 + second.size());
    return name.append(first).append("/").append(second);
}

}  // namespace sluice
