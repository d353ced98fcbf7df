#include "extensions.hpp"

#include <cstring>

#include "error_text.hpp"
#include "handles.hpp"
#include "hot_calls.hpp"
#include "sluice/sluice.h"

namespace sluice::hostcheck {

namespace {

Engine *engine_for(sluice_engine *handle, const sluice_kill_scope *scope, sluice_error *error, sluice_status &status) {
    Engine *engine = find_engine(handle);
    status = engine == nullptr || scope == nullptr ? fail(error, SLUICE_E_ARGUMENT, "the engine or the scope is null")
             : scope->struct_size < sizeof *scope  ? fail(error, SLUICE_E_SIZE, "scope.struct_size was not set")
                                                   : SLUICE_OK;
    return engine;
}

sluice_status engage(sluice_engine *handle, const sluice_kill_scope *scope, sluice_error *error) {
    sluice_status status = SLUICE_OK;
    Engine *engine = engine_for(handle, scope, error, status);
    return status == SLUICE_OK ? engine->engage(*scope) : status;
}

sluice_status clear(sluice_engine *handle, const sluice_kill_scope *scope, sluice_error *error) {
    sluice_status status = SLUICE_OK;
    Engine *engine = engine_for(handle, scope, error, status);
    if (status != SLUICE_OK) return status;
    const Engine::Control control(*engine, "kill.clear");
    if (!control.is_allowed()) return fail(error, SLUICE_E_STATE, "called inside a callback");
    status = engine->clear(*scope);
    return status == SLUICE_OK ? status : fail(error, status, "this scope is not engaged");
}

sluice_status kill_state(sluice_engine *handle, const sluice_kill_scope *scope, sluice_kill_state *state) {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || scope == nullptr || state == nullptr) return SLUICE_E_ARGUMENT;
    if (scope->struct_size < sizeof *scope || state->struct_size < sizeof *state) return SLUICE_E_SIZE;
    sluice_kill_state answer = SLUICE_KILL_STATE_INIT;
    engine->read_kill(*scope, answer);
    std::memcpy(state, &answer, sizeof answer);
    return SLUICE_OK;
}

constexpr sluice_ext_kill kKill = {sizeof(sluice_ext_kill), 0, engage, clear, kill_state};
constexpr sluice_ext_batch kBatch = {sizeof(sluice_ext_batch), 0, submit_many};

}  // namespace

const void *extension_of(const char *id) {
    if (std::strcmp(id, SLUICE_EXT_KILL) == 0) return &kKill;
    if (std::strcmp(id, SLUICE_EXT_BATCH) == 0) return &kBatch;
    return nullptr;
}

}  // namespace sluice::hostcheck
