#include "boundary/calls.hpp"
#include "boundary/guard.hpp"
#include "boundary/instance.hpp"
#include "boundary/structs.hpp"
#include "sluice/ext/kill.h"

namespace sluice {

namespace {

sluice_status check_scope(
    Engine *engine, const sluice_kill_scope *scope, sluice_kill_scope &known, sluice_error *error) noexcept {
    if (engine == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "engine is not a handle of a living engine");
    if (const sluice_status status = read_struct(scope, known, "scope", error); status != SLUICE_OK) return status;
    const KnownIds ids = engine->known_ids();
    const struct {
        const char *field;
        uint32_t id;
        uint32_t count;
    } fields[] = {{"venue_id", known.venue_id, engine->venue_count()}, {"account_id", known.account_id, ids.accounts},
        {"instrument_id", known.instrument_id, ids.instruments}, {"owner_id", known.owner_id, ids.owners}};
    for (const auto &field : fields) {
        if (field.id > field.count) {
            return fail(error, SLUICE_E_UNKNOWN, field.id,
                "scope.%s is %u, but only 1 to %u exist: use an id that intern gave", field.field, field.id,
                field.count);
        }
    }
    if (known.side > SLUICE_SIDE_SELL)
        return fail(error, SLUICE_E_ARGUMENT, known.side, "scope.side is %u: pass SLUICE_SIDE_*", known.side);
    return SLUICE_OK;
}

sluice_status engage(sluice_engine *handle, const sluice_kill_scope *scope, sluice_error *error) noexcept {
    Engine *engine = find_engine(handle);
    sluice_kill_scope known;
    if (const sluice_status status = check_scope(engine, scope, known, error); status != SLUICE_OK) return status;
    return guard(error, [&] {
        if (engine->engage_kill(known) == Engine::KillResult::done) return sluice_status{SLUICE_OK};
        return fail(
            error, SLUICE_E_FULL, kKillScopesMax, "%u scopes are engaged already: engage a wider one", kKillScopesMax);
    });
}

sluice_status clear(sluice_engine *handle, const sluice_kill_scope *scope, sluice_error *error) noexcept {
    Engine *engine = find_engine(handle);
    sluice_kill_scope known;
    if (const sluice_status status = check_scope(engine, scope, known, error); status != SLUICE_OK) return status;
    if (engine->is_in_callback())
        return fail(error, SLUICE_E_STATE, 0, "called from inside a callback: clear on another thread");
    return guard(error, [&] {
        if (engine->clear_kill(known) == Engine::KillResult::done) return sluice_status{SLUICE_OK};
        return fail(error, SLUICE_E_UNKNOWN, 0, "this scope is not engaged: clear exactly what was engaged");
    });
}

sluice_status state(sluice_engine *handle, const sluice_kill_scope *scope, sluice_kill_state *state) noexcept {
    Engine *engine = find_engine(handle);
    sluice_kill_scope known;
    if (const sluice_status status = check_scope(engine, scope, known, nullptr); status != SLUICE_OK) return status;
    if (state == nullptr) return SLUICE_E_ARGUMENT;
    if (!is_writable(state)) return SLUICE_E_SIZE;
    sluice_kill_state answer{};
    return guard(nullptr, [&] {
        engine->read_kill(known, answer);
        write_struct(state, answer);
        return sluice_status{SLUICE_OK};
    });
}

constexpr sluice_ext_kill kTable = {sizeof(sluice_ext_kill), 0, engage, clear, state};

}  // namespace

const void *kill_extension() noexcept {
    return &kTable;
}

}  // namespace sluice
