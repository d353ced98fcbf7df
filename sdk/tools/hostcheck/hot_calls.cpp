#include "hot_calls.hpp"

#include <cstring>

#include "handles.hpp"
#include "sluice/ext/batch.h"

namespace sluice::hostcheck {

namespace {

// A wrong call lets nothing new through and traps no cancel.
sluice_status fail_safe(sluice_status status, const sluice_request *request, sluice_verdict *verdict) {
    if (verdict == nullptr || verdict->struct_size < sizeof *verdict) return status;
    const bool is_cancel = request != nullptr && request->struct_size >= 8 && is_cancel_kind(request->kind);
    verdict->action = is_cancel ? SLUICE_ACTION_SEND : SLUICE_ACTION_REFUSED;
    verdict->reason = SLUICE_REASON_FAULT;
    verdict->grant = 0;
    return status;
}

// What a struct of the host is, as far as its size and its unknown tail tell.
template <typename Struct>
sluice_status check(const Struct *known) {
    if (known == nullptr) return SLUICE_E_ARGUMENT;
    if (known->struct_size < sizeof *known || known->struct_size > 1024) return SLUICE_E_SIZE;
    const auto *bytes = reinterpret_cast<const unsigned char *>(known);
    for (std::size_t at = sizeof *known; at < known->struct_size; ++at) {
        if (bytes[at] != 0) return SLUICE_E_UNKNOWN_SET;
    }
    return SLUICE_OK;
}

template <typename Struct>
bool is_distance_sound(const Struct *first) {
    return first->struct_size >= sizeof *first && first->struct_size <= 1024 && first->struct_size % 8 == 0;
}

template <typename Struct>
Struct *at(Struct *first, uint32_t index) {
    auto *bytes = reinterpret_cast<const unsigned char *>(first) + std::size_t{index} * first->struct_size;
    return reinterpret_cast<Struct *>(const_cast<unsigned char *>(bytes));
}

}  // namespace

sluice_status submit(sluice_lane *handle, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) {
    LaneSeen *lane = find_lane(handle);
    if (lane == nullptr) return fail_safe(SLUICE_E_ARGUMENT, request, verdict);
    if (!lane->is_open) {
        lane->engine->breach("submit on a closed lane", lane->name);
        return fail_safe(SLUICE_E_STATE, request, verdict);
    }
    if (const sluice_status status = check(request); status != SLUICE_OK) {
        lane->engine->breach(
            "submit with a request whose struct_size or tail is wrong", "status " + std::to_string(status));
        return fail_safe(status, request, verdict);
    }
    if (verdict == nullptr || verdict->struct_size < sizeof *verdict) {
        lane->engine->breach("submit with a verdict whose struct_size was not set", "use SLUICE_VERDICT_INIT");
        return fail_safe(verdict == nullptr ? SLUICE_E_ARGUMENT : SLUICE_E_SIZE, request, verdict);
    }
    sluice_verdict answer = SLUICE_VERDICT_INIT;
    answer.action = SLUICE_ACTION_REFUSED;
    const sluice_status status = lane->engine->submit(*lane, *request, now_ns, answer);
    if (status == SLUICE_E_STATE) return fail_safe(status, request, verdict);
    std::memcpy(verdict, &answer, sizeof answer);
    return status;
}

sluice_status report(sluice_lane *handle, const sluice_event *event, uint64_t now_ns) {
    LaneSeen *lane = find_lane(handle);
    if (lane == nullptr) return SLUICE_E_ARGUMENT;
    if (!lane->is_open) return SLUICE_E_STATE;
    sluice_status status = check(event);
    if (status == SLUICE_OK && (event->kind < SLUICE_EVENT_WRITTEN || event->kind > SLUICE_EVENT_LIMIT_CHANGED))
        status = SLUICE_E_ARGUMENT;
    if (status == SLUICE_OK) return lane->engine->report(*lane, *event, now_ns);
    lane->engine->breach("report with an event that is wrong in itself", "status " + std::to_string(status));
    return status;
}

sluice_status submit_many(
    sluice_lane *handle, const sluice_request *requests, uint32_t count, uint64_t now_ns, sluice_verdict *verdicts) {
    const bool is_sound = requests != nullptr && verdicts != nullptr && count >= 1 && count <= SLUICE_BATCH_MAX;
    if (!is_sound) return SLUICE_E_ARGUMENT;
    if (!is_distance_sound(requests) || !is_distance_sound(verdicts)) return SLUICE_E_SIZE;
    sluice_status first_fault = SLUICE_OK;
    for (uint32_t index = 0; index < count; ++index) {
        const sluice_status status = submit(handle, at(requests, index), now_ns, at(verdicts, index));
        if (first_fault == SLUICE_OK) first_fault = status;
    }
    return first_fault;
}

}  // namespace sluice::hostcheck
