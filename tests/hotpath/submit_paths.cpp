// submit and submit_many where the request is accepted: sent, held or absorbed.
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

void fill_batch(QuietHost &host) {
    for (sluice_request &each : host.requests) {
        host.next_new();
        each = host.request;
    }
}

bool settle_batch(QuietHost &host) {
    bool is_taken = host.status == SLUICE_OK;
    for (std::uint32_t index = 0; index < kBatch; ++index) {
        is_taken = is_taken && host.verdicts[index].action == SLUICE_ACTION_SEND;
        host.settle(host.verdicts[index].grant, host.requests[index].order_id);
    }
    return is_taken;
}

bool expect_batch_held(QuietHost &host) {
    bool is_taken = host.status == SLUICE_OK;
    for (const sluice_verdict &each : host.verdicts)
        is_taken = is_taken && each.action == SLUICE_ACTION_HELD;
    // One a millisecond goes, so that the next round finds the queue empty.
    for (std::uint32_t index = 0; index < kBatch; ++index) {
        host.advance(10 * kMillisecondNs);
        host.drain();
    }
    return is_taken;
}

}  // namespace

std::vector<Path> submit_paths() {
    return {
        {"submit_send", kRoom, nullptr, session_up, next_order, submit_it, settle_sent},
        {"submit_send_own_clock", kRoom, nullptr, session_up, [](QuietHost &host) { host.next_new(); }, submit_it,
            settle_sent, false},
        {"submit_send_cancel", kRoom, nullptr, session_up,
            [](QuietHost &host) {
                live_order(host);
                next_cancel(host);
            },
            submit_it, settle_sent},
        {"submit_held_limit", kTight, nullptr, session_up,
            [](QuietHost &host) {
                fill_limit(host);
                host.next_new();
            },
            submit_it, expect<SLUICE_ACTION_HELD, SLUICE_REASON_LIMIT>},
        {"submit_held_backlog", kTight, nullptr, session_up,
            [](QuietHost &host) {
                host.advance(10 * kMillisecondNs);
                host.drain();
                hold_new(host);
                host.next_new();
            },
            submit_it, expect<SLUICE_ACTION_HELD, SLUICE_REASON_BACKLOG>},
        {"submit_held_lane_down", kRoom, nullptr, session_up,
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
        {"submit_held_evicting", kOneSlot, nullptr, session_up,
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
        {"submit_absorbed_annihilated", kTight, nullptr, session_up,
            [](QuietHost &host) {
                hold_new(host);
                next_cancel(host);
            },
            submit_it, expect<SLUICE_ACTION_ABSORBED, SLUICE_REASON_ANNIHILATED>},
        {"submit_absorbed_folded", kTight, nullptr, session_up,
            [](QuietHost &host) {
                hold_new(host);
                next_amend(host);
            },
            submit_it, expect<SLUICE_ACTION_ABSORBED, SLUICE_REASON_FOLDED>},
        {"submit_absorbed_duplicate", kTight, nullptr, session_up,
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
        {"submit_many_16_send", kRoom, nullptr, session_up,
            [](QuietHost &host) {
                host.advance(10 * kMillisecondNs);
                fill_batch(host);
            },
            [](QuietHost &host) { host.submit_batch(); }, settle_batch},
        {"submit_many_16_held", kTight, nullptr, session_up,
            [](QuietHost &host) {
                fill_limit(host);
                fill_batch(host);
            },
            [](QuietHost &host) { host.submit_batch(); }, expect_batch_held},
    };
}

}  // namespace hotpath
