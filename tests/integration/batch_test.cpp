// submit_many: the same decisions as so many calls of submit(), and nothing written where it should not be.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <vector>

#include "sluice/ext/batch.h"
#include "test_host.hpp"

namespace sluice_test {

namespace {

const sluice_ext_batch &batch_of(const TestHost &host) {
    return *static_cast<const sluice_ext_batch *>(host.api.extension(host.engine, SLUICE_EXT_BATCH));
}

std::vector<sluice_verdict> verdicts_for(std::size_t count) {
    sluice_verdict empty = SLUICE_VERDICT_INIT;
    return std::vector<sluice_verdict>(count, empty);
}

// Orders, their cancels and amends, a duplicate, and one with a bad field: more than are decided under one lock.
std::vector<sluice_request> mixed_requests() {
    std::vector<sluice_request> requests;
    for (std::uint64_t ticket = 1; ticket <= 40; ++ticket)
        requests.push_back(new_order(ticket));
    requests.push_back(cancel_of(35, 41));
    requests.push_back(amend_of(36, 42));
    requests.push_back(cancel_of(1, 43));
    requests.push_back(cancel_of(1, 44));
    sluice_request negative = new_order(45);
    negative.quantity_e8 = -1;
    requests.push_back(negative);
    requests.push_back(request_of(SLUICE_KIND_QUERY, 46));
    return requests;
}

class Batch : public testing::Test {
protected:
    sluice_status offer(const std::vector<sluice_request> &requests, std::vector<sluice_verdict> &verdicts) {
        return batch_of(host).submit_many(
            lane, requests.data(), static_cast<std::uint32_t>(requests.size()), host.now(), verdicts.data());
    }

    TestHost host{one_venue(window_limit(20, 1000))};
    sluice_lane *lane = host.lane_up();
};

}  // namespace

TEST_F(Batch, decides_as_so_many_submits_would) {
    TestHost other(one_venue(window_limit(20, 1000)));
    sluice_lane *other_lane = other.lane_up();
    const std::vector<sluice_request> requests = mixed_requests();
    std::vector<sluice_verdict> verdicts = verdicts_for(requests.size());
    EXPECT_EQ(offer(requests, verdicts), SLUICE_OK);
    for (std::size_t index = 0; index < requests.size(); ++index) {
        const sluice_verdict expected = other.submit(other_lane, requests[index]);
        EXPECT_EQ(verdicts[index].action, expected.action) << index;
        EXPECT_EQ(verdicts[index].reason, expected.reason) << index;
        EXPECT_EQ(verdicts[index].grant, expected.grant) << index;
        EXPECT_EQ(verdicts[index].not_before_ns - host.now(), expected.not_before_ns - other.now()) << index;
        EXPECT_EQ(verdicts[index].other_ticket, expected.other_ticket) << index;
    }
    EXPECT_EQ(host.scrape().sum("sluice_decisions_total"), other.scrape().sum("sluice_decisions_total"));
}

TEST_F(Batch, one_malformed_request_stops_no_other) {
    std::vector<sluice_request> requests{new_order(1), new_order(2), new_order(3)};
    struct Longer {
        sluice_request request;
        std::uint64_t unknown;
    };
    Longer rows[3] = {{requests[0], 0}, {requests[1], 7}, {requests[2], 0}};
    for (Longer &row : rows)
        row.request.struct_size = sizeof(Longer);
    std::vector<sluice_verdict> verdicts = verdicts_for(3);
    EXPECT_EQ(batch_of(host).submit_many(lane, &rows[0].request, 3, host.now(), verdicts.data()), SLUICE_E_UNKNOWN_SET);
    EXPECT_EQ(verdicts[0].action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(verdicts[1].action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(verdicts[1].reason, std::uint32_t{SLUICE_REASON_FAULT});
    EXPECT_EQ(verdicts[2].action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST_F(Batch, fails_as_a_whole_without_trapping_a_cancel) {
    std::vector<sluice_request> requests{new_order(1), cancel_of(7, 2)};
    std::vector<sluice_verdict> verdicts = verdicts_for(2);
    const auto expect_fail_safe = [&](sluice_status status, sluice_status expected) {
        EXPECT_EQ(status, expected);
        EXPECT_EQ(verdicts[0].action, std::uint32_t{SLUICE_ACTION_REFUSED});
        EXPECT_EQ(verdicts[1].action, std::uint32_t{SLUICE_ACTION_SEND});
        EXPECT_EQ(verdicts[1].grant, 0u);
        verdicts = verdicts_for(2);
    };
    const sluice_ext_batch &batch = batch_of(host);
    expect_fail_safe(batch.submit_many(nullptr, requests.data(), 2, host.now(), verdicts.data()), SLUICE_E_ARGUMENT);
    requests[1].struct_size += 8;
    expect_fail_safe(offer(requests, verdicts), SLUICE_E_SIZE);
    requests[1].struct_size -= 8;
    ASSERT_EQ(host.stop(SLUICE_STOP_ABANDON), SLUICE_OK);
    expect_fail_safe(offer(requests, verdicts), SLUICE_E_STATE);
}

TEST_F(Batch, bad_arrays_are_refused_and_nothing_is_written) {
    const std::vector<sluice_request> requests{new_order(1), new_order(2)};
    std::vector<sluice_verdict> verdicts = verdicts_for(2);
    const sluice_ext_batch &batch = batch_of(host);
    EXPECT_EQ(batch.submit_many(lane, nullptr, 2, host.now(), verdicts.data()), SLUICE_E_ARGUMENT);
    EXPECT_EQ(batch.submit_many(lane, requests.data(), 2, host.now(), nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(batch.submit_many(lane, requests.data(), 0, host.now(), verdicts.data()), SLUICE_E_ARGUMENT);
    EXPECT_EQ(
        batch.submit_many(lane, requests.data(), SLUICE_BATCH_MAX + 1, host.now(), verdicts.data()), SLUICE_E_ARGUMENT);
    verdicts[1].struct_size += 8;
    EXPECT_EQ(batch.submit_many(lane, requests.data(), 2, host.now(), verdicts.data()), SLUICE_E_SIZE);
    EXPECT_EQ(verdicts[0].action, 0u);
    EXPECT_EQ(verdicts[1].action, 0u);
    EXPECT_EQ(host.scrape().sum("sluice_decisions_total"), 0);
}

}  // namespace sluice_test
