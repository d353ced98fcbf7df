// Fills the host's error struct. One function for every call that takes one; any thread.
#pragma once

#include <cstdio>
#include <cstring>
#include <string>

#include "sluice/status.h"

namespace sluice::hostcheck {

inline sluice_status fail(sluice_error *error, sluice_status status, const std::string &text) {
    if (error == nullptr || error->struct_size < sizeof *error) return status;
    error->status = status;
    error->detail = 0;
    std::snprintf(error->message, sizeof error->message, "%s", text.c_str());
    error->message_length = static_cast<uint32_t>(std::strlen(error->message));
    return status;
}

}  // namespace sluice::hostcheck
