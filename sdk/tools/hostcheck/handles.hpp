// Engines and lanes behind the opaque handles of the ABI. A handle that is none, or no longer one, is recognised by
// looking it up, because a gateway under test may pass anything. Destroyed engines are kept, so that a late call meets
// a stopped one. Any thread.
#pragma once

#include <memory>

#include "engine.hpp"

namespace sluice::hostcheck {

sluice_engine *publish(std::unique_ptr<Engine> engine);
// Null when it is no living engine.
Engine *find_engine(const sluice_engine *handle);

// Known from lane_open() on; null when it is no lane of a living engine.
void publish_lane(LaneSeen *lane);
LaneSeen *find_lane(const sluice_lane *handle);

}  // namespace sluice::hostcheck
