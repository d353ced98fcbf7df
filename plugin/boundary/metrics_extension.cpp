#include "boundary/calls.hpp"
#include "boundary/guard.hpp"
#include "boundary/instance.hpp"
#include "sluice/ext/metrics.h"
#include "telemetry/metrics_page.hpp"

namespace sluice {

namespace {

sluice_status write_text(
    sluice_engine *handle, char *buffer, size_t capacity, size_t *length, sluice_error *error) noexcept {
    if (length == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "length is null: pass the address of a length");
    *length = 0;
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "engine is not a handle of a living engine");
    if (buffer == nullptr && capacity != 0)
        return fail(error, SLUICE_E_ARGUMENT, 0, "buffer is null but capacity is %zu", capacity);
    return guard(error, [&] {
        MetricsPage page;
        page.write(engine->snapshot());
        *length = page.size();
        if (page.size() > capacity) {
            return fail(error, SLUICE_E_BUSY, static_cast<uint32_t>(page.size()),
                "the text has %zu bytes, the buffer %zu: bring a larger one", page.size(), capacity);
        }
        copy_text(page, buffer);
        return sluice_status{SLUICE_OK};
    });
}

sluice_status percentile(sluice_engine *handle, uint32_t venue_id, uint32_t histogram, uint32_t request_class,
    uint32_t per_million, uint64_t *value_ns, uint64_t *count) noexcept {
    if (value_ns == nullptr) return SLUICE_E_ARGUMENT;
    *value_ns = 0;
    if (count != nullptr) *count = 0;
    Engine *engine = find_engine(handle);
    if (engine == nullptr || per_million > 1'000'000 || request_class >= kClassCount) return SLUICE_E_ARGUMENT;
    const Venue *venue = engine->venue(venue_id);
    if (venue == nullptr) return SLUICE_E_UNKNOWN;
    const VenueCounters &counters = venue->counters();
    const Histogram *chosen = nullptr;
    switch (histogram) {
        case SLUICE_HISTOGRAM_WAIT:
            chosen = &counters.wait[request_class];
            break;
        case SLUICE_HISTOGRAM_DECISION:
            chosen = &counters.decision;
            break;
        case SLUICE_HISTOGRAM_ANSWER:
            chosen = &counters.answer;
            break;
        default:
            return SLUICE_E_ARGUMENT;
    }
    *value_ns = chosen->percentile(per_million);
    if (count != nullptr) *count = chosen->count();
    return SLUICE_OK;
}

uint32_t port(sluice_engine *handle) noexcept {
    const Engine *engine = find_engine(handle);
    return engine == nullptr ? 0 : engine->metrics_port();
}

constexpr sluice_ext_metrics kTable = {sizeof(sluice_ext_metrics), 0, write_text, percentile, port};

}  // namespace

const void *metrics_extension() noexcept {
    return &kTable;
}

}  // namespace sluice
