// One engine as a gateway has it: the plugin opened by path, its table, its ids and lanes, all names made before
// anything is measured. Made and used by one thread, but that lanes may be used by any.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sluice/cpp/engine.hpp"
#include "sluice/sluice.h"

namespace sluice_bench {

struct EngineShape {
    std::string limits;  // JSON array, the same for each venue
    std::uint32_t venues = 1;
    std::uint32_t accounts = 1;
    std::uint32_t instruments = 1;
    std::uint32_t owners = 1;
    std::uint32_t held_max = 4096;
    std::uint32_t orders_max = 16384;
    std::uint32_t grants_max = 16384;
};

// Four limits at four scopes: token buckets that never bind, or sliding windows for account and instrument. Those have
// an ordinary size, 1,000 messages, because a window remembers each; they do not bind as long as the messages spread.
std::string four_open_limits(bool has_windows = false);

class GatewayEngine {
public:
    // `host` needs its release(); the rest may be empty. One lane for each venue, and it is up.
    GatewayEngine(const std::string &plugin_path, const EngineShape &shape, sluice_host host);

    const sluice_api_v1 &api() const { return engine_.table(); }
    sluice_engine *engine() const { return engine_.get(); }
    sluice_lane *lane(std::size_t venue = 0) const { return lanes_[venue].get(); }
    std::uint32_t venue_id(std::size_t venue = 0) const { return venue_ids_[venue]; }
    std::uint32_t account(std::size_t index) const { return accounts_[index % accounts_.size()]; }
    std::uint32_t instrument(std::size_t index) const { return instruments_[index % instruments_.size()]; }
    std::uint32_t owner(std::size_t index) const { return owners_[index % owners_.size()]; }

    // Tells that the message of a grant left and that its order has ended: the shortest life of an order.
    void finish_order(std::size_t venue, std::uint64_t grant, std::uint64_t order_id, std::uint64_t now_ns) const;

private:
    std::vector<std::uint32_t> intern_all(std::uint32_t name_kind, const char *prefix, std::uint32_t count) const;

    sluice::Engine engine_;
    std::vector<std::uint32_t> venue_ids_;
    std::vector<std::uint32_t> accounts_;
    std::vector<std::uint32_t> instruments_;
    std::vector<std::uint32_t> owners_;
    std::vector<sluice::Lane> lanes_;
};

// A host that takes every release and does nothing else.
sluice_host quiet_host();

// A new order that needs nothing more but its ticket and ids.
sluice_request plain_order();

}  // namespace sluice_bench
