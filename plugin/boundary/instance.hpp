// The handles that hosts hold, and the engines behind them. A handle is no pointer but a number: which engine, which
// opening of it, and for a lane also which venue, lane and opening. So a null, stale or garbage handle is recognised
// without touching memory.
//
//   bits 63-57  place of the engine in the registry, from 1
//   bits 56-47  generation of that place
//   bits 46-35  venue id less 1      )
//   bits 34-27  lane                 ) 0 in an engine's handle
//   bits 26-0   generation of lane   )
//
// The registry is the only mutable state outside engines: 64 places, constant-initialised, without a destructor. A
// destroyed engine keeps its memory until its place is used again, so that a call that raced with destroy() finds a
// stopped engine and not a hole. Any thread. Handles hold in the process that made them: see fork_guard.hpp.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/engine.hpp"
#include "sluice/api.h"

namespace sluice {

inline constexpr uint32_t kEnginesMax = 64;

// Takes a place for an engine that `make(lane_context)` builds. Null when all places are taken.
struct RegistryPlace {
    uint32_t index = 0;
    uint32_t generation = 0;
};

bool reserve_place(RegistryPlace &place) noexcept;
void release_place(RegistryPlace place) noexcept;  // reserved, but no engine came
sluice_engine *publish(RegistryPlace place, std::unique_ptr<Engine> engine) noexcept;
void retire(sluice_engine *handle) noexcept;

// In the child of a fork(), before its code runs: every engine is the parent's, so every place is free again and every
// handle given out so far is refused. The engines' memory is left as it is, because a thread that the child does not
// have may have been changing it.
void forget_engines() noexcept;

// What a lane handle made inside a release() is built from.
const void *lane_context_of(RegistryPlace place) noexcept;
sluice_lane *lane_handle_of(const void *lane_context, uint32_t venue_id, LaneKey lane) noexcept;

// Null for a handle that is null, stale or garbage.
Engine *find_engine(const sluice_engine *handle) noexcept;

struct LaneTarget {
    Engine *engine = nullptr;
    Venue *venue = nullptr;
    LaneKey lane;
};
LaneTarget find_lane(const sluice_lane *handle) noexcept;
sluice_lane *make_lane_handle(const sluice_engine *engine, uint32_t venue_id, LaneKey lane) noexcept;

}  // namespace sluice
