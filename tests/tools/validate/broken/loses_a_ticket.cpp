// Every ninth release never reaches the host.
#include "wrapped_host.hpp"

namespace broken {

namespace {

sluice_status release(const sluice_host &host, const sluice_release *release) {
    static uint32_t count = 0;
    return ++count % 9 == 0 ? SLUICE_OK : host.release(host.context, release);
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    before_release = release;
    table.engine_create = create_wrapped;
}

}  // namespace broken
