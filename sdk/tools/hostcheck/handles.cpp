#include "handles.hpp"

#include <mutex>
#include <unordered_set>

namespace sluice::hostcheck {

namespace {

// Never destroyed: the library may not have static destructors.
struct Registry {
    std::mutex mutex;
    std::unordered_set<const void *> engines;
    std::unordered_set<const void *> lanes;
};

Registry &registry() {
    static auto *const known = new Registry;
    return *known;
}

}  // namespace

sluice_engine *publish(std::unique_ptr<Engine> engine) {
    const std::lock_guard guard(registry().mutex);
    registry().engines.insert(engine.get());
    return reinterpret_cast<sluice_engine *>(engine.release());
}

Engine *find_engine(const sluice_engine *handle) {
    const std::lock_guard guard(registry().mutex);
    if (registry().engines.count(handle) == 0) return nullptr;
    auto *engine = reinterpret_cast<Engine *>(const_cast<sluice_engine *>(handle));
    return engine->is_destroyed() ? nullptr : engine;
}

void publish_lane(LaneSeen *lane) {
    const std::lock_guard guard(registry().mutex);
    registry().lanes.insert(lane);
}

LaneSeen *find_lane(const sluice_lane *handle) {
    const std::lock_guard guard(registry().mutex);
    if (registry().lanes.count(handle) == 0) return nullptr;
    auto *lane = reinterpret_cast<LaneSeen *>(const_cast<sluice_lane *>(handle));
    return lane->engine->is_destroyed() ? nullptr : lane;
}

}  // namespace sluice::hostcheck
