// report, one path for each kind of event, and one for an event that comes too late.
#include "paths.hpp"

namespace hotpath {

namespace {

// Sends a new order of which the event will be. Whatever the round before has done to breaker, lane and limits is over.
void offer_order(QuietHost &host) {
    host.report(SLUICE_EVENT_LANE_UP);
    host.advance(500 * kMillisecondNs);
    host.spend();
    host.advance(500 * kMillisecondNs);
    host.next_new();
    host.submit();
    host.event.grant = host.verdict.grant;
    host.event.order_id = host.request.order_id;
    host.event.time_ns = host.clock_ns;
    host.event.account_id = host.request.account_id;
    host.event.instrument_id = host.request.instrument_id;
    host.event.owner_id = host.request.owner_id;
    host.event.venue_time_ns = 1'700'000'000'000'000'000 + host.clock_ns;
    host.event.value = 1;
    host.event.limit_id = 1;
    host.event.message_kind = SLUICE_KIND_NEW;
    host.event.retry_after_ns = kMillisecondNs;
}

template <std::uint32_t kKind>
void offer(QuietHost &host) {
    offer_order(host);
    host.event.kind = kKind;
}

template <std::uint32_t kKind>
void offer_written(QuietHost &host) {
    offer_order(host);
    host.report(SLUICE_EVENT_WRITTEN, host.event.grant, host.event.order_id);
    host.event.kind = kKind;
}

// About the lane or the venue and no message of ours.
template <std::uint32_t kKind>
void offer_of_lane(QuietHost &host) {
    offer_order(host);
    host.settle(host.event.grant, host.event.order_id);
    host.event.kind = kKind;
    host.event.grant = 0;
    host.event.order_id = 0;
}

void report_it(QuietHost &host) {
    host.report(host.event);
}

bool settle_reported(QuietHost &host) {
    const bool is_heard = host.status == SLUICE_OK && host.verdict.action == SLUICE_ACTION_SEND;
    host.settle(host.verdict.grant, host.request.order_id);
    host.advance(kMillisecondNs);
    host.poll();
    return is_heard;
}

#define HOTPATH_REPORT(name, offering) \
    { "report_" name, with_room, nullptr, session_up, offering, report_it, settle_reported }

}  // namespace

std::vector<Path> report_paths() {
    return {
        HOTPATH_REPORT("written", offer<SLUICE_EVENT_WRITTEN>),
        HOTPATH_REPORT("not_written", offer<SLUICE_EVENT_NOT_WRITTEN>),
        HOTPATH_REPORT("acked", offer_written<SLUICE_EVENT_ACKED>),
        HOTPATH_REPORT("rejected", offer_written<SLUICE_EVENT_REJECTED>),
        HOTPATH_REPORT("rate_rejected", offer_written<SLUICE_EVENT_RATE_REJECTED>),
        HOTPATH_REPORT("failed", offer_written<SLUICE_EVENT_FAILED>),
        HOTPATH_REPORT("timed_out", offer_written<SLUICE_EVENT_TIMED_OUT>),
        HOTPATH_REPORT("lost", offer_written<SLUICE_EVENT_LOST>),
        HOTPATH_REPORT("done", offer_written<SLUICE_EVENT_DONE>),
        HOTPATH_REPORT("lane_up", offer_of_lane<SLUICE_EVENT_LANE_UP>),
        HOTPATH_REPORT("lane_down", offer_of_lane<SLUICE_EVENT_LANE_DOWN>),
        HOTPATH_REPORT("transport_error", offer_of_lane<SLUICE_EVENT_TRANSPORT_ERROR>),
        HOTPATH_REPORT("ungated", offer_of_lane<SLUICE_EVENT_UNGATED>),
        HOTPATH_REPORT("filled", offer_written<SLUICE_EVENT_FILLED>),
        HOTPATH_REPORT("banned", offer_written<SLUICE_EVENT_BANNED>),
        HOTPATH_REPORT("venue_time", offer_of_lane<SLUICE_EVENT_VENUE_TIME>),
        HOTPATH_REPORT("block", offer_of_lane<SLUICE_EVENT_BLOCK>),
        HOTPATH_REPORT("limit_used", offer_written<SLUICE_EVENT_LIMIT_USED>),
        HOTPATH_REPORT("limit_remaining", offer_written<SLUICE_EVENT_LIMIT_REMAINING>),
        HOTPATH_REPORT("limit_changed", offer_written<SLUICE_EVENT_LIMIT_CHANGED>),
        {"report_late", with_room, nullptr, session_up,
            [](QuietHost &host) {
                offer<SLUICE_EVENT_WRITTEN>(host);
                host.settle(host.event.grant, host.event.order_id);
            },
            report_it, settle_reported},
    };
}

}  // namespace hotpath
