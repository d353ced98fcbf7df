// One session of a venue: whether it may send, and its own breaker. Written and read under the venue's lock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "admit/breaker.hpp"
#include "request/charge.hpp"

namespace sluice {

enum class LaneState : uint8_t {
    unused,
    open,
    closing  // closed by the host; drops are still owed
};

// Handles have so many bits for the generation; see boundary/instance.hpp.
inline constexpr uint32_t kLaneGenerationMax = (1u << 27) - 1;

struct Lane {
    explicit Lane(const BreakerConfig &config) : breaker(config) {}

    std::shared_ptr<const std::string> name;  // shared with scrapes, so that a copy allocates nothing
    Breaker breaker;
    uint64_t paused_until_ns = 0;
    uint32_t pause_reason = 0;
    // After a pause that the venue asked for, one message tries whether it is over before the others go.
    bool must_probe = false;
    uint64_t probe = 0;       // the handle of that message's grant; 0: none is out
    uint32_t generation = 0;  // grows with each opening: an old handle does not fit
    LaneState state = LaneState::unused;
    bool is_up = false;
    bool is_waiting_for_probe() const noexcept { return probe != 0; }

    // Limits of scope lane or broader that held requests of each class wait for, as found by the last full look at the
    // queue.
    uint32_t waiting_limits[kClassCount] = {};
};

}  // namespace sluice
