// The built-in profiles as JSON trees, each parsed at its first use: what the checks and the reading of one
// `parse_config` call share. One thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "config/json.hpp"

namespace sluice {

class ProfileDocuments {
public:
    // Null: there is no such profile. Valid as long as this object.
    const JsonValue *find(std::string_view name);

private:
    std::map<std::string, JsonDocument, std::less<>> documents_;
};

}  // namespace sluice
