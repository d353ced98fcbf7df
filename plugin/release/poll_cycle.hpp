// The release stage: what poll() does for one venue. Takes one due thing at a time from the venue, calls the host
// without any lock held, and tells the venue what the host said.
#pragma once

#include <cstdint>
#include <functional>

#include "sluice/host.h"
#include "venue/venue.hpp"

namespace sluice {

// Makes the lane handle that the host knows from the venue's key of it.
using LaneHandleOf = sluice_lane *(*)(const void *context, uint32_t venue_id, LaneKey lane);

struct PollContext {
    const sluice_host *host = nullptr;
    LaneHandleOf lane_handle_of = nullptr;
    const void *lane_context = nullptr;
};

// Does at most `budget` releases and drops. Returns how many were done.
int32_t poll_venue(Venue &venue, const PollContext &context, uint64_t now_ns, int32_t budget) noexcept;

}  // namespace sluice
