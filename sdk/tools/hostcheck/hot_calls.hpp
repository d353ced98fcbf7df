// submit, report and submit_many as the tables hold them: what is wrong with a handle or a struct is found here and
// goes into the engine's books. Any thread.
#pragma once

#include "sluice/api.h"

namespace sluice::hostcheck {

sluice_status submit(sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict);
sluice_status report(sluice_lane *lane, const sluice_event *event, uint64_t now_ns);
sluice_status submit_many(
    sluice_lane *lane, const sluice_request *requests, uint32_t count, uint64_t now_ns, sluice_verdict *verdicts);

}  // namespace sluice::hostcheck
