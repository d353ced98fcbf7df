// A kill switch of one venue stops all venues.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_ext_kill kill_table;

sluice_status engage(sluice_engine *engine, const sluice_kill_scope *scope, sluice_error *error) {
    const sluice_kill_scope everywhere = SLUICE_KILL_SCOPE_INIT;
    const auto *kill = static_cast<const sluice_ext_kill *>(real().extension(engine, SLUICE_EXT_KILL));
    const sluice_status status = kill->engage(engine, scope, error);
    return status == SLUICE_OK ? kill->engage(engine, &everywhere, error) : status;
}

const void *extension(sluice_engine *engine, const char *id) {
    const void *table = real().extension(engine, id);
    if (table == nullptr || __builtin_strcmp(id, SLUICE_EXT_KILL) != 0) return table;
    kill_table = *static_cast<const sluice_ext_kill *>(table);
    kill_table.engage = engage;
    return &kill_table;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.extension = extension;
}

}  // namespace broken
