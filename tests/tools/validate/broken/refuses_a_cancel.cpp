// Every fortieth cancel is refused because the queue is full.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status submit(sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    static uint32_t count = 0;
    const sluice_status status = real().submit(lane, request, now_ns, verdict);
    if (status != SLUICE_OK || !is_cancel(request) || verdict->action != SLUICE_ACTION_SEND || ++count % 40 != 0)
        return status;
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_NOT_WRITTEN;
    event.grant = verdict->grant;
    real().report(lane, &event, now_ns);
    verdict->action = SLUICE_ACTION_REFUSED;
    verdict->reason = SLUICE_REASON_QUEUE_FULL;
    verdict->grant = 0;
    return status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.submit = submit;
}

}  // namespace broken
