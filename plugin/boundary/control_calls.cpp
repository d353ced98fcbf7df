// Life cycle, names and lanes.

#include <cstring>
#include <string>
#include <string_view>

#include "boundary/calls.hpp"
#include "boundary/fork_guard.hpp"
#include "boundary/guard.hpp"
#include "boundary/instance.hpp"
#include "boundary/name_text.hpp"
#include "boundary/structs.hpp"
#include "config/parse_config.hpp"

namespace sluice {

namespace {

constexpr size_t kNameBytesMax = 255;

const char *const kNameKinds[] = {"", "venue", "account", "instrument", "owner"};

// Every fault goes to the log; the error struct has room for the first ones.
sluice_status tell_faults(const sluice_host &host, const std::vector<ConfigFault> &faults, sluice_error *error) {
    std::string all = std::to_string(faults.size()) + (faults.size() == 1 ? " fault" : " faults") + " in the config";
    char separator = ':';
    for (const ConfigFault &fault : faults) {
        const std::string line = to_string(fault);
        if (host.log != nullptr) host.log(host.context, SLUICE_LOG_ERROR, line.c_str(), line.size());
        all += separator;
        all += ' ';
        all += line;
        separator = ';';
    }
    return fail(error, SLUICE_E_CONFIG, static_cast<uint32_t>(faults.size()), "%s", all.c_str());
}

sluice_status no_engine(sluice_error *error) noexcept {
    return fail(
        error, SLUICE_E_ARGUMENT, 0, "engine is not a handle of a living engine: use the one that engine_create gave");
}

sluice_status in_callback(sluice_error *error) noexcept {
    return fail(error, SLUICE_E_STATE, 0,
        "called from inside a callback: control calls belong on another thread or after poll");
}

sluice_status check_name(const char *name, size_t name_length, sluice_error *error) noexcept {
    if (name == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "name is null: pass 1 to %zu bytes", kNameBytesMax);
    if (name_length == 0 || name_length > kNameBytesMax) {
        return fail(error, SLUICE_E_ARGUMENT, static_cast<uint32_t>(name_length), "name has %zu bytes: pass 1 to %zu",
            name_length, kNameBytesMax);
    }
    const size_t bad = find_bad_byte(name, name_length);
    if (bad == name_length) return SLUICE_OK;
    return fail(error, SLUICE_E_ARGUMENT, static_cast<uint32_t>(bad),
        "name is not clean UTF-8 at byte %zu (0x%02x): it becomes a label of the metrics, use printable characters",
        bad, static_cast<unsigned>(static_cast<unsigned char>(name[bad])));
}

}  // namespace

sluice_status engine_create(const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine,
    sluice_error *error) noexcept {
    if (engine == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "engine is null: pass the address of a handle");
    *engine = nullptr;
    sluice_host known;
    if (const sluice_status status = read_struct(host, known, "host", error); status != SLUICE_OK) return status;
    if (known.release == nullptr)
        return fail(error, SLUICE_E_ARGUMENT, 0, "host.release is null: held messages need it");
    if (config == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "config is null: pass a JSON text");
    if (!install_fork_guard()) {
        return fail(error, SLUICE_E_MEMORY, 0,
            "the operating system gave no memory to keep child processes away from the engine: free some");
    }
    RegistryPlace place;
    if (!reserve_place(place)) {
        return fail(
            error, SLUICE_E_FULL, kEnginesMax, "%u engines live in this process: destroy one first", kEnginesMax);
    }
    const sluice_status status = guard(error, [&] {
        ConfigResult result = parse_config(std::string_view(config, config_length));
        if (!result.faults.empty()) return tell_faults(known, result.faults, error);
        for (const std::string &warning : result.config.warnings) {
            if (known.log != nullptr) known.log(known.context, SLUICE_LOG_WARNING, warning.c_str(), warning.size());
        }
        auto made = std::make_unique<Engine>(known, std::move(result.config), lane_handle_of, lane_context_of(place));
        *engine = publish(place, std::move(made));
        return sluice_status{SLUICE_OK};
    });
    if (status != SLUICE_OK) release_place(place);
    return status;
}

sluice_status engine_stop(sluice_engine *handle, uint32_t mode, sluice_error *error) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_engine(error);
    if (engine->is_in_callback()) return in_callback(error);
    if (mode > SLUICE_STOP_ABANDON) {
        return fail(error, SLUICE_E_ARGUMENT, mode, "mode is %u: pass SLUICE_STOP_DRAIN or SLUICE_STOP_ABANDON", mode);
    }
    if (engine->stop(mode == SLUICE_STOP_ABANDON)) return SLUICE_OK;
    return fail(error, SLUICE_E_BUSY, 0, "requests are still held or being written: poll and call again");
}

