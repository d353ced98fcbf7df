// Logs a line after engine_destroy() has returned.
#include "wrapped_host.hpp"

namespace broken {

namespace {

const sluice_host *last_host = nullptr;

sluice_status create(
    const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error) {
    const sluice_status status = real().engine_create(host, config, config_length, engine, error);
    if (status == SLUICE_OK) last_host = keep(*host);
    return status;
}

int32_t poll(sluice_engine *engine, uint32_t venue_id, uint64_t now_ns, int32_t budget) {
    const int32_t done = real().poll(engine, venue_id, now_ns, budget);
    if (done == SLUICE_E_ARGUMENT && last_host != nullptr && last_host->log != nullptr)
        last_host->log(last_host->context, SLUICE_LOG_HOST, "polled too late", 15);
    return done;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.engine_create = create;
    table.poll = poll;
}

}  // namespace broken
