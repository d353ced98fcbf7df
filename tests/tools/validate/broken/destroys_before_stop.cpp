// engine_destroy() of a running engine says that it worked.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status destroy(sluice_engine *engine, sluice_error *error) {
    const sluice_status status = real().engine_destroy(engine, error);
    return status == SLUICE_E_STATE ? SLUICE_OK : status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.engine_destroy = destroy;
}

}  // namespace broken
