// What a request is to limits, queue and kill switch: its kind and class, how many messages it counts for, and whose it
// is. Small and copied: a held request, a grant and a look at the limits each carry one. A leaf that every stage may
// read.
#pragma once

#include <cstdint>

#include "sluice/request.h"

namespace sluice {

inline constexpr uint32_t kClassCount = SLUICE_CLASS_IDLE + 1;

// "No slot, flow, grant or record": indices into the fixed pools are below this.
inline constexpr uint32_t kNone = UINT32_MAX;

struct Charge {
    uint32_t kind = 0;  // SLUICE_KIND_*
    uint32_t message_count = 1;
    uint32_t request_class = SLUICE_CLASS_NORMAL;
    uint32_t lane = 0;  // index of the lane in its venue
    uint32_t account = 0;
    uint32_t instrument = 0;
    uint32_t owner = 0;
    uint32_t whole = 0;         // always 0: the key of a scope that is not divided
    uint64_t order_age_ns = 0;  // since the last write that made or changed its order; 0: unknown, so it costs the most
};

}  // namespace sluice
