// A recorded flow of orders: CSV with a header that names at least time_us, order, action and instrument, as
// samples/flow/README.md describes it. Control path.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::profile_tool {

struct FlowMessage {
    uint64_t time_ns = 0;  // since the flow's beginning; never falls
    uint32_t kind = 0;     // SLUICE_KIND_*
    uint64_t order = 0;
    uint32_t side = 0;
    uint32_t owner = 0;       // index into Flow::owners
    uint32_t instrument = 0;  // index into Flow::instruments
};

struct Flow {
    std::vector<FlowMessage> messages;
    std::vector<std::string> owners;
    std::vector<std::string> instruments;
    std::string problem;  // why it cannot be used: the line and what is wrong there; empty when it can
};

Flow read_flow(const std::string &path);

}  // namespace sluice::profile_tool
