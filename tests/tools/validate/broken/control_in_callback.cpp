// engine_stop() inside a callback is answered as if it were none.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status stop(sluice_engine *engine, uint32_t mode, sluice_error *error) {
    const sluice_status status = real().engine_stop(engine, mode, error);
    return status == SLUICE_E_STATE ? SLUICE_E_BUSY : status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.engine_stop = stop;
}

}  // namespace broken
