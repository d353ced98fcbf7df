#include "boundary/instance.hpp"

#include <atomic>

namespace sluice {

namespace {

constexpr unsigned kPlaceShift = 57;
constexpr unsigned kGenerationShift = 47;
constexpr unsigned kVenueShift = 35;
constexpr unsigned kLaneShift = 27;
constexpr uint64_t kGenerationMask = 0x3ff;
constexpr uint64_t kVenueMask = 0xfff;
constexpr uint64_t kLaneMask = 0xff;
constexpr uint64_t kLaneGenerationMask = kLaneGenerationMax;

enum class PlaceState : uint32_t { free, reserved, live, retired };

struct Place {
    std::atomic<PlaceState> state{PlaceState::free};
    std::atomic<uint32_t> generation{0};
    std::atomic<Engine *> engine{nullptr};  // owned; of a retired place until it is reserved again
};

constinit Place registry[kEnginesMax];

// What a child process took over and never touches: here so that a leak checker of the host still finds it.
constinit std::atomic<Engine *> inherited[kEnginesMax];

uint64_t engine_bits(RegistryPlace place) noexcept {
    return (uint64_t{place.index} + 1) << kPlaceShift | (uint64_t{place.generation} & kGenerationMask)
                                                            << kGenerationShift;
}

uint64_t lane_bits(uint32_t venue_id, LaneKey lane) noexcept {
    return uint64_t{venue_id - 1} << kVenueShift | uint64_t{lane.index} << kLaneShift | lane.generation;
}

Engine *find(uint64_t handle) noexcept {
    const uint64_t index = (handle >> kPlaceShift) - 1;
    if (index >= kEnginesMax) return nullptr;
    const Place &place = registry[index];
    // Acquire pairs with the release in publish(): the engine behind a live place is whole.
    if (place.state.load(std::memory_order_acquire) != PlaceState::live) return nullptr;
    if ((place.generation.load(std::memory_order_relaxed) & kGenerationMask) !=
        ((handle >> kGenerationShift) & kGenerationMask)) {
        return nullptr;
    }
    return place.engine.load(std::memory_order_relaxed);
}

}  // namespace

bool reserve_place(RegistryPlace &place) noexcept {
    for (uint32_t index = 0; index < kEnginesMax; ++index) {
        Place &candidate = registry[index];
        for (PlaceState expected : {PlaceState::free, PlaceState::retired}) {
            if (!candidate.state.compare_exchange_strong(expected, PlaceState::reserved, std::memory_order_acq_rel))
                continue;
            delete candidate.engine.exchange(nullptr, std::memory_order_relaxed);
            place = {index, candidate.generation.fetch_add(1, std::memory_order_relaxed) + 1};
            return true;
        }
    }
    return false;
}

void release_place(RegistryPlace place) noexcept {
    registry[place.index].state.store(PlaceState::free, std::memory_order_release);
}

sluice_engine *publish(RegistryPlace place, std::unique_ptr<Engine> engine) noexcept {
    registry[place.index].engine.store(engine.release(), std::memory_order_relaxed);
    registry[place.index].state.store(PlaceState::live, std::memory_order_release);
    return reinterpret_cast<sluice_engine *>(engine_bits(place));
}

void retire(sluice_engine *handle) noexcept {
    const uint64_t index = (reinterpret_cast<uint64_t>(handle) >> kPlaceShift) - 1;
    registry[index].state.store(PlaceState::retired, std::memory_order_release);
}

void forget_engines() noexcept {
    for (uint32_t index = 0; index < kEnginesMax; ++index) {
        Place &place = registry[index];
        Engine *engine = place.engine.exchange(nullptr, std::memory_order_relaxed);
        if (engine != nullptr) inherited[index].store(engine, std::memory_order_relaxed);
        // The generation stays: an engine that the child creates here gets the next one, so the parent's handles stay
        // wrong.
        place.state.store(PlaceState::free, std::memory_order_release);
    }
}

const void *lane_context_of(RegistryPlace place) noexcept {
    return reinterpret_cast<const void *>(engine_bits(place));
}

sluice_lane *lane_handle_of(const void *lane_context, uint32_t venue_id, LaneKey lane) noexcept {
    return reinterpret_cast<sluice_lane *>(reinterpret_cast<uint64_t>(lane_context) | lane_bits(venue_id, lane));
}

sluice_lane *make_lane_handle(const sluice_engine *engine, uint32_t venue_id, LaneKey lane) noexcept {
    return lane_handle_of(engine, venue_id, lane);
}

Engine *find_engine(const sluice_engine *handle) noexcept {
    const auto bits = reinterpret_cast<uint64_t>(handle);
    constexpr uint64_t kLanePart = (uint64_t{1} << kGenerationShift) - 1;
    return (bits & kLanePart) != 0 ? nullptr : find(bits);
}

LaneTarget find_lane(const sluice_lane *handle) noexcept {
    const auto bits = reinterpret_cast<uint64_t>(handle);
    LaneTarget target;
    target.lane = {
        static_cast<uint32_t>((bits >> kLaneShift) & kLaneMask), static_cast<uint32_t>(bits & kLaneGenerationMask)};
    if (target.lane.generation == 0) return target;
    target.engine = find(bits);
    if (target.engine != nullptr)
        target.venue = target.engine->venue(static_cast<uint32_t>((bits >> kVenueShift) & kVenueMask) + 1);
    return target;
}

}  // namespace sluice
