// submit where the request is accepted: sent, held or absorbed.
#include "paths.hpp"

namespace hotpath {

namespace {

bool settle_sent(QuietHost &host) {
    const bool is_taken = host.was(SLUICE_ACTION_SEND);
    host.settle(host.verdict.grant, host.request.order_id);
    return is_taken;
}

template <std::uint32_t kAction, std::uint32_t kReason>
bool expect(QuietHost &host) {
    return host.was(kAction, kReason);
}

void next_order(QuietHost &host) {
    host.advance(kMillisecondNs);
    host.next_new();
}

// One order of which a later message can be told to be about.
void live_order(QuietHost &host) {
    host.advance(kMillisecondNs);
    host.next_new();
    host.order_id = host.request.order_id;
    host.submit();
    host.report(SLUICE_EVENT_WRITTEN, host.verdict.grant, host.order_id);
    host.report(SLUICE_EVENT_ACKED, host.verdict.grant, host.order_id);
}

void next_cancel(QuietHost &host) {
    host.next(SLUICE_KIND_CANCEL, host.order_id);
}
void next_amend(QuietHost &host) {
    host.next(SLUICE_KIND_REPLACE, host.order_id);
}

}  // namespace

std::vector<Path> submit_paths() {
    return {
        {"submit_send", with_room, nullptr, session_up, next_order, submit_it, settle_sent},
        {"submit_send_own_clock", with_room, nullptr, session_up, [](QuietHost &host) { host.next_new(); }, submit_it,
            settle_sent, false},
        {"submit_send_cancel", with_room, nullptr, session_up,
            [](QuietHost &host) {
                live_order(host);
                next_cancel(host);
            },
            submit_it, settle_sent},
        {"submit_held_limit", tight, nullptr, session_up,
            [](QuietHost &host) {
                fill_limit(host);
                host.next_new();
            },
            submit_it, expect<SLUICE_ACTION_HELD, SLUICE_REASON_LIMIT>},
        {"submit_held_backlog", tight, nullptr, session_up,
            [](QuietHost &host) {
                host.advance(10 * kMillisecondNs);
                host.drain();
                hold_new(host);
                host.next_new();
            },
            submit_it, expect<SLUICE_ACTION_HELD, SLUICE_REASON_BACKLOG>},
        {"submit_held_lane_down", with_room, nullptr, session_up,
            [](QuietHost &host) {
                host.report(SLUICE_EVENT_LANE_UP);
                host.advance(10 * kMillisecondNs);
                host.drain();
                host.spend();
                live_order(host);
                host.report(SLUICE_EVENT_LANE_DOWN);
                next_cancel(host);
            },
            submit_it, expect<SLUICE_ACTION_HELD, SLUICE_REASON_LANE_DOWN>},
        {"submit_held_evicting", with_one_slot, nullptr, session_up,
            [](QuietHost &host) {
                fill_limit(host);
                host.next(SLUICE_KIND_QUERY, 0);
                host.submit();
                host.next_new();
            },
            submit_it,
            [](QuietHost &host) {
                const bool is_held = host.verdict.action == SLUICE_ACTION_HELD;
                host.poll();
                return is_held && host.releases[0].reason == SLUICE_REASON_EVICTED;
            }},
        {"submit_absorbed_annihilated", tight, nullptr, session_up,
            [](QuietHost &host) {
                hold_new(host);
                next_cancel(host);
            },
            submit_it, expect<SLUICE_ACTION_ABSORBED, SLUICE_REASON_ANNIHILATED>},
        {"submit_absorbed_folded", tight, nullptr, session_up,
            [](QuietHost &host) {
                hold_new(host);
                next_amend(host);
            },
            submit_it, expect<SLUICE_ACTION_ABSORBED, SLUICE_REASON_FOLDED>},
        {"submit_absorbed_duplicate", tight, nullptr, session_up,
            [](QuietHost &host) {
                host.advance(10 * kMillisecondNs);
                host.drain();
                host.advance(10 * kMillisecondNs);
                live_order(host);
                next_cancel(host);
                host.submit();
                next_cancel(host);
            },
            submit_it, expect<SLUICE_ACTION_ABSORBED, SLUICE_REASON_DUPLICATE>},
    };
}

}  // namespace hotpath
