// Writes a field that a host of 1.0 has no room for.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status submit(sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    const sluice_status status = real().submit(lane, request, now_ns, verdict);
    if (status == SLUICE_OK) verdict[1].struct_size = 0;
    return status;
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.submit = submit;
}

}  // namespace broken
