// How the config names the kinds of request in a limit's "cost". Constant.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sluice/request.h"

namespace sluice {

struct KindName {
    uint32_t kind;  // SLUICE_KIND_*
    std::string_view name;
};

inline constexpr std::array<KindName, 8> kKindNames{{
    {SLUICE_KIND_NEW, "new"},
    {SLUICE_KIND_REPLACE, "replace"},
    {SLUICE_KIND_CANCEL, "cancel"},
    {SLUICE_KIND_MASS_CANCEL, "mass_cancel"},
    {SLUICE_KIND_QUOTE, "quote"},
    {SLUICE_KIND_QUERY, "query"},
    {SLUICE_KIND_MAINTENANCE, "maintenance"},
    {SLUICE_KIND_ADMIN, "admin"},
}};

}  // namespace sluice
