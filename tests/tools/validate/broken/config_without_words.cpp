// A config with a fault is refused without saying what is wrong.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status create(
    const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine, sluice_error *error) {
    const sluice_status status = real().engine_create(host, config, config_length, engine, error);
    if (status == SLUICE_E_CONFIG && error != nullptr) {
        error->message[0] = 0;
        error->message_length = 0;
    }
    return status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.engine_create = create;
}

}  // namespace broken
