// A gateway and a venue in virtual time around the real library: a flow is offered message by message, what may go is
// written at once, the venue answers after one round trip. Notes how full each limit is as time goes by. Single thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "config/profile.hpp"
#include "flow_file.hpp"

namespace sluice::profile_tool {

struct SimulationRequest {
    const Profile *profile = nullptr;
    std::string config;  // of an engine with one venue named "venue"
    const Flow *flow = nullptr;
    double speed = 1;  // the flow's times are divided by this
    uint64_t round_trip_ns = 0;
    uint32_t columns = 0;  // so many spans of time are noted
};

// How full one limit was: the fullest of its counters, the highest value in each span.
struct LimitTrace {
    std::string name;
    uint64_t limit = 0;
    std::vector<uint64_t> used;
    uint64_t bindings = 0;  // messages that waited for this limit first
};

struct SimulationResult {
    uint64_t length_ns = 0;  // until the last message left
    uint64_t offered = 0;
    uint64_t sent_at_once = 0;
    uint64_t sent_later = 0;
    uint64_t settled = 0;  // by the algebra of the orders: nothing went to the venue
    uint64_t refused = 0;
    uint64_t still_held = 0;               // when the simulation was ended
    std::vector<uint64_t> order_waits_ns;  // of new and amended orders that were held and sent
    std::vector<uint64_t> cancel_waits_ns;
    std::vector<LimitTrace> limits;
};

// Throws sluice::failure when the library refuses the config.
SimulationResult simulate_flow(const SimulationRequest &request);

}  // namespace sluice::profile_tool
