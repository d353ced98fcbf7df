// The exported symbol and the table that it gives out.

#include <cstring>

#define SLUICE_EXPORT extern "C" __attribute__((visibility("default")))
#include "sluice/entry.h"

#include "boundary/calls.hpp"
#include "boundary/error.hpp"
#include "boundary/instance.hpp"
#include "sluice/sluice.h"

#define SLUICE_TEXT_OF(number) #number
#define SLUICE_TEXT(number) SLUICE_TEXT_OF(number)

namespace sluice {

namespace {

const void *extension(sluice_engine *engine, const char *id) noexcept {
    if (find_engine(engine) == nullptr || id == nullptr) return nullptr;
    if (std::strcmp(id, SLUICE_EXT_ANSWERS) == 0) return answers_extension();
    if (std::strcmp(id, SLUICE_EXT_BATCH) == 0) return batch_extension();
    if (std::strcmp(id, SLUICE_EXT_KILL) == 0) return kill_extension();
    if (std::strcmp(id, SLUICE_EXT_BREAKER) == 0) return breaker_extension();
    if (std::strcmp(id, SLUICE_EXT_LIMITS) == 0) return limits_extension();
    if (std::strcmp(id, SLUICE_EXT_METRICS) == 0) return metrics_extension();
    if (std::strcmp(id, SLUICE_EXT_REASONS) == 0) return reasons_extension();
    return nullptr;
}

constexpr sluice_api_v1 kTable = {
    sizeof(sluice_api_v1),
    SLUICE_ABI_MINOR,
    SLUICE_TEXT(SLUICE_VERSION_MAJOR) "." SLUICE_TEXT(SLUICE_VERSION_MINOR) "." SLUICE_TEXT(SLUICE_VERSION_PATCH),
    engine_create,
    engine_stop,
    engine_destroy,
    intern,
    lane_open,
    lane_close,
    submit,
    report,
    poll,
    next_due_ns,
    extension,
};

}  // namespace

}  // namespace sluice

sluice_status sluice_entry_v1(uint32_t, const sluice_api_v1 **table, sluice_error *error) {
    if (table == nullptr)
        return sluice::fail(error, SLUICE_E_ARGUMENT, 0, "table is null: pass the address of a table pointer");
    // Every host_minor can be served: no code of this version is newer than 1.0.
    *table = &sluice::kTable;
    return SLUICE_OK;
}
