// Fields behind those that it knows are ignored instead of refused.
#include "wrapped.hpp"

namespace broken {

namespace {

sluice_status report(sluice_lane *lane, const sluice_event *event, uint64_t now_ns) {
    if (event == nullptr || event->struct_size <= sizeof *event) return real().report(lane, event, now_ns);
    sluice_event known = *event;
    known.struct_size = sizeof known;
    return real().report(lane, &known, now_ns);
}

}  // namespace

void break_one_promise(sluice_api_v1 &table) {
    table.report = report;
}

}  // namespace broken
