#include "telemetry/label_text.hpp"

#include "sluice/event.h"
#include "sluice/ext/breaker.h"
#include "sluice/request.h"
#include "sluice/verdict.h"

namespace sluice {

const char *class_label(uint32_t request_class) noexcept {
    switch (request_class) {
        case SLUICE_CLASS_CRITICAL:
            return "critical";
        case SLUICE_CLASS_HIGH:
            return "high";
        case SLUICE_CLASS_NORMAL:
            return "normal";
        case SLUICE_CLASS_LOW:
            return "low";
        case SLUICE_CLASS_IDLE:
            return "idle";
        default:
            return "unknown";
    }
}

const char *action_label(uint32_t action) noexcept {
    switch (action) {
        case SLUICE_ACTION_SEND:
            return "send";
        case SLUICE_ACTION_HELD:
            return "held";
        case SLUICE_ACTION_ABSORBED:
            return "absorbed";
        case SLUICE_ACTION_REFUSED:
            return "refused";
        default:
            return "unknown";
    }
}

const char *kind_label(uint32_t kind) noexcept {
    switch (kind) {
        case SLUICE_KIND_NEW:
            return "new";
        case SLUICE_KIND_REPLACE:
            return "replace";
        case SLUICE_KIND_CANCEL:
            return "cancel";
        case SLUICE_KIND_MASS_CANCEL:
            return "mass_cancel";
        case SLUICE_KIND_QUOTE:
            return "quote";
        case SLUICE_KIND_QUERY:
            return "query";
        case SLUICE_KIND_MAINTENANCE:
            return "maintenance";
        case SLUICE_KIND_ADMIN:
            return "admin";
        default:
            return "unknown";
    }
}

const char *outcome_label(uint32_t event_kind) noexcept {
    switch (event_kind) {
        case SLUICE_EVENT_ACKED:
            return "acked";
        case SLUICE_EVENT_REJECTED:
            return "rejected";
        case SLUICE_EVENT_RATE_REJECTED:
            return "rate_rejected";
        case SLUICE_EVENT_FAILED:
            return "failed";
        case SLUICE_EVENT_TIMED_OUT:
            return "timed_out";
        case SLUICE_EVENT_LOST:
            return "lost";
        case SLUICE_EVENT_DONE:
            return "done";
        default:
            return "unknown";
    }
}

const char *trip_label(uint32_t trip) noexcept {
    switch (trip) {
        case SLUICE_TRIP_CONSECUTIVE:
            return "consecutive_failures";
        case SLUICE_TRIP_FAILURES:
            return "failure_ratio";
        case SLUICE_TRIP_SLOW:
            return "slow_ratio";
        case SLUICE_TRIP_HOST:
            return "host";
        case SLUICE_TRIP_PROBE:
            return "probe";
        default:
            return "unknown";
    }
}

const char *side_label(uint32_t side) noexcept {
    switch (side) {
        case SLUICE_SIDE_NONE:
            return "";
        case SLUICE_SIDE_BUY:
            return "buy";
        case SLUICE_SIDE_SELL:
            return "sell";
        default:
            return "unknown";
    }
}

}  // namespace sluice
