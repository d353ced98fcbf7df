#include "config/fault_list.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace sluice {
namespace {

using Ranks = std::unordered_map<const JsonValue *, size_t>;

// Numbers the places of interest in the order of the text. The depth was bounded when the text was read.
void rank_places(const JsonValue &value, size_t &next_rank, Ranks &ranks) {
    const size_t rank = next_rank++;
    if (const auto place = ranks.find(&value); place != ranks.end()) place->second = rank;
    if (value.IsArray()) {
        for (const JsonValue &element : value.GetArray())
            rank_places(element, next_rank, ranks);
    } else if (value.IsObject()) {
        for (const auto &member : value.GetObject())
            rank_places(member.value, next_rank, ranks);
    }
}

}  // namespace

void FaultList::add(const JsonValue &place, ConfigFault fault) {
    if (entries_.size() == kFaultsMax) {
        is_overfull_ = true;
        return;
    }
    entries_.push_back({&place, std::move(fault)});
}

std::vector<ConfigFault> FaultList::in_document_order(const JsonValue &root) const {
    Ranks ranks;
    for (const Entry &entry : entries_)
        ranks[entry.place] = 0;
    size_t next_rank = 0;
    rank_places(root, next_rank, ranks);

    std::vector<Entry> sorted = entries_;
    std::stable_sort(sorted.begin(), sorted.end(),
        [&ranks](const Entry &left, const Entry &right) { return ranks.at(left.place) < ranks.at(right.place); });

    std::vector<ConfigFault> faults;
    for (Entry &entry : sorted)
        faults.push_back(std::move(entry.fault));
    if (is_overfull_) {
        faults.push_back({"", "at most " + std::to_string(kFaultsMax) + " faults, which are listed", "more faults"});
    }
    return faults;
}

}  // namespace sluice
