#include "boundary/calls.hpp"
#include "boundary/guard.hpp"
#include "boundary/instance.hpp"
#include "boundary/structs.hpp"
#include "sluice/ext/breaker.h"

namespace sluice {

namespace {

// Which breaker is meant: a lane's, or without a lane the venue's.
struct Target {
    Engine *engine = nullptr;
    Venue *venue = nullptr;
    LaneKey lane;
    bool is_lane = false;

    const LaneKey *key() const noexcept { return is_lane ? &lane : nullptr; }
};

sluice_status find_target(
    sluice_engine *handle, uint32_t venue_id, sluice_lane *lane, Target &target, sluice_error *error) noexcept {
    target.engine = find_engine(handle);
    if (target.engine == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "engine is not a handle of a living engine");
    if (lane == nullptr) {
        target.venue = target.engine->venue(venue_id);
        if (target.venue != nullptr) return SLUICE_OK;
        return fail(error, SLUICE_E_UNKNOWN, venue_id, "venue_id is %u: use an id that intern gave", venue_id);
    }
    const LaneTarget found = find_lane(lane);
    if (found.venue == nullptr || found.engine != target.engine) {
        return fail(error, SLUICE_E_ARGUMENT, 0, "lane is not a handle of this engine");
    }
    target.venue = found.venue;
    target.lane = found.lane;
    target.is_lane = true;
    return SLUICE_OK;
}

sluice_status steer(sluice_engine *handle, uint32_t venue_id, sluice_lane *lane, Venue::BreakerOrder order,
    bool is_control, sluice_error *error) noexcept {
    Target target;
    if (const sluice_status status = find_target(handle, venue_id, lane, target, error); status != SLUICE_OK)
        return status;
    if (is_control && target.engine->is_in_callback()) {
        return fail(error, SLUICE_E_STATE, 0, "called from inside a callback: call it on another thread");
    }
    uint64_t wake_ns = SLUICE_NEVER;
    switch (target.venue->steer_breaker(target.key(), order, target.engine->read_clock(), wake_ns)) {
        case Venue::Steered::done:
            break;
        case Venue::Steered::stale_lane:
            return fail(error, SLUICE_E_STATE, 0, "the lane is closed");
        case Venue::Steered::disabled:
            return fail(error, SLUICE_E_STATE, 0, "the breaker is disabled and cannot trip: call force_open or reset");
    }
    target.engine->wake(*target.venue, wake_ns);
    return SLUICE_OK;
}

sluice_status trip(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error) noexcept {
    return steer(engine, venue_id, lane, Venue::BreakerOrder::trip, false, error);
}

sluice_status force_open(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error) noexcept {
    return steer(engine, venue_id, lane, Venue::BreakerOrder::force_open, false, error);
}

sluice_status disable(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error) noexcept {
    return steer(engine, venue_id, lane, Venue::BreakerOrder::disable, true, error);
}

sluice_status reset(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_error *error) noexcept {
    return steer(engine, venue_id, lane, Venue::BreakerOrder::reset, true, error);
}

sluice_status state(sluice_engine *engine, uint32_t venue_id, sluice_lane *lane, sluice_breaker_state *state) noexcept {
    Target target;
    if (const sluice_status status = find_target(engine, venue_id, lane, target, nullptr); status != SLUICE_OK)
        return status;
    if (state == nullptr) return SLUICE_E_ARGUMENT;
    if (!is_writable(state)) return SLUICE_E_SIZE;
    sluice_breaker_state answer{};
    if (!target.venue->read_breaker(target.key(), target.engine->read_clock(), answer)) return SLUICE_E_STATE;
    write_struct(state, answer);
    return SLUICE_OK;
}

constexpr sluice_ext_breaker kTable = {sizeof(sluice_ext_breaker), 0, trip, force_open, disable, reset, state};

}  // namespace

const void *breaker_extension() noexcept {
    return &kTable;
}

}  // namespace sluice
