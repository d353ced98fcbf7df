// Null, short, oversized and garbage structs: a status, a verdict that is safe, and never a crash.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "test_host.hpp"

namespace sluice_test {

namespace {

// A struct of a host that is newer than the plugin: the same fields and a tail of `tail_bytes`.
template <typename Struct>
struct Grown {
    explicit Grown(const Struct &known) {
        std::memset(bytes, 0, sizeof bytes);
        std::memcpy(bytes, &known, sizeof known);
        const std::uint32_t size = sizeof bytes;
        std::memcpy(bytes, &size, sizeof size);
    }
    Struct *get() { return reinterpret_cast<Struct *>(bytes); }
    alignas(8) unsigned char bytes[sizeof(Struct) + 24];
};

template <typename Struct>
Struct sized(Struct known, std::uint32_t struct_size) {
    known.struct_size = struct_size;
    return known;
}

class BoundaryStructs : public testing::Test {
protected:
    sluice_status submit(const sluice_request *request) {
        verdict = SLUICE_VERDICT_INIT;
        return host.api.submit(lane, request, host.now(), &verdict);
    }

    TestHost host{one_venue(window_limit(10, 1000))};
    sluice_lane *lane = host.lane_up();
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
};

}  // namespace

TEST_F(BoundaryStructs, a_wrong_request_is_refused_and_a_wrong_cancel_goes) {
    EXPECT_EQ(submit(nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(verdict.reason, std::uint32_t{SLUICE_REASON_FAULT});
    for (const std::uint32_t size : {0u, 4u, 8u, std::uint32_t(sizeof(sluice_request) - 1), 1025u, UINT32_MAX}) {
        const sluice_request wrong = sized(new_order(1), size);
        EXPECT_EQ(submit(&wrong), SLUICE_E_SIZE) << size;
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_REFUSED}) << size;
        const sluice_request cancel = sized(cancel_of(1, 2), size);
        EXPECT_EQ(submit(&cancel), SLUICE_E_SIZE) << size;
        // Below 8 bytes there is no kind to read.
        EXPECT_EQ(verdict.action, std::uint32_t(size < 8 ? SLUICE_ACTION_REFUSED : SLUICE_ACTION_SEND)) << size;
        EXPECT_EQ(verdict.grant, 0u);
    }
    EXPECT_EQ(host.scrape().sum("sluice_malformed_calls_total"), 13);
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 0u);
}

TEST_F(BoundaryStructs, a_larger_request_passes_with_a_tail_of_zeros_only) {
    Grown<sluice_request> grown(new_order(1));
    EXPECT_EQ(submit(grown.get()), SLUICE_OK);
    EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    for (std::size_t offset = sizeof(sluice_request); offset < sizeof grown.bytes; ++offset) {
        Grown<sluice_request> set(cancel_of(1, 2));
        set.bytes[offset] = 1;
        EXPECT_EQ(submit(set.get()), SLUICE_E_UNKNOWN_SET);
        EXPECT_EQ(verdict.action, std::uint32_t{SLUICE_ACTION_SEND});
    }
}

