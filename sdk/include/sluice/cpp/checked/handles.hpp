// The engines and lanes that a table has given out, living and dead: a handle that the host uses is looked up here
// before anything is done with it. Part of cpp/checked.hpp. Any thread. Needs C++11.
#ifndef SLUICE_CPP_CHECKED_HANDLES_HPP
#define SLUICE_CPP_CHECKED_HANDLES_HPP

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sluice/api.h"
#include "sluice/cpp/checked/checked_engine.hpp"
#include "sluice/cpp/checked/misuse.hpp"

namespace sluice {
inline namespace sdk_v1 {

class CheckedHandles {
public:
    explicit CheckedHandles(MisuseLog &log) : log_(log) {}

    // A dead engine is kept, because its handle may still be used by mistake.
    void add(sluice_engine *handle, std::unique_ptr<CheckedEngine> engine) {
        const std::lock_guard<std::mutex> lock(mutex_);
        engine_of_[handle] = engine.get();
        engines_.push_back(std::move(engine));
    }
    void add(sluice_lane *lane, CheckedEngine &engine) {
        const std::lock_guard<std::mutex> lock(mutex_);
        lanes_[lane] = Lane{&engine, false};
    }

    // The engine of a handle that may be used; otherwise null, which `call` is told of.
    CheckedEngine *find(const sluice_engine *handle, const char *call) {
        CheckedEngine *engine = nullptr;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            const std::unordered_map<const sluice_engine *, CheckedEngine *>::const_iterator found =
                engine_of_.find(handle);
            if (found != engine_of_.end()) engine = found->second;
        }
        if (!engine) {
            refuse(call, nullptr, handle ? "gets an engine that engine_create() never gave" : "gets a null engine");
        } else if (engine->is_destroyed) {
            refuse(call, engine, "gets an engine that is destroyed: forget the handle with engine_destroy()");
            return nullptr;
        }
        return engine;
    }

    CheckedEngine *find(const sluice_lane *lane, const char *call) {
        Lane found = {nullptr, false};
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            const std::unordered_map<const sluice_lane *, Lane>::const_iterator entry = lanes_.find(lane);
            if (entry != lanes_.end()) found = entry->second;
        }
        const char *fault = nullptr;
        if (!found.engine) {
            fault =
                lane ? "gets a lane that lane_open() never gave" : "gets a null lane: check what lane_open() answered";
        } else if (found.engine->is_destroyed) {
            fault = "gets a lane whose engine is destroyed: end all traffic before engine_destroy()";
        } else if (found.is_closed) {
            fault = "gets a lane that is closed already: end its traffic first, then close it once";
        }
        if (!fault) return found.engine;
        refuse(call, found.engine, fault);
        return nullptr;
    }

    bool is_closed_with_its_engine(const sluice_lane *lane) const {
        const std::lock_guard<std::mutex> lock(mutex_);
        const std::unordered_map<const sluice_lane *, Lane>::const_iterator entry = lanes_.find(lane);
        return entry != lanes_.end() && !entry->second.is_closed && entry->second.engine->is_destroyed;
    }
    void close(const sluice_lane *lane) {
        const std::lock_guard<std::mutex> lock(mutex_);
        lanes_[lane].is_closed = true;
    }

    std::vector<CheckedEngine *> living() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::vector<CheckedEngine *> engines;
        for (const std::unique_ptr<CheckedEngine> &engine : engines_) {
            if (!engine->is_destroyed) engines.push_back(engine.get());
        }
        return engines;
    }

private:
    struct Lane {
        CheckedEngine *engine;
        bool is_closed;
    };

    // A host that has destroyed its engine may have gone with its log, so the line goes to an engine that lives.
    void refuse(const char *call, CheckedEngine *engine, const char *text) {
        const std::string line = std::string(call) + " " + text;
        if (!engine || engine->is_destroyed) {
            const std::vector<CheckedEngine *> others = living();
            engine = others.empty() ? nullptr : others.back();
        }
        if (engine) {
            engine->report(Misuse::kHandle, line);
        } else {
            log_.report(Misuse::kHandle, nullptr, line);
        }
    }

    MisuseLog &log_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<CheckedEngine>> engines_;
    std::unordered_map<const sluice_engine *, CheckedEngine *> engine_of_;
    std::unordered_map<const sluice_lane *, Lane> lanes_;
};

}  // namespace sdk_v1
}  // namespace sluice

#endif
