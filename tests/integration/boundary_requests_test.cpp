// Impossible requests are refused with the field that is wrong; a cancel is never refused for a field it does not need.
#include <gtest/gtest.h>

#include "test_host.hpp"

namespace sluice_test {

namespace {

struct WrongField {
    const char *name;
    void (*spoil)(sluice_request &request);
    std::uint32_t reason;
    bool stops_cancels;
};

const WrongField kWrongFields[] = {
    {"kind_zero", [](sluice_request &request) { request.kind = 0; }, SLUICE_REASON_BAD_KIND, true},
    {"kind_admin", [](sluice_request &request) { request.kind = SLUICE_KIND_ADMIN; }, SLUICE_REASON_BAD_KIND, true},
    {"kind_huge", [](sluice_request &request) { request.kind = UINT32_MAX; }, SLUICE_REASON_BAD_KIND, true},
    {"ticket", [](sluice_request &request) { request.ticket = 0; }, SLUICE_REASON_BAD_TICKET, false},
    {"order_id", [](sluice_request &request) { request.order_id = 0; }, SLUICE_REASON_BAD_ORDER_ID, false},
    {"deadline", [](sluice_request &request) { request.deadline_ns = 1; }, SLUICE_REASON_BAD_DEADLINE, false},
    {"quantity", [](sluice_request &request) { request.quantity_e8 = -1; }, SLUICE_REASON_BAD_QUANTITY, false},
    {"quantity_min", [](sluice_request &request) { request.quantity_e8 = INT64_MIN; }, SLUICE_REASON_BAD_QUANTITY,
        false},
    {"notional",
        [](sluice_request &request) {
            request.price_e8 = INT64_MAX;
            request.quantity_e8 = 100'000'001;
        },
        SLUICE_REASON_BAD_NOTIONAL, false},
    {"notional_negative",
        [](sluice_request &request) {
            request.price_e8 = INT64_MIN;
            request.quantity_e8 = INT64_MAX;
        },
        SLUICE_REASON_BAD_NOTIONAL, false},
    {"side", [](sluice_request &request) { request.side = 3; }, SLUICE_REASON_BAD_SIDE, false},
    {"flags", [](sluice_request &request) { request.flags = 4; }, SLUICE_REASON_BAD_FLAGS, false},
    {"count", [](sluice_request &request) { request.message_count = 1001; }, SLUICE_REASON_BAD_COUNT, false},
    {"count_huge", [](sluice_request &request) { request.message_count = UINT32_MAX; }, SLUICE_REASON_BAD_COUNT, false},
    {"account", [](sluice_request &request) { request.account_id = UINT32_MAX; }, SLUICE_REASON_UNKNOWN_ACCOUNT, false},
    {"instrument", [](sluice_request &request) { request.instrument_id = 1; }, SLUICE_REASON_UNKNOWN_INSTRUMENT, false},
    {"owner", [](sluice_request &request) { request.owner_id = 4097; }, SLUICE_REASON_UNKNOWN_OWNER, false},
};

class WrongFields : public testing::TestWithParam<WrongField> {};

}  // namespace

TEST_P(WrongFields, are_named) {
    TestHost host(one_venue(window_limit(5, 1000)));
    sluice_lane *lane = host.lane_up();
    sluice_request request = new_order(1);
    GetParam().spoil(request);
    const sluice_verdict verdict = host.submit(lane, request);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(verdict.reason, GetParam().reason);
    EXPECT_EQ(verdict.grant, 0u);
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 0u);

    sluice_request cancel = cancel_of(1, 2);
    GetParam().spoil(cancel);
    EXPECT_EQ(host.submit(lane, cancel).action,
        std::uint32_t(GetParam().stops_cancels ? SLUICE_ACTION_REFUSED : SLUICE_ACTION_SEND));
}

INSTANTIATE_TEST_SUITE_P(Boundary, WrongFields, testing::ValuesIn(kWrongFields),
    [](const auto &one) { return std::string(one.param.name); });

TEST(BoundaryRequests, the_largest_that_are_possible_pass) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.lane_up();
    sluice_request request = new_order(UINT64_MAX);
    request.price_e8 = INT64_MAX;
    request.quantity_e8 = 100'000'000;
    request.message_count = 1000;
    request.deadline_ns = host.now();
    EXPECT_EQ(host.submit(lane, request).action, std::uint32_t{SLUICE_ACTION_SEND});
    request.order_id = request.ticket = 1;
    request.price_e8 = INT64_MIN;
    EXPECT_EQ(host.submit(lane, request).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(BoundaryRequests, huge_counts_in_events_break_no_arithmetic) {
    TestHost host(one_venue(R"("limits": [
        {"name": "window", "shape": "sliding_window", "scope": "venue", "limit": 1000000, "window_ms": 86400000,
         "cost": {"new": 1000000, "cancel": 1}},
        {"name": "bucket", "shape": "token_bucket", "scope": "venue", "limit": 10000, "refill_amount": 1,
         "refill_interval_ms": 86400000, "cost": {"new": 10}}])"));
    sluice_lane *lane = host.lane_up();
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_UNGATED;
    event.message_kind = SLUICE_KIND_NEW;
    event.message_count = UINT32_MAX;
    event.account_id = event.instrument_id = event.owner_id = UINT32_MAX;
    for (int repeat = 0; repeat < 100; ++repeat) {
        ASSERT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
        EXPECT_NE(host.submit(lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND}) << repeat;
        host.submit(lane, cancel_of(1, 2));
        EXPECT_EQ(host.usage(host.limit_id("bucket")).to_reject, 0u) << repeat;
    }
    event.kind = SLUICE_EVENT_RATE_REJECTED;
    event.retry_after_ns = UINT64_MAX;
    event.time_ns = UINT64_MAX;
    EXPECT_EQ(host.api.report(lane, &event, host.now()), SLUICE_OK);
    host.report(lane, SLUICE_EVENT_DONE, UINT64_MAX, UINT64_MAX, UINT64_MAX);
    host.poll();
    EXPECT_GT(host.next_due(), host.now());
}

}  // namespace sluice_test
