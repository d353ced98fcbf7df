// One thing that is wrong with what the operator wrote: where, what belongs there, what was found. Faults are
// collected, never thrown one by one, so that one start of the gateway shows all of them.
#pragma once

#include <string>
#include <vector>

namespace fix_gateway {

struct ConfigFault {
    std::string path;  // "/routes/0/venue", or "clients.cfg [SESSION 2] DataDictionary"
    std::string expected;
    std::string found;
};

using ConfigFaults = std::vector<ConfigFault>;

inline std::string to_string(const ConfigFault &fault) {
    return fault.path + ": expected " + fault.expected + ", found " + fault.found;
}

}  // namespace fix_gateway