TEST_F(BoundaryStructs, a_larger_verdict_keeps_its_tail) {
    Grown<sluice_verdict> grown(SLUICE_VERDICT_INIT);
    std::memset(grown.bytes + sizeof(sluice_verdict), 0xaa, sizeof grown.bytes - sizeof(sluice_verdict));
    const sluice_request request = new_order(1);
    EXPECT_EQ(host.api.submit(lane, &request, host.now(), grown.get()), SLUICE_OK);
    EXPECT_EQ(grown.get()->action, std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(grown.bytes[sizeof(sluice_verdict)], 0xaa);
}

TEST_F(BoundaryStructs, a_verdict_that_cannot_be_written_charges_nothing) {
    const sluice_request request = new_order(1);
    EXPECT_EQ(host.api.submit(lane, &request, host.now(), nullptr), SLUICE_E_ARGUMENT);
    for (const std::uint32_t size : {0u, 11u, 12u, std::uint32_t(sizeof(sluice_verdict) - 8), 4096u}) {
        sluice_verdict small = sized(sluice_verdict(SLUICE_VERDICT_INIT), size);
        EXPECT_EQ(host.api.submit(lane, &request, host.now(), &small), SLUICE_E_SIZE) << size;
        EXPECT_EQ(small.action, size < 12 ? 0u : std::uint32_t{SLUICE_ACTION_REFUSED}) << size;
        EXPECT_EQ(small.struct_size, size);
    }
    EXPECT_EQ(host.usage(host.limit_id("messages")).used, 0u);
}

TEST_F(BoundaryStructs, events_are_checked_alike) {
    EXPECT_EQ(host.api.report(lane, nullptr, 0), SLUICE_E_ARGUMENT);
    sluice_event event = SLUICE_EVENT_INIT;
    EXPECT_EQ(host.api.report(lane, &event, 0), SLUICE_E_ARGUMENT);  // kind 0
    event.kind = SLUICE_EVENT_LIMIT_CHANGED + 1;
    EXPECT_EQ(host.api.report(lane, &event, 0), SLUICE_E_ARGUMENT);
    event.kind = SLUICE_EVENT_UNGATED;
    event.message_kind = SLUICE_KIND_ADMIN + 1;
    EXPECT_EQ(host.api.report(lane, &event, 0), SLUICE_E_ARGUMENT);
    event.kind = SLUICE_EVENT_LANE_DOWN;
    event.struct_size = sizeof event - 1;
    EXPECT_EQ(host.api.report(lane, &event, 0), SLUICE_E_SIZE);
    event.struct_size = UINT32_MAX;
    EXPECT_EQ(host.api.report(lane, &event, 0), SLUICE_E_SIZE);
    // None of them brought the lane down.
    EXPECT_EQ(host.submit(lane, new_order(1)).action, std::uint32_t{SLUICE_ACTION_SEND});
}

TEST_F(BoundaryStructs, the_host_struct_needs_its_size_and_its_release) {
    const std::string config = one_venue("");
    sluice_engine *engine = nullptr;
    sluice_host bare = SLUICE_HOST_INIT;
    const auto create = [&](const sluice_host *struct_of_host) {
        return host.api.engine_create(struct_of_host, config.data(), config.size(), &engine, nullptr);
    };
    EXPECT_EQ(create(nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(create(&bare), SLUICE_E_ARGUMENT);
    bare.release = [](void *, const sluice_release *) { return sluice_status{SLUICE_OK}; };
    const sluice_host small = sized(bare, sizeof bare - 1);
    EXPECT_EQ(create(&small), SLUICE_E_SIZE);
    Grown<sluice_host> set(bare);
    set.bytes[sizeof bare] = 1;
    EXPECT_EQ(create(set.get()), SLUICE_E_UNKNOWN_SET);
    EXPECT_EQ(host.api.engine_create(&bare, nullptr, 10, &engine, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.api.engine_create(&bare, config.data(), config.size(), nullptr, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(engine, nullptr);
    ASSERT_EQ(create(&bare), SLUICE_OK);  // the other callbacks may be null
    sluice_lane *bare_lane = nullptr;
    ASSERT_EQ(host.api.lane_open(engine, 1, "l", 1, &bare_lane, nullptr), SLUICE_OK);
    sluice_event up = SLUICE_EVENT_INIT;
    up.kind = SLUICE_EVENT_LANE_UP;
    EXPECT_EQ(host.api.report(bare_lane, &up, 0), SLUICE_OK);
    EXPECT_EQ(host.api.poll(engine, SLUICE_VENUE_ALL, 0, 10), 0);
    EXPECT_EQ(host.api.engine_stop(engine, SLUICE_STOP_DRAIN, nullptr), SLUICE_OK);
    EXPECT_EQ(host.api.engine_destroy(engine, nullptr), SLUICE_OK);
}

TEST_F(BoundaryStructs, an_error_struct_of_any_size_gets_what_fits) {
    std::uint32_t id = 0;
    for (const std::uint32_t size : {0u, 15u, 20u, 40u, std::uint32_t(sizeof(sluice_error)), UINT32_MAX}) {
        sluice_error error = SLUICE_ERROR_INIT;
        std::memset(error.message, 0x55, sizeof error.message);
        error.struct_size = size;
        EXPECT_EQ(host.api.intern(host.engine, SLUICE_NAME_VENUE, "NOWHERE", 7, &id, &error), SLUICE_E_UNKNOWN);
        EXPECT_EQ(error.struct_size, size);
        const bool is_written = size >= 20 && size != UINT32_MAX;
        EXPECT_EQ(error.status, is_written ? SLUICE_E_UNKNOWN : SLUICE_OK) << size;
        if (is_written) {
            EXPECT_EQ(std::strlen(error.message), error.message_length) << size;
            EXPECT_LT(error.message_length + 16, size);
        }
    }
}

TEST_F(BoundaryStructs, an_error_text_is_never_cut_inside_a_character) {
    std::uint32_t id = 0;
    const std::string name = "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac";  // euro signs
    for (std::uint32_t size = 28; size < 60; ++size) {
        sluice_error error = SLUICE_ERROR_INIT;
        error.struct_size = size;
        host.api.intern(host.engine, SLUICE_NAME_VENUE, name.data(), name.size(), &id, &error);
        const std::string text = error.message;
        ASSERT_GE(text.size(), 4u);
        EXPECT_EQ(text.size(), error.message_length);
        const auto is_part_of_euro = [](char byte) { return static_cast<unsigned char>(byte) >= 0x80; };
        EXPECT_EQ(std::count_if(text.begin(), text.end(), is_part_of_euro) % 3, 0) << text;
    }
}

TEST_F(BoundaryStructs, extensions_check_theirs) {
    const sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    const sluice_kill_scope small_scope = sized(scope, sizeof scope - 1);
    sluice_kill_state state = sized(sluice_kill_state(SLUICE_KILL_STATE_INIT), 4);
    EXPECT_EQ(host.kill().engage(host.engine, nullptr, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.kill().engage(host.engine, &small_scope, nullptr), SLUICE_E_SIZE);
    EXPECT_EQ(host.kill().state(host.engine, &scope, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.kill().state(host.engine, &scope, &state), SLUICE_E_SIZE);
    for (std::uint32_t sluice_kill_scope::*field : {&sluice_kill_scope::venue_id, &sluice_kill_scope::account_id,
             &sluice_kill_scope::instrument_id, &sluice_kill_scope::owner_id}) {
        sluice_kill_scope unknown = SLUICE_KILL_SCOPE_INIT;
        unknown.*field = 77;
        EXPECT_EQ(host.kill().engage(host.engine, &unknown, nullptr), SLUICE_E_UNKNOWN);
        EXPECT_EQ(host.kill().clear(host.engine, &unknown, nullptr), SLUICE_E_UNKNOWN);
    }
    sluice_kill_scope bad_side = SLUICE_KILL_SCOPE_INIT;
    bad_side.side = 3;
    EXPECT_EQ(host.kill().engage(host.engine, &bad_side, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.breaker().state(host.engine, 1, nullptr, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.breaker().state(host.engine, 2, nullptr, nullptr), SLUICE_E_UNKNOWN);
    EXPECT_EQ(host.limits().usage(host.engine, 1, nullptr, 0, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.limits().numbers(host.engine, 1, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.limits().reload(host.engine, 1, nullptr, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.metrics().write_text(host.engine, nullptr, 10, nullptr, nullptr), SLUICE_E_ARGUMENT);
    EXPECT_EQ(host.api.extension(host.engine, nullptr), nullptr);
    EXPECT_EQ(host.api.extension(host.engine, "sluice.kill/2"), nullptr);
}

}  // namespace sluice_test
