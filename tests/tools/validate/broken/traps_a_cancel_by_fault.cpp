// A wrong call refuses a cancel too, instead of letting it go.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status submit(sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    const sluice_status status = real().submit(lane, request, now_ns, verdict);
    if (status < 0 && verdict != nullptr && verdict->struct_size == sizeof *verdict)
        verdict->action = SLUICE_ACTION_REFUSED;
    return status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.submit = submit;
}

}  // namespace broken
