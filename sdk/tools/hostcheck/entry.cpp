// The exported symbol and the table: handles and structs are checked here, everything else is the engine's.
#include <cstdio>
#include <cstdlib>

#define SLUICE_EXPORT extern "C" __attribute__((visibility("default")))
#include "sluice/entry.h"

#include "error_text.hpp"
#include "extensions.hpp"
#include "handles.hpp"
#include "hot_calls.hpp"
#include "sluice/sluice.h"

namespace sluice::hostcheck {

namespace {

constexpr std::size_t kLaterSlots = 8;

sluice_status no_handle(sluice_error *error) {
    return fail(error, SLUICE_E_ARGUMENT, "the handle is no living engine or lane of hostcheck");
}

sluice_status in_callback(sluice_error *error) {
    return fail(error, SLUICE_E_STATE, "a [control] call was made inside a callback");
}

sluice_status engine_create(
    const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error) {
    if (engine == nullptr) return fail(error, SLUICE_E_ARGUMENT, "engine is null");
    *engine = nullptr;
    if (host == nullptr || config == nullptr) return fail(error, SLUICE_E_ARGUMENT, "host or config is null");
    if (host->struct_size < sizeof *host) return fail(error, SLUICE_E_SIZE, "host.struct_size was not set");
    if (host->release == nullptr) return fail(error, SLUICE_E_ARGUMENT, "host.release is null");
    GatewayConfig read;
    const char *environment = std::getenv("SLUICE_HOSTCHECK");
    const std::string fault =
        read_gateway_config({config, config_length}, environment == nullptr ? "" : environment, read);
    if (!fault.empty()) return fail(error, SLUICE_E_CONFIG, fault);
    if (read.script.is_enabled(Scenario::create_fails))
        return fail(error, SLUICE_E_CONFIG, "17 faults in the config: /venues/0: " + std::string(500, 'x'));
    *engine = publish(std::make_unique<Engine>(*host, std::move(read)));
    return SLUICE_OK;
}

sluice_status engine_stop(sluice_engine *handle, uint32_t mode, sluice_error *error) {
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_handle(error);
    const Engine::Control control(*engine, "engine_stop");
    if (!control.is_allowed()) return in_callback(error);
    if (mode > SLUICE_STOP_ABANDON) return fail(error, SLUICE_E_ARGUMENT, "mode is none of SLUICE_STOP_*");
    const sluice_status status = engine->stop(mode);
    return status == SLUICE_OK ? status : fail(error, status, "not finished: poll and call again");
}

sluice_status engine_destroy(sluice_engine *handle, sluice_error *error) {
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_handle(error);
    const Engine::Control control(*engine, "engine_destroy");
    if (!control.is_allowed()) return in_callback(error);
    return engine->destroy() ? SLUICE_OK : fail(error, SLUICE_E_STATE, "engine_stop has not returned OK yet");
}

sluice_status intern(sluice_engine *handle, uint32_t name_kind, const char *name, size_t name_length, uint32_t *id,
    sluice_error *error) {
    if (id == nullptr) return fail(error, SLUICE_E_ARGUMENT, "id is null");
    *id = 0;
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_handle(error);
    const bool is_sound = name != nullptr && name_length >= 1 && name_length <= 255 && name_kind >= SLUICE_NAME_VENUE &&
                          name_kind <= SLUICE_NAME_OWNER;
    if (!is_sound) return fail(error, SLUICE_E_ARGUMENT, "the name has 1 to 255 bytes and a kind of SLUICE_NAME_*");
    const std::string text(name, name_length);
    const sluice_status status = engine->intern(name_kind, text, *id);
    return status == SLUICE_OK ? status
                               : fail(error, status, "'" + text + "' is not known, or there is no room for it");
}

sluice_status lane_open(sluice_engine *handle, uint32_t venue_id, const char *name, size_t name_length,
    sluice_lane **lane, sluice_error *error) {
    if (lane == nullptr) return fail(error, SLUICE_E_ARGUMENT, "lane is null");
    *lane = nullptr;
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return no_handle(error);
    const Engine::Control control(*engine, "lane_open");
    if (!control.is_allowed()) return in_callback(error);
    if (name == nullptr || name_length == 0 || name_length > 255)
        return fail(error, SLUICE_E_ARGUMENT, "the name has 1 to 255 bytes");
    LaneSeen *opened = nullptr;
    const sluice_status status = engine->open_lane(venue_id, {name, name_length}, opened);
    if (status != SLUICE_OK) return fail(error, status, "the lane cannot be opened");
    publish_lane(opened);
    *lane = reinterpret_cast<sluice_lane *>(opened);
    return SLUICE_OK;
}

sluice_status lane_close(sluice_lane *handle, sluice_error *error) {
    LaneSeen *lane = find_lane(handle);
    if (lane == nullptr) return no_handle(error);
    const Engine::Control control(*lane->engine, "lane_close");
    if (!control.is_allowed()) return in_callback(error);
    const sluice_status status = lane->engine->close_lane(*lane);
    return status == SLUICE_OK ? status : fail(error, status, "the lane is closed already");
}

int32_t poll(sluice_engine *handle, uint32_t venue_id, uint64_t now_ns, int32_t budget) {
    Engine *engine = find_engine(handle);
    return engine == nullptr ? SLUICE_E_ARGUMENT : engine->poll(venue_id, now_ns, budget);
}

uint64_t next_due_ns(sluice_engine *handle, uint32_t venue_id) {
    Engine *engine = find_engine(handle);
    return engine == nullptr ? SLUICE_NEVER : engine->next_due_ns(venue_id);
}

const void *extension(sluice_engine *handle, const char *id) {
    const Engine *engine = find_engine(handle);
    return engine == nullptr || id == nullptr || !engine->has_extensions() ? nullptr : extension_of(id);
}

constexpr sluice_api_v1 kTable = {sizeof(sluice_api_v1), SLUICE_ABI_MINOR, "hostcheck", engine_create, engine_stop,
    engine_destroy, intern, lane_open, lane_close, submit, report, poll, next_due_ns, extension};

[[noreturn]] void no_such_slot() {
    std::fputs("hostcheck: the host called a slot of the table that its headers do not have\n", stderr);
    std::abort();
}

// A table as a later minor version would have it.
struct LaterTable {
    sluice_api_v1 known = kTable;
    void (*later[kLaterSlots])();

    LaterTable() {
        known.struct_size = sizeof(LaterTable);
        known.abi_minor = SLUICE_ABI_MINOR + 7;
        for (auto &slot : later)
            slot = no_such_slot;
    }
};

// The table is asked for before there is a config: only the environment can say that it should be a newer one.
bool wants_newer_table() {
    Script script;
    script.add_scenario("all");
    const char *environment = std::getenv("SLUICE_HOSTCHECK");
    if (environment != nullptr) script.read_words(environment);
    return script.is_enabled(Scenario::newer_table);
}

}  // namespace

}  // namespace sluice::hostcheck

sluice_status sluice_entry_v1(uint32_t, const sluice_api_v1 **table, sluice_error *error) {
    using namespace sluice::hostcheck;
    if (table == nullptr) return fail(error, SLUICE_E_ARGUMENT, "table is null");
    static const auto *const later = new LaterTable;
    *table = wants_newer_table() ? &later->known : &kTable;
    return SLUICE_OK;
}
