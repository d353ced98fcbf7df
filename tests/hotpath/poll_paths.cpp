// poll and next_due_ns: with nothing to do, with one thing of each sort, and with a full queue.
#include "paths.hpp"

namespace hotpath {

namespace {

constexpr std::uint32_t kQueue = 64;

bool released_once(QuietHost &host) {
    const bool is_taken = host.polled == 1 && host.release_count == 1 && host.releases[0].ticket == host.request.ticket;
    return is_taken && host.releases[0].action == SLUICE_RELEASE_SEND;
}

bool dropped_once(QuietHost &host) {
    const bool is_taken = host.polled == 1 && host.release_count == 1 && host.releases[0].ticket == host.request.ticket;
    return is_taken && host.releases[0].action == SLUICE_RELEASE_DROPPED;
}

// All five classes, some of them with a deadline; the venue's limit lets one go each millisecond.
void fill_queue(QuietHost &host) {
    fill_limit(host);
    for (std::uint32_t index = 0; index < kQueue; ++index) {
        host.next_new();
        if (index % 5 == 1) host.next(SLUICE_KIND_QUERY, 0);
        if (index % 5 == 2) host.next(SLUICE_KIND_MAINTENANCE, 0);
        if (index % 5 == 3) host.request.flags = SLUICE_FLAG_REDUCES_RISK;
        if (index % 5 == 4) host.request.deadline_ns = host.clock_ns + index * kMillisecondNs;
        host.submit();
    }
    host.request.deadline_ns = 0;
}

void drain_queue(QuietHost &host) {
    for (std::uint32_t step = 0; step < kQueue; ++step) {
        host.due_ns = host.api.next_due_ns(host.engine, SLUICE_VENUE_ALL);
        host.drain();
        host.advance(2 * kMillisecondNs);
    }
}

}  // namespace

std::vector<Path> poll_paths() {
    return {
        {"poll_nothing_due", with_room, nullptr, session_up, [](QuietHost &host) { host.advance(kMillisecondNs); },
            poll_it, [](QuietHost &host) { return host.polled == 0; }},
        {"poll_nothing_due_one_held", tight, nullptr, session_up, hold_new, poll_it,
            [](QuietHost &host) { return host.polled == 0; }},
        {"poll_release", tight, nullptr, session_up,
            [](QuietHost &host) {
                hold_new(host);
                host.advance(10 * kMillisecondNs);
            },
            poll_it, released_once},
        {"poll_drop", tight, nullptr, session_up,
            [](QuietHost &host) {
                fill_limit(host);
                host.next_new();
                host.request.deadline_ns = host.clock_ns + 1000;
                host.submit();
                host.advance(10 * kMillisecondNs);
            },
            poll_it, dropped_once},
        {"poll_drop_lane_down", tight, nullptr, session_up,
            [](QuietHost &host) {
                host.report(SLUICE_EVENT_LANE_UP);
                hold_new(host);
                host.report(SLUICE_EVENT_LANE_DOWN);
            },
            poll_it, dropped_once},
        {"poll_release_taken_back", tight, nullptr, session_up,
            [](QuietHost &host) {
                hold_new(host);
                host.advance(10 * kMillisecondNs);
                host.answer = SLUICE_E_BUSY;
            },
            poll_it,
            [](QuietHost &host) {
                host.answer = SLUICE_OK;
                return host.polled == 1 && host.release_count == 0;
            }},
        {"poll_grant_forgotten", with_room, nullptr, session_up,
            [](QuietHost &host) {
                host.next_new();
                host.submit();
                host.advance(2000 * kMillisecondNs);
            },
            poll_it,
            [](QuietHost &host) {
                host.advance(20'000 * kMillisecondNs);
                host.poll();
                const bool is_taken = host.was(SLUICE_ACTION_SEND);
                // An answer that came, so that the breaker does not open on those that did not.
                host.advance(10 * kMillisecondNs);
                host.spend();
                return is_taken;
            }},
        {"poll_full_queue_until_empty", tight, nullptr, session_up, fill_queue, drain_queue,
            [](QuietHost &host) {
                return host.api.next_due_ns(host.engine, SLUICE_VENUE_ALL) == SLUICE_NEVER && host.polled == 0;
            }},
        {"next_due", tight, nullptr, session_up, hold_new,
            [](QuietHost &host) { host.due_ns = host.api.next_due_ns(host.engine, SLUICE_VENUE_ALL); },
            [](QuietHost &host) { return host.due_ns > host.clock_ns; }},
    };
}

}  // namespace hotpath
