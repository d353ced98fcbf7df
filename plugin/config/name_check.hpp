// Judges the names of one list (accounts, venues, a venue's limits): each must be usable as a key and in a metric's
// label, and unique in its list. One object per list; the names must outlive it. Control path.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "config/fault_list.hpp"
#include "config/json.hpp"

namespace sluice {

class NameCheck {
public:
    explicit NameCheck(FaultList &faults) : faults_(faults) {}

    // `index` is the place in the list; `path` is made from it by `path_of`, and only for a fault.
    template <class PathOf>
    void check(const JsonValue &name, size_t index, PathOf path_of) {
        const std::string_view text = text_of(name);
        if (!is_usable(text)) add_unusable(name, path_of(index));
        const auto [first, is_new] = first_index_.try_emplace(text, index);
        if (!is_new) add_repeated(name, path_of(index), path_of(first->second));
    }

private:
    static bool is_usable(std::string_view text);
    void add_unusable(const JsonValue &name, std::string path);
    void add_repeated(const JsonValue &name, std::string path, const std::string &first_path);

    FaultList &faults_;
    std::unordered_map<std::string_view, size_t> first_index_;
};

}  // namespace sluice
