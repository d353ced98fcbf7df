// Every ninth message that may go is dropped instead, cancels too, as if a kill switch covered it.
#include "wrapped_host.hpp"

namespace broken {

namespace {

sluice_status release(const sluice_host &host, const sluice_release *release) {
    static uint32_t count = 0;
    const bool is_spared = release->action != SLUICE_RELEASE_SEND || release->order_id == 0 || ++count % 9 != 0;
    if (is_spared) return host.release(host.context, release);
    sluice_release dropped = *release;
    dropped.action = SLUICE_RELEASE_DROPPED;
    dropped.reason = SLUICE_REASON_KILLED;
    dropped.grant = 0;
    host.release(host.context, &dropped);
    return SLUICE_E_UNKNOWN;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    before_release = release;
    table.engine_create = create_wrapped;
}

}  // namespace broken
