// sluice.batch/1: submit_many is as many submits, and fails as a whole or not at all.
#include <cstring>
#include <random>

#include "validate/host.hpp"

namespace sluice::validate {

namespace {

// The same flow twice, one request a call and all in one call: what each verdict says, word by word.
bool is_same(const sluice_verdict &left, const sluice_verdict &right) {
    return left.action == right.action && left.reason == right.reason && left.limit_id == right.limit_id &&
           left.not_before_ns == right.not_before_ns && left.other_ticket == right.other_ticket &&
           left.superseded_ticket == right.superseded_ticket && left.request_class == right.request_class &&
           (left.grant == 0) == (right.grant == 0);
}

std::vector<sluice_request> random_flow(std::mt19937_64 &random, std::size_t count) {
    std::vector<sluice_request> flow;
    for (std::size_t index = 0; index < count; ++index) {
        const auto kind = static_cast<uint32_t>(1 + random() % 7);
        const bool has_order = kind == SLUICE_KIND_REPLACE || kind == SLUICE_KIND_CANCEL;
        sluice_request request = request_of(kind, 1 + index, has_order ? 1 + random() % 60 : 0);
        if (kind == SLUICE_KIND_NEW) request.order_id = 1 + index;
        if (random() % 9 == 0) request.quantity_e8 = -1;
        if (random() % 9 == 0) request.message_count = static_cast<uint32_t>(random() % 4);
        if (random() % 50 == 0) request.order_id = 0;
        flow.push_back(request);
    }
    return flow;
}

void equals_submits(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    const std::string config = one_venue(R"("held_max": 64, )" + window_limit(40, 1000, R"("cancel_reserve": 5)"));
    std::mt19937_64 random(target.seed);
    for (const std::size_t count : {1u, 2u, 3u, 17u, 100u, 400u, 1000u}) {
        Host one_by_one(judge, plugin, config);
        Host at_once(judge, plugin, config);
        const auto &batch = at_once.extension<sluice_ext_batch>(SLUICE_EXT_BATCH);
        sluice_lane *lane = one_by_one.lane_up();
        sluice_lane *batch_lane = at_once.lane_up();
        const std::vector<sluice_request> flow = random_flow(random, count);
        std::vector<sluice_verdict> verdicts(count, sluice_verdict(SLUICE_VERDICT_INIT));
        for (const sluice_request &request : flow)
            at_once.book.offered(request);
        const sluice_status status =
            batch.submit_many(batch_lane, flow.data(), static_cast<uint32_t>(count), at_once.now(), verdicts.data());
        judge.expect(status == SLUICE_OK, "submit_many of %zu gave status %d", count, status);
        for (std::size_t index = 0; index < count; ++index) {
            at_once.book.decided(flow[index], verdicts[index]);
            const sluice_verdict alone = one_by_one.submit(lane, flow[index]);
            if (!judge.expect(is_same(alone, verdicts[index]),
                    "request %zu of %zu (kind %u): submit says action %u, reason %u, submit_many action %u, reason %u",
                    index, count, flow[index].kind, alone.action, alone.reason, verdicts[index].action,
                    verdicts[index].reason))
                return;
        }
        for (Host *host : {&one_by_one, &at_once})
            host->run_until(host->now() + 10 * kSecondNs);
        judge.expect(one_by_one.tickets_released(SLUICE_RELEASE_SEND) == at_once.tickets_released(SLUICE_RELEASE_SEND),
            "after a batch of %zu, tickets are released in another order", count);
    }
}

void wrong_calls(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(10, 1000)));
    const auto &batch = host.extension<sluice_ext_batch>(SLUICE_EXT_BATCH);
    sluice_lane *lane = host.lane_up();
    std::vector<sluice_request> requests{new_order(1), cancel_of(9, 2), new_order(3)};
    const auto expect_none_offered = [&](sluice_status expected, const char *what, auto call) {
        std::vector<sluice_verdict> verdicts(3, sluice_verdict(SLUICE_VERDICT_INIT));
        const sluice_status status = call(verdicts);
        judge.expect(status == expected, "submit_many with %s gave status %d instead of %d", what, status, expected);
        for (std::size_t index = 0; index < 3; ++index) {
            const uint32_t action = verdicts[index].action;
            judge.expect(action != SLUICE_ACTION_HELD && action != SLUICE_ACTION_ABSORBED &&
                             verdicts[index].grant == 0 && (index == 1 || action != SLUICE_ACTION_SEND),
                "submit_many with %s: verdict %zu has action %u", what, index, action);
        }
    };
    expect_none_offered(SLUICE_E_ARGUMENT, "null requests",
        [&](auto &verdicts) { return batch.submit_many(lane, nullptr, 3, host.now(), verdicts.data()); });
    expect_none_offered(SLUICE_E_ARGUMENT, "null verdicts",
        [&](auto &) { return batch.submit_many(lane, requests.data(), 3, host.now(), nullptr); });
    expect_none_offered(SLUICE_E_ARGUMENT, "count 0",
        [&](auto &verdicts) { return batch.submit_many(lane, requests.data(), 0, host.now(), verdicts.data()); });
    const std::vector<sluice_request> many(SLUICE_BATCH_MAX + 1, request_of(SLUICE_KIND_QUERY, 1));
    std::vector<sluice_verdict> too_many(many.size(), sluice_verdict(SLUICE_VERDICT_INIT));
    judge.expect(
        batch.submit_many(lane, many.data(), SLUICE_BATCH_MAX + 1, host.now(), too_many.data()) == SLUICE_E_ARGUMENT,
        "submit_many takes more than SLUICE_BATCH_MAX");
    expect_none_offered(SLUICE_E_SIZE, "sizes that differ", [&](auto &verdicts) {
        std::vector<sluice_request> mixed = requests;
        mixed[2].struct_size += 8;
        return batch.submit_many(lane, mixed.data(), 3, host.now(), verdicts.data());
    });
    expect_none_offered(SLUICE_E_ARGUMENT, "a null lane",
        [&](auto &verdicts) { return batch.submit_many(nullptr, requests.data(), 3, host.now(), verdicts.data()); });
    sluice_usage usage = SLUICE_USAGE_INIT;
    host.limits().usage(host.engine, host.limit_id("SIM", "messages"), nullptr, host.now(), &usage);
    judge.expect(usage.used == 0, "wrong calls of submit_many used up %llu of a limit",
        static_cast<unsigned long long>(usage.used));
}

}  // namespace

void add_batch_cases(CaseList &list) {
    list.push_back({"batch.equals_submits", "submit_many says what so many submits would say", equals_submits});
    list.push_back({"batch.wrong_calls", "a wrong call of submit_many offers nothing", wrong_calls});
}

}  // namespace sluice::validate
