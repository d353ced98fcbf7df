#include "orders/routing.hpp"

#include <algorithm>

namespace fix_gateway {
namespace {

bool matches(const std::string &pattern, const std::string &name) {
    return pattern == "*" || pattern == name;
}

void need_name(const std::string &name, const std::vector<std::string> &known, const std::string &path,
    const std::string &what, ConfigFaults *faults) {
    if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) return;
    std::string expected = what;
    for (const std::string &one : known)
        expected += " \"" + one + "\"";
    faults->push_back({path, expected, "\"" + name + "\""});
}

}  // namespace

const std::string *Routing::find_venue(const std::string &symbol, const std::string &client) const {
    for (const RouteConfig &route : routes_) {
        if (matches(route.symbol, symbol) && matches(route.client, client)) return &route.venue;
    }
    return nullptr;
}

void check_routes(const std::vector<RouteConfig> &routes, const std::vector<std::string> &venues,
    const std::vector<std::string> &clients, ConfigFaults *faults) {
    for (std::size_t index = 0; index < routes.size(); ++index) {
        const std::string path = "/routes/" + std::to_string(index);
        need_name(routes[index].venue, venues, path + "/venue", "the SluiceVenue of a session, one of", faults);
        if (routes[index].client != "*") {
            need_name(routes[index].client, clients, path + "/client", "the CompID of a client, one of", faults);
        }
    }
}

}  // namespace fix_gateway
