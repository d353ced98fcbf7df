// What hostcheck takes from the config that the gateway passes: the names of its venues and, if there is one, the
// member "hostcheck". Everything else is Sluice's business and not judged here. Pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "script.hpp"

namespace sluice::hostcheck {

struct GatewayConfig {
    std::vector<std::string> venues;
    Script script;
};

// Empty when it could be read; otherwise what is wrong.
std::string read_gateway_config(std::string_view json, std::string_view environment, GatewayConfig &config);

}  // namespace sluice::hostcheck
