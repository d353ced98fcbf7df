#include "orders/order_table.hpp"

#include <algorithm>

namespace fix_gateway {
namespace {

// A market maker amends one order many times; its oldest settled requests are not asked for any more.
constexpr std::size_t kRequestsPerOrderMax = 128;

}  // namespace

OrderTable::OrderTable(std::uint32_t clients, std::uint32_t orders_max, std::uint64_t final_keep_ns)
    : orders_max_(orders_max), final_keep_ns_(final_keep_ns), live_by_client_(clients) {}

Order *OrderTable::open_order(std::uint32_t client, std::uint64_t now_ns) {
    while (!final_orders_.empty()) {
        const Order &oldest = orders_.at(final_orders_.front());
        const bool is_old = now_ns >= oldest.final_ns && now_ns - oldest.final_ns >= final_keep_ns_;
        if (!is_old && orders_.size() < orders_max_) break;
        forget_order(oldest.id);
        final_orders_.pop_front();
    }
    if (orders_.size() >= orders_max_) return nullptr;
    const std::uint64_t id = ++last_order_id_;
    Order &order = orders_[id];
    order.id = id;
    order.client = client;
    live_by_client_[client].insert(id);
    return &order;
}

bool OrderTable::has_room(Order &order) {
    forget_old_requests(order);
    return order.requests.size() < kRequestsPerOrderMax;
}

Request &OrderTable::open_request(Order &order, RequestKind kind, Origin origin, const std::string &client_id) {
    forget_old_requests(order);
    const std::uint64_t id = ++last_request_id_;
    Request &request = requests_[id];
    request.id = id;
    request.order_id = order.id;
    request.kind = kind;
    request.origin = origin;
    request.client_id = client_id;
    order.requests.push_back(id);
    if (kind == RequestKind::kNew) order.new_request = id;
    // A status request is asked under the order's own ClOrdID, a mass cancel's parts share one: neither names a
    // request.
    if (origin == Origin::kClient && kind != RequestKind::kStatus) client_requests_[{order.client, client_id}] = id;
    return request;
}

Order *OrderTable::find_order(std::uint64_t order_id) {
    const auto found = orders_.find(order_id);
    return found == orders_.end() ? nullptr : &found->second;
}

Request *OrderTable::find_request(std::uint64_t request_id) {
    const auto found = requests_.find(request_id);
    return found == requests_.end() ? nullptr : &found->second;
}

Request *OrderTable::find_client_request(std::uint32_t client, const std::string &client_id) {
    const auto found = client_requests_.find({client, client_id});
    return found == client_requests_.end() ? nullptr : find_request(found->second);
}

void OrderTable::finish(Order &order, std::uint64_t now_ns) {
    if (order.is_final) return;
    order.is_final = true;
    order.final_ns = now_ns;
    live_by_client_[order.client].erase(order.id);
    final_orders_.push_back(order.id);
}

std::vector<std::uint64_t> OrderTable::live_orders(std::uint32_t client) const {
    return {live_by_client_[client].begin(), live_by_client_[client].end()};
}

std::vector<std::uint64_t> OrderTable::live_orders() const {
    std::vector<std::uint64_t> all;
    for (const std::set<std::uint64_t> &orders : live_by_client_)
        all.insert(all.end(), orders.begin(), orders.end());
    return all;
}

void OrderTable::forget_order(std::uint64_t order_id) {
    const auto found = orders_.find(order_id);
    for (const std::uint64_t request_id : found->second.requests) {
        const auto request = requests_.find(request_id);
        if (request == requests_.end()) continue;
        forget_request(request->second, found->second.client);
        requests_.erase(request);
    }
    orders_.erase(found);
}

void OrderTable::forget_request(const Request &request, std::uint32_t client) {
    const auto found = client_requests_.find({client, request.client_id});
    if (found != client_requests_.end() && found->second == request.id) client_requests_.erase(found);
}

void OrderTable::forget_old_requests(Order &order) {
    if (order.requests.size() < kRequestsPerOrderMax) return;
    const auto may_go = [&](std::uint64_t id) {
        const Request &request = requests_.at(id);
        const bool is_name =
            std::find(order.venue_names.begin(), order.venue_names.end(), id) != order.venue_names.end();
        return request.state == RequestState::kAnswered && !is_name && id != order.new_request &&
               request.client_id != order.client_id;
    };
    const auto oldest = std::find_if(order.requests.begin(), order.requests.end(), may_go);
    if (oldest == order.requests.end()) return;
    const auto request = requests_.find(*oldest);
    forget_request(request->second, order.client);
    requests_.erase(request);
    order.requests.erase(oldest);
}

}  // namespace fix_gateway
