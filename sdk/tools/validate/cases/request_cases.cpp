// Each field of a request that can be wrong: a new order is refused with the reason that names it, a cancel goes.
#include "validate/host.hpp"

namespace sluice::validate {

namespace {

// A request with a ticket and an order of its own.
sluice_request next_request(uint32_t kind, uint64_t &ticket) {
    ++ticket;
    return request_of(kind, ticket, 100 + ticket);
}

struct BadField {
    uint32_t reason;
    void (*spoil)(sluice_request &request, uint64_t now_ns);
};

constexpr BadField kBadFields[] = {
    {SLUICE_REASON_BAD_TICKET, [](sluice_request &request, uint64_t) { request.ticket = 0; }},
    {SLUICE_REASON_BAD_ORDER_ID, [](sluice_request &request, uint64_t) { request.order_id = 0; }},
    {SLUICE_REASON_BAD_DEADLINE, [](sluice_request &request, uint64_t now_ns) { request.deadline_ns = now_ns - 1; }},
    {SLUICE_REASON_BAD_QUANTITY, [](sluice_request &request, uint64_t) { request.quantity_e8 = -1; }},
    {SLUICE_REASON_BAD_NOTIONAL,
        [](sluice_request &request, uint64_t) { request.price_e8 = request.quantity_e8 = INT64_MAX; }},
    {SLUICE_REASON_BAD_SIDE, [](sluice_request &request, uint64_t) { request.side = 3; }},
    {SLUICE_REASON_BAD_FLAGS, [](sluice_request &request, uint64_t) { request.flags = UINT32_C(1) << 31; }},
    {SLUICE_REASON_BAD_COUNT, [](sluice_request &request, uint64_t) { request.message_count = 1001; }},
    {SLUICE_REASON_UNKNOWN_ACCOUNT, [](sluice_request &request, uint64_t) { request.account_id = 60'000; }},
    {SLUICE_REASON_UNKNOWN_INSTRUMENT, [](sluice_request &request, uint64_t) { request.instrument_id = 60'000; }},
    {SLUICE_REASON_UNKNOWN_OWNER, [](sluice_request &request, uint64_t) { request.owner_id = UINT32_MAX; }},
};

void bad_fields(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    uint64_t ticket = 0;
    for (const BadField &bad : kBadFields) {
        for (const uint32_t kind : {SLUICE_KIND_NEW, SLUICE_KIND_REPLACE}) {
            sluice_request request = next_request(kind, ticket);
            bad.spoil(request, host.now());
            const sluice_verdict verdict = host.submit(lane, request);
            judge.expect(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == bad.reason,
                "a request of kind %u with the fault of reason %u: action %u, reason %u", kind, bad.reason,
                verdict.action, verdict.reason);
        }
    }
    for (const uint32_t kind : {0u, uint32_t{SLUICE_KIND_ADMIN}, 9'999u, UINT32_MAX}) {
        const sluice_verdict verdict = host.submit(lane, next_request(kind, ticket));
        judge.expect(verdict.action == SLUICE_ACTION_REFUSED && verdict.reason == SLUICE_REASON_BAD_KIND,
            "kind %u: action %u, reason %u", kind, verdict.action, verdict.reason);
    }
}

void cancels_with_bad_fields(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    uint64_t ticket = 0;
    for (const BadField &bad : kBadFields) {
        for (const uint32_t kind : {SLUICE_KIND_CANCEL, SLUICE_KIND_MASS_CANCEL}) {
            sluice_request request = next_request(kind, ticket);
            bad.spoil(request, host.now());
            const sluice_verdict verdict = host.offer(lane, request);
            judge.expect(verdict.action == SLUICE_ACTION_SEND,
                "a cancel with the fault of reason %u: action %u, reason %u", bad.reason, verdict.action,
                verdict.reason);
        }
    }
}

void edges_that_pass(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    const auto expect_sent = [&](const sluice_request &request, const char *what) {
        const sluice_verdict verdict = host.offer(lane, request);
        judge.expect(
            verdict.action == SLUICE_ACTION_SEND, "%s: action %u, reason %u", what, verdict.action, verdict.reason);
    };
    sluice_request request = new_order(UINT64_MAX);
    expect_sent(request, "the largest ticket and order id");
    request = new_order(2);
    request.price_e8 = -1'000'000'000;
    expect_sent(request, "a negative price");
    request = new_order(3);
    request.message_count = 1000;
    expect_sent(request, "a batch of 1000 messages");
    request = new_order(4);
    request.deadline_ns = UINT64_MAX;
    expect_sent(request, "a deadline at the end of time");
    request = new_order(5);
    request.side = SLUICE_SIDE_NONE;
    request.flags = SLUICE_FLAG_REDUCES_RISK | SLUICE_FLAG_NO_ANSWER;
    expect_sent(request, "an order without a side and with all flags");
    request = new_order(6);
    request.quantity_e8 = INT64_MAX;
    request.price_e8 = 0;
    expect_sent(request, "the largest quantity without a price");
}

void classes(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    const struct {
        uint32_t kind;
        uint32_t flags;
        uint32_t request_class;
    } rows[] = {{SLUICE_KIND_CANCEL, 0, SLUICE_CLASS_CRITICAL}, {SLUICE_KIND_MASS_CANCEL, 0, SLUICE_CLASS_CRITICAL},
        {SLUICE_KIND_NEW, SLUICE_FLAG_REDUCES_RISK, SLUICE_CLASS_HIGH},
        {SLUICE_KIND_REPLACE, SLUICE_FLAG_REDUCES_RISK, SLUICE_CLASS_HIGH}, {SLUICE_KIND_NEW, 0, SLUICE_CLASS_NORMAL},
        {SLUICE_KIND_REPLACE, 0, SLUICE_CLASS_NORMAL}, {SLUICE_KIND_QUOTE, 0, SLUICE_CLASS_NORMAL},
        {SLUICE_KIND_QUERY, 0, SLUICE_CLASS_LOW}, {SLUICE_KIND_MAINTENANCE, 0, SLUICE_CLASS_IDLE}};
    uint64_t ticket = 0;
    for (const auto &row : rows) {
        sluice_request request = next_request(row.kind, ticket);
        request.flags = row.flags;
        const sluice_verdict verdict = host.offer(lane, request);
        judge.expect(verdict.request_class == row.request_class, "kind %u with flags %u has class %u instead of %u",
            row.kind, row.flags, verdict.request_class, row.request_class);
    }
}

void urgent_first(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(R"("ageing_ms": 86400000, )" + window_limit(1, 100)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    host.submit(lane, request_of(SLUICE_KIND_MAINTENANCE, 2));
    host.submit(lane, request_of(SLUICE_KIND_QUERY, 3));
    host.submit(lane, new_order(4));
    sluice_request reducing = new_order(5);
    reducing.flags = SLUICE_FLAG_REDUCES_RISK;
    host.submit(lane, reducing);
    host.submit(lane, cancel_of(77, 6));
    host.run_until(host.now() + 3 * kSecondNs);
    const std::vector<uint64_t> order = host.tickets_released(SLUICE_RELEASE_SEND);
    judge.expect(
        order == std::vector<uint64_t>{6, 5, 4, 3, 2}, "five classes that wait for one limit came out of order");
}

void deadlines(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    host.offer(lane, new_order(1));
    sluice_request late = new_order(2);
    late.deadline_ns = host.now() + 300 * kMs;
    host.submit(lane, late);
    sluice_request cancel = cancel_of(9, 3);
    cancel.deadline_ns = host.now() + 300 * kMs;
    host.submit(lane, cancel);
    host.run_until(host.now() + 5 * kSecondNs);
    const sluice_release *expired = host.release_of(2);
    judge.expect(expired != nullptr && expired->reason == SLUICE_REASON_EXPIRED,
        "an order whose deadline passed while it was held was not dropped with reason EXPIRED");
    const sluice_release *sent = host.release_of(3);
    judge.expect(sent != nullptr && sent->action == SLUICE_RELEASE_SEND, "the deadline of a cancel was not ignored");
}

}  // namespace

void add_request_cases(CaseList &list) {
    list.push_back({"request.bad_fields", "a wrong field is refused with the reason that names it", bad_fields});
    list.push_back(
        {"request.cancels_with_bad_fields", "no field that is wrong stops a cancel", cancels_with_bad_fields});
    list.push_back({"request.edges_that_pass", "numbers at their edges pass", edges_that_pass});
    list.push_back({"request.classes", "kind and flags decide the class", classes});
    list.push_back({"request.urgent_first", "more urgent classes go first", urgent_first});
    list.push_back({"request.deadlines", "held orders expire, held cancels do not", deadlines});
}

}  // namespace sluice::validate
