// Turns the JSON text into a `Config`, or into the list of everything that is wrong with it. Control path: allocates,
// never throws for bad input. The schema that it checks against is sdk/schema/config.schema.json, built in.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "config/calendar.hpp"
#include "config/config.hpp"

namespace sluice {

// One fault: where, what was expected there, what was found, for example
// {"/venues/0/limits/1/margin", "less than limit (100)", "100"}.
struct ConfigFault {
    std::string path;
    std::string expected;
    std::string found;
};

struct ConfigResult {
    Config config;                    // meaningful only without faults
    std::vector<ConfigFault> faults;  // in the order of the document
};

// `now`: a profile that was verified long before this day is worth a warning.
ConfigResult parse_config(std::string_view json, std::chrono::sys_days now = today());

// One line for people: `/venues/0/limits/1/margin: expected less than limit (100), found 100`.
std::string to_string(const ConfigFault &fault);

}  // namespace sluice
