// One message as the venue receives it, with what the venue knows about its order by then. Plain values.
#pragma once

#include <cstdint>

#include "instant.hpp"
#include "sluice/request.h"

namespace conformance {

struct Message {
    uint32_t kind = SLUICE_KIND_NEW;
    uint32_t count = 1;  // orders in it
    uint32_t account = 0;
    uint32_t instrument = 0;
    uint32_t lane = 0;
    uint64_t order = 0;
    bool is_valid = true;      // false: the venue refuses it for business reasons
    bool has_order = false;    // the venue knows the order that it concerns ...
    Instant order_placed = 0;  // ... since then

    bool is_cancel() const { return kind == SLUICE_KIND_CANCEL || kind == SLUICE_KIND_MASS_CANCEL; }
    bool opens_or_changes() const { return kind == SLUICE_KIND_NEW || kind == SLUICE_KIND_REPLACE; }
};

// A trade that an order of ours took part in.
struct Fill {
    uint64_t order = 0;
    uint32_t account = 0;
    bool is_first = false;  // the order had none before
    bool is_maker = false;
    uint64_t value_e8 = 0;  // traded, in quote currency
    Instant order_placed = 0;
};

}  // namespace conformance
