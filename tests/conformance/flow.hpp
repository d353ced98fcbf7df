// Recorded order flow for FlowDemand, in the format of samples/flow/README.md. Throws std::runtime_error that names the
// line.
#pragma once

#include <string>
#include <vector>

#include "demand.hpp"

namespace conformance {

std::vector<FlowRow> read_flow(const std::string &path);

}  // namespace conformance
