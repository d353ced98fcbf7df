// What of a counter was granted and is not known to be written: it counts in full at every moment. All of it, and the
// cancels among it. Every shape keeps it this way, so that a charge that fits is taken by one addition.
#pragma once

#include <cstdint>

#include "platform/assertion.hpp"

namespace sluice {

struct Unconfirmed {
    uint64_t all = 0;
    uint64_t cancels = 0;

    void take(uint64_t cost, bool is_cancel) noexcept {
        all += cost;
        if (is_cancel) cancels += cost;
    }
    void give_back(uint64_t cost, bool is_cancel) noexcept {
        SLUICE_ASSERT(all >= cost);
        all -= cost;
        if (is_cancel) cancels -= cost;
    }
};

}  // namespace sluice