sluice_status engine_destroy(sluice_engine *handle, sluice_error *error) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_engine(error);
    if (engine->is_in_callback()) return in_callback(error);
    if (!engine->is_stopped())
        return fail(error, SLUICE_E_STATE, 0, "the engine is not stopped: call engine_stop until it returns OK");
    return guard(error, [&] {
        engine->close_listener();
        retire(handle);
        return sluice_status{SLUICE_OK};
    });
}

sluice_status intern(sluice_engine *handle, uint32_t name_kind, const char *name, size_t name_length, uint32_t *id,
    sluice_error *error) noexcept {
    if (id == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "id is null: pass the address of an id");
    *id = 0;
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_engine(error);
    NameTable *names = engine->names(name_kind);
    if (names == nullptr)
        return fail(error, SLUICE_E_ARGUMENT, name_kind, "name_kind is %u: pass SLUICE_NAME_*", name_kind);
    if (const sluice_status status = check_name(name, name_length, error); status != SLUICE_OK) return status;
    return guard(error, [&] {
        const std::string text(name, name_length);
        const char *kind = kNameKinds[name_kind];
        switch (names->intern(text, *id)) {
            case NameTable::Result::found:
                return sluice_status{SLUICE_OK};
            case NameTable::Result::unknown:
                return fail(error, SLUICE_E_UNKNOWN, name_kind,
                    "%s '%s' is not in the config: add it there or correct the name", kind, text.c_str());
            case NameTable::Result::full:
                break;
        }
        return fail(error, SLUICE_E_FULL, names->capacity(),
            "%s '%s' is one more than the %u that the config allows: raise capacity", kind, text.c_str(),
            names->capacity());
    });
}

sluice_status lane_open(sluice_engine *handle, uint32_t venue_id, const char *name, size_t name_length,
    sluice_lane **lane, sluice_error *error) noexcept {
    if (lane == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "lane is null: pass the address of a handle");
    *lane = nullptr;
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_engine(error);
    if (engine->is_in_callback()) return in_callback(error);
    if (engine->is_stopped()) return fail(error, SLUICE_E_STATE, 0, "the engine is stopped: create a new one");
    Venue *venue = engine->venue(venue_id);
    if (venue == nullptr)
        return fail(error, SLUICE_E_UNKNOWN, venue_id, "venue_id is %u: use an id that intern gave", venue_id);
    if (const sluice_status status = check_name(name, name_length, error); status != SLUICE_OK) return status;
    return guard(error, [&] {
        LaneKey key;
        const std::string text(name, name_length);
        switch (const sluice_status status = venue->open_lane(text, key)) {
            case SLUICE_OK:
                *lane = make_lane_handle(handle, venue_id, key);
                return status;
            case SLUICE_E_ARGUMENT:
                return fail(error, status, 0, "lane '%s' of venue '%s' is open already: close it or use another name",
                    text.c_str(), venue->name().c_str());
            default:
                return fail(error, status, venue->lanes_max(), "venue '%s' has all its %u lanes open: raise lanes_max",
                    venue->name().c_str(), venue->lanes_max());
        }
    });
}

sluice_status lane_close(sluice_lane *lane, sluice_error *error) noexcept {
    const LaneTarget target = find_lane(lane);
    if (target.venue == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "lane is not a handle of a living engine");
    if (target.engine->is_in_callback()) return in_callback(error);
    uint64_t wake_ns = SLUICE_NEVER;
    const sluice_status status = target.venue->close_lane(target.lane, wake_ns);
    if (status != SLUICE_OK) return fail(error, status, 0, "the lane is closed already");
    target.engine->wake(*target.venue, wake_ns);
    return SLUICE_OK;
}

}  // namespace sluice
