// submit, report, poll and next_due_ns: checked handles and structs in, one call to the venue, nothing else. No
// allocation, no exception, no log.

#include "boundary/calls.hpp"
#include "boundary/fail_safe.hpp"
#include "boundary/instance.hpp"
#include "boundary/structs.hpp"

namespace sluice {

sluice_status submit(
    sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) noexcept {
    const LaneTarget target = find_lane(lane);
    if (target.venue == nullptr) return fail_safe(SLUICE_E_ARGUMENT, request, verdict);
    uint32_t unknown_offset = 0;
    const sluice_status status = check_input(request, sizeof(sluice_request), unknown_offset);
    if (status != SLUICE_OK || !is_writable(verdict)) {
        target.venue->counters().malformed_calls.add();
        if (status != SLUICE_OK) return fail_safe(status, request, verdict);
        return fail_safe(verdict == nullptr ? SLUICE_E_ARGUMENT : SLUICE_E_SIZE, request, verdict);
    }
    if (target.engine->is_stopped()) return fail_safe(SLUICE_E_STATE, request, verdict);

    sluice_request known;
    copy_input(request, known);
    sluice_verdict answer{};
    uint64_t wake_ns = SLUICE_NEVER;
    const bool is_own_reading = now_ns == 0;
    if (is_own_reading) now_ns = target.engine->read_clock();
    if (!target.venue->submit(
            target.lane, known, target.engine->known_ids(), now_ns, is_own_reading, answer, wake_ns)) {
        return fail_safe(SLUICE_E_STATE, request, verdict);
    }
    write_struct(verdict, answer);
    target.engine->wake(*target.venue, wake_ns);
    return SLUICE_OK;
}

sluice_status report(sluice_lane *lane, const sluice_event *event, uint64_t now_ns) noexcept {
    const LaneTarget target = find_lane(lane);
    if (target.venue == nullptr) return SLUICE_E_ARGUMENT;
    uint32_t unknown_offset = 0;
    sluice_status status = check_input(event, sizeof(sluice_event), unknown_offset);
    if (status == SLUICE_OK &&
        (event->kind < SLUICE_EVENT_WRITTEN || event->kind > SLUICE_EVENT_LIMIT_CHANGED ||
            (event->kind == SLUICE_EVENT_UNGATED &&
                (event->message_kind < SLUICE_KIND_NEW || event->message_kind > SLUICE_KIND_ADMIN)))) {
        status = SLUICE_E_ARGUMENT;
    }
    if (status != SLUICE_OK) {
        target.venue->counters().malformed_calls.add();
        return status;
    }
    if (target.engine->is_stopped()) return SLUICE_E_STATE;
    sluice_event known;
    copy_input(event, known);
    uint64_t wake_ns = SLUICE_NEVER;
    if (now_ns == 0) now_ns = target.engine->read_clock();
    if (!target.venue->report(target.lane, known, target.engine->known_ids(), now_ns, wake_ns)) return SLUICE_E_STATE;
    target.engine->wake(*target.venue, wake_ns);
    return SLUICE_OK;
}

int32_t poll(sluice_engine *handle, uint32_t venue_id, uint64_t now_ns, int32_t budget) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || budget < 1) return SLUICE_E_ARGUMENT;
    if (venue_id != SLUICE_VENUE_ALL && engine->venue(venue_id) == nullptr) return SLUICE_E_UNKNOWN;
    if (engine->is_stopped()) return SLUICE_E_STATE;
    return engine->poll(venue_id, now_ns == 0 ? engine->read_clock() : now_ns, budget);
}

uint64_t next_due_ns(sluice_engine *handle, uint32_t venue_id) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || (venue_id != SLUICE_VENUE_ALL && engine->venue(venue_id) == nullptr) ||
        engine->is_stopped()) {
        return SLUICE_NEVER;
    }
    return engine->next_due_ns(venue_id);
}

}  // namespace sluice
