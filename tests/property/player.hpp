// Acts out commands on a gateway: turns their small numbers into requests, reports and control calls that make sense
// just then. It looks only at what the gateway knows of one venue, so that what one venue is told does not depend on
// another's traffic.
#pragma once

#include <cstdint>
#include <vector>

#include "command.hpp"
#include "gateway.hpp"

namespace property {

void play(Gateway &gateway, const Command &command);

void play(Gateway &gateway, const std::vector<Command> &commands);

}  // namespace property
