// Null, garbage, stale and swapped handles are recognised; whatever is wrong, a cancel goes.
#include <gtest/gtest.h>

#include <random>

#include "test_host.hpp"

namespace sluice_test {

namespace {

sluice_engine *engine_of(std::uint64_t bits) {
    return reinterpret_cast<sluice_engine *>(bits);
}
sluice_lane *lane_of(std::uint64_t bits) {
    return reinterpret_cast<sluice_lane *>(bits);
}
std::uint64_t bits_of(const void *handle) {
    return reinterpret_cast<std::uint64_t>(handle);
}

void expect_dead_lane(const sluice_api_v1 &api, sluice_lane *lane, sluice_status expected) {
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    sluice_request request = new_order(1);
    EXPECT_EQ(api.submit(lane, &request, 0, &verdict), expected);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    for (const std::uint32_t kind : {SLUICE_KIND_CANCEL, SLUICE_KIND_MASS_CANCEL}) {
        request = request_of(kind, 1, 1);
        EXPECT_EQ(api.submit(lane, &request, 0, &verdict), expected);
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    }
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_LANE_UP;
    EXPECT_EQ(api.report(lane, &event, 0), expected);
    EXPECT_LT(api.lane_close(lane, nullptr), 0);
}

void expect_dead_engine(const sluice_api_v1 &api, sluice_engine *engine) {
    std::uint32_t id = 7;
    sluice_lane *lane = lane_of(7);
    EXPECT_EQ(api.engine_stop(engine, SLUICE_STOP_DRAIN, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(api.engine_destroy(engine, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(api.intern(engine, SLUICE_NAME_OWNER, "x", 1, &id, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(id, 0u);
    EXPECT_EQ(api.lane_open(engine, 1, "x", 1, &lane, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(lane, nullptr);
    EXPECT_EQ(api.poll(engine, SLUICE_VENUE_ALL, 0, 1), SLUICE_E_ARGUMENT);
    EXPECT_EQ(api.next_due_ns(engine, SLUICE_VENUE_ALL), SLUICE_NEVER);
    EXPECT_EQ(api.extension(engine, SLUICE_EXT_KILL), nullptr);
}

}  // namespace

TEST(BoundaryHandles, null_and_garbage) {
    TestHost host(one_venue(""));
    host.lane_up();
    std::mt19937_64 random(1);
    for (int repeat = 0; repeat < 100'000; ++repeat) {
        // Half of them differ from a living handle in few bits.
        const std::uint64_t noise = random() & random() & random();
        const std::uint64_t bits = repeat == 0 ? 0 : repeat % 2 == 0 ? random() : bits_of(host.engine) ^ noise;
        if (bits != bits_of(host.engine)) {
            EXPECT_EQ(host.api.poll(engine_of(bits), SLUICE_VENUE_ALL, host.now(), 1), SLUICE_E_ARGUMENT) << bits;
        }
        const sluice_request cancel = cancel_of(1, 1);
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        host.api.submit(lane_of(bits), &cancel, host.now(), &verdict);
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    }
}

TEST(BoundaryHandles, an_engine_is_no_lane_and_a_lane_is_no_engine) {
    TestHost host(one_venue(""));
    sluice_lane *lane = host.lane_up();
    expect_dead_lane(host.api, lane_of(bits_of(host.engine)), SLUICE_E_ARGUMENT);
    expect_dead_engine(host.api, engine_of(bits_of(lane)));
    EXPECT_EQ(host.submit(lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(BoundaryHandles, of_a_closed_lane) {
    TestHost host(one_venue(R"("lanes_max": 1)"));
    sluice_lane *lane = host.lane_up();
    host.api.lane_close(lane, nullptr);
    expect_dead_lane(host.api, lane, SLUICE_E_STATE);
    host.poll();
    expect_dead_lane(host.api, lane, SLUICE_E_STATE);
    // The place has a new tenant: the old handle does not fit.
    sluice_lane *next = host.lane_up();
    expect_dead_lane(host.api, lane, SLUICE_E_STATE);
    EXPECT_LT(host.breaker().force_open(host.engine, 0, lane, nullptr), 0);
    EXPECT_EQ(host.submit(next, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST(BoundaryHandles, of_a_destroyed_engine) {
    sluice_engine *engine = nullptr;
    sluice_lane *lane = nullptr;
    {
        TestHost host(one_venue(""));
        engine = host.engine;
        lane = host.lane_up();
    }
    const PluginLibrary library;
    expect_dead_engine(library.table(), engine);
    expect_dead_lane(library.table(), lane, SLUICE_E_ARGUMENT);
    const TestHost host(one_venue(""));
    expect_dead_engine(library.table(), engine);
    expect_dead_lane(library.table(), lane, SLUICE_E_ARGUMENT);
}

TEST(BoundaryHandles, extensions_refuse_them_too) {
    TestHost host(one_venue(window_limit(1, 1000)));
    sluice_lane *lane = host.lane_up();
    const sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    const sluice_request request = new_order(1);
    sluice_availability availability = SLUICE_AVAILABILITY_INIT;
    std::size_t length = 7;
    for (const std::uint64_t bits : {std::uint64_t{0}, ~std::uint64_t{0}, bits_of(lane), bits_of(&host)}) {
        EXPECT_EQ(host.kill().engage(engine_of(bits), &scope, nullptr), SLUICE_E_ARGUMENT);
        EXPECT_EQ(host.breaker().force_open(engine_of(bits), 1, nullptr, nullptr), SLUICE_E_ARGUMENT);
        EXPECT_EQ(host.metrics().write_text(engine_of(bits), nullptr, 0, &length, nullptr), SLUICE_E_ARGUMENT);
        EXPECT_EQ(length, 0u);
        EXPECT_EQ(host.metrics().port(engine_of(bits)), 0u);
        if (bits == bits_of(lane)) continue;
        EXPECT_LT(host.limits().time_to_available(lane_of(bits), &request, 0, &availability), 0);
        if (bits == 0) continue;  // null means the venue's own breaker
        EXPECT_EQ(host.breaker().reset(host.engine, 1, lane_of(bits), nullptr), SLUICE_E_ARGUMENT);
    }
}

}  // namespace sluice_test
