#include "extensions.hpp"

#include <cstring>

#include "handles.hpp"
#include "hot_calls.hpp"
#include "sluice/sluice.h"

namespace sluice::hostcheck {

namespace {

sluice_status engage(sluice_engine *handle, const sluice_kill_scope *scope, sluice_error *) {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || scope == nullptr) return SLUICE_E_ARGUMENT;
    return scope->struct_size < sizeof *scope ? SLUICE_E_SIZE : engine->engage(*scope);
}

sluice_status clear(sluice_engine *handle, const sluice_kill_scope *scope, sluice_error *) {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || scope == nullptr) return SLUICE_E_ARGUMENT;
    if (scope->struct_size < sizeof *scope) return SLUICE_E_SIZE;
    const Engine::Control control(*engine, "kill.clear");
    return control.is_allowed() ? engine->clear(*scope) : SLUICE_E_STATE;
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

const char *reason_name(uint32_t reason) {
    return reason == SLUICE_REASON_NONE ? "none" : "unknown";
}

const char *reason_sentence(uint32_t) {
    return "hostcheck says so";
}

constexpr sluice_ext_kill kKill = {sizeof(sluice_ext_kill), 0, engage, clear, kill_state};
constexpr sluice_ext_batch kBatch = {sizeof(sluice_ext_batch), 0, submit_many};
constexpr sluice_ext_reasons kReasons = {sizeof(sluice_ext_reasons), 0, reason_name, reason_sentence};

}  // namespace

const void *extension_of(const char *id) {
    if (std::strcmp(id, SLUICE_EXT_KILL) == 0) return &kKill;
    if (std::strcmp(id, SLUICE_EXT_BATCH) == 0) return &kBatch;
    if (std::strcmp(id, SLUICE_EXT_REASONS) == 0) return &kReasons;
    return nullptr;
}

}  // namespace sluice::hostcheck
