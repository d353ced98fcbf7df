// submit_many: a batch that has room, and one that has none.
#include "paths.hpp"

namespace hotpath {

namespace {

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

std::vector<Path> batch_paths() {
    return {
        {"submit_many_16_send", with_room, nullptr, session_up,
            [](QuietHost &host) {
                host.advance(10 * kMillisecondNs);
                fill_batch(host);
            },
            [](QuietHost &host) { host.submit_batch(); }, settle_batch},
        {"submit_many_16_held", tight, nullptr, session_up,
            [](QuietHost &host) {
                fill_limit(host);
                fill_batch(host);
            },
            [](QuietHost &host) { host.submit_batch(); }, expect_batch_held},
    };
}

}  // namespace hotpath
