// A message counts from its grant on, as if it were written at once, however long the host takes.
#include "wrapped_host.hpp"

namespace broken {

namespace {

void count_now(sluice_lane *lane, uint64_t grant) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_WRITTEN;
    event.grant = grant;
    if (grant != 0) real().report(lane, &event, 0);
}

sluice_status submit(sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    const sluice_status status = real().submit(lane, request, now_ns, verdict);
    if (status == SLUICE_OK && verdict->action == SLUICE_ACTION_SEND) count_now(lane, verdict->grant);
    return status;
}

sluice_status release(const sluice_host &host, const sluice_release *release) {
    const sluice_status status = host.release(host.context, release);
    if (status == SLUICE_OK) count_now(release->lane, release->grant);
    return status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    before_release = release;
    table.engine_create = create_wrapped;
    table.submit = submit;
}

}  // namespace broken
