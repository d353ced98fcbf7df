// What a call that was wrong still answers: nothing new may pass, and no cancel may be trapped by it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "admit/request_check.hpp"
#include "boundary/structs.hpp"

namespace sluice {

// The kind of a request that may be too short for anything else; 0 when not even that can be read.
inline uint32_t kind_of(const sluice_request *request) noexcept {
    if (request == nullptr || request->struct_size < offsetof(sluice_request, kind) + sizeof request->kind) return 0;
    return request->kind;
}

inline sluice_status fail_safe(sluice_status status, const sluice_request *request, sluice_verdict *verdict) noexcept {
    constexpr uint32_t kActionAndReason = offsetof(sluice_verdict, reason) + sizeof(uint32_t);
    if (verdict == nullptr || verdict->struct_size < kActionAndReason) return status;
    verdict->action = is_cancel_kind(kind_of(request)) ? SLUICE_ACTION_SEND : SLUICE_ACTION_REFUSED;
    verdict->reason = SLUICE_REASON_FAULT;
    if (is_writable(verdict)) verdict->grant = 0;
    return status;
}

}  // namespace sluice
