#include "order_chains.hpp"

namespace sluice {
namespace quickfix {

namespace {

constexpr std::uint32_t kNone = PlaceIndex::kNone;

std::uint32_t hash_of_key(std::uint64_t key) {
    return hash_of(TextView(reinterpret_cast<const char *>(&key), sizeof key));
}

}  // namespace

OrderChains::Named OrderChains::open(TextView id, std::uint64_t wanted_key) {
    const Name name(id);
    std::lock_guard<std::mutex> lock(mutex_);
    const std::uint32_t known = find_id(name);
    if (known != kNone) forget_order(ids_[known].order);
    const std::uint32_t order = add_order(wanted_key);
    const std::uint32_t added = add_id(order, name, TextView(), false);
    return Named{orders_[order].key, link_to(added)};
}

OrderChains::Named OrderChains::follow(TextView id, TextView original, std::uint64_t wanted_key) {
    const Name id_name(id);
    const Name original_name(original);
    std::lock_guard<std::mutex> lock(mutex_);
    std::uint32_t named = find_id(original_name);
    if (named == kNone) named = add_id(add_order(wanted_key), original_name, TextView(), true);
    const std::uint32_t order = ids_[named].order;
    if (id != original) named = add_id(order, id_name, original, false);
    return Named{orders_[order].key, link_to(named)};
}

void OrderChains::remove(Link link) {
    std::lock_guard<std::mutex> lock(mutex_);
    const std::uint32_t id = find_id(link);
    if (id == kNone || ids_[id].is_on_wire || ids_[id].original.empty()) return;
    forget_id(id);
}

void OrderChains::set_on_wire(Link link, bool is_on_wire) {
    std::lock_guard<std::mutex> lock(mutex_);
    const std::uint32_t id = find_id(link);
    if (id != kNone) ids_[id].is_on_wire = is_on_wire;
}

void OrderChains::set_on_wire(TextView text, bool is_on_wire) {
    const Name name(text);
    std::lock_guard<std::mutex> lock(mutex_);
    const std::uint32_t id = find_id(name);
    if (id != kNone) ids_[id].is_on_wire = is_on_wire;
}

std::string OrderChains::name_on_wire(TextView text) const {
    std::lock_guard<std::mutex> lock(mutex_);
    TextView name = text;
    // An id may have been forgotten in the middle, and nothing stops a client from naming ids in a circle.
    for (std::uint32_t step = 0; step <= kIdsMax; ++step) {
        const std::uint32_t id = find_id(Name(name));
        if (id == kNone || ids_[id].is_on_wire) return name.str();
        if (ids_[id].original.empty()) break;
        name = ids_[id].original.view();
    }
    return text.str();
}

std::uint64_t OrderChains::find(TextView text, TextView original) const {
    const Name name(text);
    std::lock_guard<std::mutex> lock(mutex_);
    std::uint32_t id = find_id(name);
    if (id == kNone && !original.empty()) id = find_id(Name(original));
    return id == kNone ? 0 : orders_[ids_[id].order].key;
}

std::uint64_t OrderChains::close(TextView text, TextView original) {
    const Name name(text);
    std::lock_guard<std::mutex> lock(mutex_);
    std::uint32_t id = find_id(name);
    if (id == kNone && !original.empty()) id = find_id(Name(original));
    if (id == kNone) return 0;
    const std::uint32_t order = ids_[id].order;
    const std::uint64_t key = orders_[order].key;
    forget_order(order);
    return key;
}

void OrderChains::close(Link link) {
    std::lock_guard<std::mutex> lock(mutex_);
    const std::uint32_t id = find_id(link);
    if (id != kNone) forget_order(ids_[id].order);
}

std::size_t OrderChains::size() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return orders_by_key_.size();
}

std::uint32_t OrderChains::find_id(const Name &name) const {
    return ids_by_text_.find(name.hash, [&](std::uint32_t id) { return ids_[id].text.view() == name.text; });
}

std::uint32_t OrderChains::find_id(Link link) const {
    return link.place != kNone && ids_[link.place].use == link.use && ids_[link.place].order != kNone ? link.place
                                                                                                      : kNone;
}

std::uint32_t OrderChains::find_order(std::uint64_t key) const {
    return orders_by_key_.find(hash_of_key(key), [&](std::uint32_t order) { return orders_[order].key == key; });
}

OrderChains::Link OrderChains::link_to(std::uint32_t id) const {
    Link link;
    link.place = id;
    link.use = ids_[id].use;
    return link;
}

std::uint32_t OrderChains::add_order(std::uint64_t wanted_key) {
    if (wanted_key != 0) {
        const std::uint32_t known = find_order(wanted_key);
        if (known != kNone) return known;
    }
    if (orders_by_key_.size() >= orders_max_) forget_order(oldest_order_);
    // All that may lack memory comes before the first change.
    orders_by_key_.make_room();
    if (free_order_ == kNone) {
        orders_.emplace_back();
        free_order_ = static_cast<std::uint32_t>(orders_.size() - 1);
    }
    const std::uint32_t place = free_order_;
    Order &order = orders_[place];
    free_order_ = order.newer;
    order = Order();
    order.key = wanted_key != 0 ? wanted_key : next_key_.fetch_add(1);
    order.older = newest_order_;
    (newest_order_ == kNone ? oldest_order_ : orders_[newest_order_].newer) = place;
    newest_order_ = place;
    orders_by_key_.add(hash_of_key(order.key), place);
    return place;
}

std::uint32_t OrderChains::add_id(std::uint32_t order, const Name &name, TextView original, bool is_on_wire) {
    const std::uint32_t known = find_id(name);
    if (known != kNone) {
        if (ids_[known].order == order) return known;
        // The id is used twice: it means its latest order.
        forget_id(known);
    }
    if (orders_[order].ids >= kIdsMax) forget_id(orders_[order].oldest_id);
    ids_by_text_.make_room();
    if (free_id_ == kNone) {
        ids_.emplace_back();
        free_id_ = static_cast<std::uint32_t>(ids_.size() - 1);
    }
    const std::uint32_t place = free_id_;
    Id &id = ids_[place];
    id.text.assign(name.text);
    id.original.assign(original);
    free_id_ = id.newer;
    ++id.use;
    id.hash = name.hash;
    id.is_on_wire = is_on_wire;
    ids_by_text_.add(id.hash, place);
    link_id(order, place);
    return place;
}

void OrderChains::link_id(std::uint32_t order_place, std::uint32_t place) {
    Order &order = orders_[order_place];
    Id &id = ids_[place];
    id.order = order_place;
    id.newer = kNone;
    id.older = order.newest_id;
    (order.newest_id == kNone ? order.oldest_id : ids_[order.newest_id].newer) = place;
    order.newest_id = place;
    ++order.ids;
}

void OrderChains::unlink_id(std::uint32_t place) {
    Id &id = ids_[place];
    Order &order = orders_[id.order];
    (id.older == kNone ? order.oldest_id : ids_[id.older].newer) = id.newer;
    (id.newer == kNone ? order.newest_id : ids_[id.newer].older) = id.older;
    --order.ids;
}

void OrderChains::forget_id(std::uint32_t place) {
    Id &id = ids_[place];
    unlink_id(place);
    ids_by_text_.remove(id.hash, place);
    id.order = kNone;
    id.newer = free_id_;
    free_id_ = place;
}

void OrderChains::forget_order(std::uint32_t place) {
    Order &order = orders_[place];
    while (order.newest_id != kNone)
        forget_id(order.newest_id);
    orders_by_key_.remove(hash_of_key(order.key), place);
    (order.older == kNone ? oldest_order_ : orders_[order.older].newer) = order.newer;
    (order.newer == kNone ? newest_order_ : orders_[order.newer].older) = order.older;
    order.newer = free_order_;
    free_order_ = place;
}

}  // namespace quickfix
}  // namespace sluice
