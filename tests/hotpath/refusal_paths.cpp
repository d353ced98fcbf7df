// submit where the request is refused, each by another stage, and where the call itself was wrong.
#include "paths.hpp"

namespace hotpath {

namespace {

template <std::uint32_t kReason>
bool expect_refused(QuietHost &host) {
    return host.was(SLUICE_ACTION_REFUSED, kReason);
}

void next_order(QuietHost &host) {
    host.advance(kMillisecondNs);
    host.next_new();
}

void nothing(QuietHost &) {}

void must(sluice_status status) {
    if (status != SLUICE_OK) throw std::runtime_error("a control call of the path failed: " + std::to_string(status));
}

void engage_kill(QuietHost &host) {
    const auto *kill = static_cast<const sluice_ext_kill *>(host.api.extension(host.engine, SLUICE_EXT_KILL));
    sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    scope.account_id = host.request.account_id;
    must(kill->engage(host.engine, &scope, nullptr));
}

void force_breaker_open(QuietHost &host) {
    const auto *breaker = static_cast<const sluice_ext_breaker *>(host.api.extension(host.engine, SLUICE_EXT_BREAKER));
    must(breaker->force_open(host.engine, 1, nullptr, nullptr));
}

}  // namespace

std::vector<Path> refusal_paths() {
    return {
        {"submit_refused_request", with_room, nullptr, session_up,
            [](QuietHost &host) {
                next_order(host);
                host.request.quantity_e8 = -1;
            },
            submit_it, expect_refused<SLUICE_REASON_BAD_QUANTITY>},
        {"submit_refused_killed", with_room, engage_kill, session_up, next_order, submit_it,
            expect_refused<SLUICE_REASON_KILLED>},
        {"submit_refused_lane_down", with_room, nullptr, nothing, next_order, submit_it,
            expect_refused<SLUICE_REASON_LANE_DOWN>},
        {"submit_refused_breaker", with_room, force_breaker_open, session_up, next_order, submit_it,
            expect_refused<SLUICE_REASON_BREAKER_FORCED>},
        {"submit_refused_over_limit", tight, nullptr, session_up,
            [](QuietHost &host) {
                next_order(host);
                host.request.message_count = 2;
            },
            submit_it, expect_refused<SLUICE_REASON_OVER_LIMIT>},
        {"submit_refused_queue_full", with_one_slot, nullptr, session_up,
            [](QuietHost &host) {
                hold_new(host);
                host.next_new();
            },
            submit_it, expect_refused<SLUICE_REASON_QUEUE_FULL>},
        {"submit_wrong_call", with_room, nullptr, session_up,
            [](QuietHost &host) {
                next_order(host);
                host.request.struct_size = 1;
            },
            submit_it,
            [](QuietHost &host) {
                host.request.struct_size = sizeof host.request;
                return host.status == SLUICE_E_SIZE;
            }},
    };
}

}  // namespace hotpath
