// Orders and requests by every name they have: gateway order number, request id (which is also the venue's ClOrdID) and
// the client's ClOrdID within its session. Bounded: a fixed number of orders, of which final ones are forgotten after a
// while or earlier if room is needed, and a fixed number of remembered requests an order. Not thread-safe: the order
// flow's mutex guards it. References stay valid until the order is forgotten.
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "orders/order.hpp"

namespace fix_gateway {

class OrderTable {
public:
    OrderTable(std::uint32_t clients, std::uint32_t orders_max, std::uint64_t final_keep_ns);

    // A new order of a client, with no request yet; null when the table is full of orders that still live.
    Order *open_order(std::uint32_t client, std::uint64_t now_ns);

    // False when the order has as many unanswered requests as are remembered: another one must be refused.
    bool has_room(Order &order);

    // A new request about `order`. A client_id, unless empty, must not be in use by that client.
    Request &open_request(Order &order, RequestKind kind, Origin origin, const std::string &client_id);

    Order *find_order(std::uint64_t order_id);
    Request *find_request(std::uint64_t request_id);
    // Any request of the client that had this ClOrdID.
    Request *find_client_request(std::uint32_t client, const std::string &client_id);

    // The order has reached its end: it is remembered for a while, then forgotten with its requests.
    void finish(Order &order, std::uint64_t now_ns);

    // Ids of the client's orders that are not final, oldest first.
    std::vector<std::uint64_t> live_orders(std::uint32_t client) const;
    std::vector<std::uint64_t> live_orders() const;

    std::size_t size() const { return orders_.size(); }
    std::size_t request_count() const { return requests_.size(); }
    std::uint64_t last_order_id() const { return last_order_id_; }

private:
    struct ClientKey {
        std::uint32_t client;
        std::string id;
        bool operator==(const ClientKey &other) const { return client == other.client && id == other.id; }
    };
    struct ClientKeyHash {
        std::size_t operator()(const ClientKey &key) const {
            return std::hash<std::string>()(key.id) * 31 + key.client;
        }
    };

    void forget_order(std::uint64_t order_id);
    void forget_request(const Request &request, std::uint32_t client);
    void forget_old_requests(Order &order);

    const std::size_t orders_max_;
    const std::uint64_t final_keep_ns_;
    std::uint64_t last_order_id_ = 0;
    std::uint64_t last_request_id_ = 0;
    std::unordered_map<std::uint64_t, Order> orders_;
    std::unordered_map<std::uint64_t, Request> requests_;
    std::unordered_map<ClientKey, std::uint64_t, ClientKeyHash> client_requests_;
    std::vector<std::set<std::uint64_t>> live_by_client_;
    std::deque<std::uint64_t> final_orders_;  // oldest first
};

}  // namespace fix_gateway
