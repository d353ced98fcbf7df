// Which venue an order goes to: the first configured route that matches its symbol and its client. Constant after
// construction, read by any thread.
#pragma once

#include <string>
#include <vector>

#include "config/config_fault.hpp"
#include "config/gateway_config.hpp"

namespace fix_gateway {

class Routing {
public:
    explicit Routing(std::vector<RouteConfig> routes) : routes_(std::move(routes)) {}

    // The venue's name, or null when no route matches.
    const std::string *find_venue(const std::string &symbol, const std::string &client) const;

private:
    const std::vector<RouteConfig> routes_;
};

// A route to a venue that has no session, or of a client that has none, can only be a mistake.
void check_routes(const std::vector<RouteConfig> &routes, const std::vector<std::string> &venues,
    const std::vector<std::string> &clients, ConfigFaults *faults);

}  // namespace fix_gateway
