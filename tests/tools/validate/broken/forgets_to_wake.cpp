// The host is never woken.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status create(
    const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error) {
    sluice_host without_wake = *host;
    without_wake.wake = nullptr;
    return real().engine_create(&without_wake, config, config_length, engine, error);
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.engine_create = create;
}

}  // namespace broken
