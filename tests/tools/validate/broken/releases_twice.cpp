// Every fourth message that may go is released a second time.
#include "wrapped_host.hpp"

namespace broken {

namespace {

sluice_status release(const sluice_host &host, const sluice_release *release) {
    static uint32_t count = 0;
    const sluice_status status = host.release(host.context, release);
    if (release->action == SLUICE_RELEASE_SEND && status == SLUICE_OK && ++count % 4 == 0)
        host.release(host.context, release);
    return status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    before_release = release;
    table.engine_create = create_wrapped;
}

}  // namespace broken
