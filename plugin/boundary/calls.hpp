// The functions behind the table, one for each slot; entry.cpp puts them together. What each does is said in
// sluice/api.h and in the extension headers.
#pragma once

#include "sluice/api.h"

namespace sluice {

// control_calls.cpp
sluice_status engine_create(const sluice_host *host, const char *config, size_t config_length, sluice_engine **engine,
    sluice_error *error) noexcept;
sluice_status engine_stop(sluice_engine *engine, uint32_t mode, sluice_error *error) noexcept;
sluice_status engine_destroy(sluice_engine *engine, sluice_error *error) noexcept;
sluice_status intern(sluice_engine *engine, uint32_t name_kind, const char *name, size_t name_length, uint32_t *id,
    sluice_error *error) noexcept;
sluice_status lane_open(sluice_engine *engine, uint32_t venue_id, const char *name, size_t name_length,
    sluice_lane **lane, sluice_error *error) noexcept;
sluice_status lane_close(sluice_lane *lane, sluice_error *error) noexcept;

// hot_calls.cpp
sluice_status submit(
    sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_verdict *verdict) noexcept;
sluice_status report(sluice_lane *lane, const sluice_event *event, uint64_t now_ns) noexcept;
int32_t poll(sluice_engine *engine, uint32_t venue_id, uint64_t now_ns, int32_t budget) noexcept;
uint64_t next_due_ns(sluice_engine *engine, uint32_t venue_id) noexcept;

// One table for each extension.
const void *answers_extension() noexcept;
const void *batch_extension() noexcept;
const void *kill_extension() noexcept;
const void *breaker_extension() noexcept;
const void *limits_extension() noexcept;
const void *metrics_extension() noexcept;
const void *reasons_extension() noexcept;

}  // namespace sluice
