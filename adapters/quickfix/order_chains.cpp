#include "order_chains.hpp"

#include <algorithm>

namespace sluice {
namespace quickfix {

std::uint64_t OrderChains::open(const std::string &id, std::uint64_t wanted_key) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = links_.find(id);
    if (known != links_.end()) forget(known->second.key);
    const std::uint64_t key = add_order(wanted_key);
    add_link(key, id, std::string(), false);
    return key;
}

std::uint64_t OrderChains::follow(const std::string &id, const std::string &original, std::uint64_t wanted_key) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = links_.find(original);
    std::uint64_t key;
    if (known != links_.end()) {
        key = known->second.key;
    } else {
        key = add_order(wanted_key);
        add_link(key, original, std::string(), true);
    }
    if (id != original) add_link(key, id, original, false);
    return key;
}

void OrderChains::remove(const std::string &id) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = links_.find(id);
    if (known == links_.end() || known->second.is_on_wire || known->second.original.empty()) return;
    std::vector<std::string> &ids = orders_[known->second.key].ids;
    ids.erase(std::remove(ids.begin(), ids.end(), id), ids.end());
    links_.erase(known);
}

void OrderChains::set_on_wire(const std::string &id, bool is_on_wire) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = links_.find(id);
    if (known != links_.end()) known->second.is_on_wire = is_on_wire;
}

std::string OrderChains::name_on_wire(const std::string &id) const {
    std::lock_guard<std::mutex> lock(mutex_);
    std::string name = id;
    // An id may have been forgotten in the middle, and nothing stops a client from naming ids in a circle.
    for (std::size_t step = 0; step <= kIdsMax; ++step) {
        const auto known = links_.find(name);
        if (known == links_.end() || known->second.is_on_wire) return name;
        if (known->second.original.empty()) break;
        name = known->second.original;
    }
    return id;
}

std::uint64_t OrderChains::find(const std::string &id) const {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = links_.find(id);
    return known == links_.end() ? 0 : known->second.key;
}

std::uint64_t OrderChains::close(const std::string &id) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto known = links_.find(id);
    if (known == links_.end()) return 0;
    const std::uint64_t key = known->second.key;
    forget(key);
    return key;
}

std::size_t OrderChains::size() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return orders_.size();
}

std::uint64_t OrderChains::add_order(std::uint64_t wanted_key) {
    if (wanted_key != 0 && orders_.count(wanted_key)) return wanted_key;
    if (orders_.size() >= orders_max_) forget(ages_.front());
    const std::uint64_t key = wanted_key != 0 ? wanted_key : next_key_.fetch_add(1);
    ages_.push_back(key);
    orders_[key].age = std::prev(ages_.end());
    return key;
}

void OrderChains::add_link(std::uint64_t key, const std::string &id, const std::string &original, bool is_on_wire) {
    const auto added = links_.insert({id, Link{key, original, is_on_wire}});
    if (!added.second) {
        // The id is used twice: it means its latest order.
        Link &known = added.first->second;
        if (known.key != key) {
            std::vector<std::string> &ids = orders_[known.key].ids;
            ids.erase(std::remove(ids.begin(), ids.end(), id), ids.end());
        } else {
            return;
        }
        known = Link{key, original, is_on_wire};
    }
    std::vector<std::string> &ids = orders_[key].ids;
    if (ids.size() >= kIdsMax) {
        links_.erase(ids.front());
        ids.erase(ids.begin());
    }
    ids.push_back(id);
}

void OrderChains::forget(std::uint64_t key) {
    const auto order = orders_.find(key);
    if (order == orders_.end()) return;
    for (const std::string &id : order->second.ids)
        links_.erase(id);
    ages_.erase(order->second.age);
    orders_.erase(order);
}

}  // namespace quickfix
}  // namespace sluice
