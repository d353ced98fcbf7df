// Fills the host's error struct. Never throws, never allocates; `error` may be null or of an older size.
#pragma once

#include <cstdint>

#include "sluice/status.h"

namespace sluice {

// printf-style; returns `status`, so that a failure is one statement.
[[gnu::format(printf, 4, 5)]] sluice_status fail(
    sluice_error *error, sluice_status status, uint32_t detail, const char *format, ...) noexcept;

}  // namespace sluice
