#include "engine/name_table.hpp"

namespace sluice {

NameTable::NameTable(uint32_t capacity, bool is_closed, const std::vector<std::string> &names)
    : capacity_(capacity), is_closed_(is_closed) {
    ids_.reserve(capacity);
    names_.reserve(capacity);
    for (const std::string &name : names) {
        names_.push_back(name);
        ids_.emplace(name, static_cast<uint32_t>(names_.size()));
    }
    count_.store(static_cast<uint32_t>(names_.size()), std::memory_order_release);
}

NameTable::Result NameTable::intern(std::string_view name, uint32_t &id) {
    std::string key(name);
    std::lock_guard guard(mutex_);
    if (const auto found = ids_.find(key); found != ids_.end()) {
        id = found->second;
        return Result::found;
    }
    if (is_closed_) return Result::unknown;
    if (names_.size() >= capacity_) return Result::full;
    names_.push_back(key);
    id = static_cast<uint32_t>(names_.size());
    ids_.emplace(std::move(key), id);
    count_.store(id, std::memory_order_release);
    return Result::found;
}

std::string NameTable::name(uint32_t id) const {
    std::lock_guard guard(mutex_);
    return id >= 1 && id <= names_.size() ? names_[id - 1] : std::string();
}

}  // namespace sluice
