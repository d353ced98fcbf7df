// sdk/schema/config.schema.json as it was when this library was built. Constant; the build generates the definition.
#pragma once

#include <string_view>

namespace sluice {

std::string_view config_schema();

}  // namespace sluice
