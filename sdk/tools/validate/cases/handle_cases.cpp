// Null, garbage, stale and swapped handles in every slot: recognised, and whatever is wrong, a cancel goes.
#include <cinttypes>
#include <random>

#include "validate/host.hpp"

namespace sluice::validate {

namespace {

sluice_engine *engine_of(uint64_t bits) {
    return reinterpret_cast<sluice_engine *>(bits);
}
sluice_lane *lane_of(uint64_t bits) {
    return reinterpret_cast<sluice_lane *>(bits);
}
uint64_t bits_of(const void *handle) {
    return reinterpret_cast<uint64_t>(handle);
}

// The tables of a living engine, for calls with a handle of another.
struct Tables {
    explicit Tables(Host &host)
        : api(host.api), kill(host.kill()), breaker(host.breaker()), limits(host.limits()), metrics(host.metrics()) {}
    const sluice_api_v1 &api;
    const sluice_ext_kill &kill;
    const sluice_ext_breaker &breaker;
    const sluice_ext_limits &limits;
    const sluice_ext_metrics &metrics;
};

void expect_refused(Judge &judge, const char *what, const char *call, int64_t status) {
    judge.expect(status < 0, "%s with %s gave status %" PRId64, call, what, status);
}

void expect_dead_engine_in_core(Judge &judge, const Tables &tables, sluice_engine *engine, const char *what) {
    const sluice_api_v1 &api = tables.api;
    uint32_t id = 7;
    sluice_lane *lane = lane_of(7);
    expect_refused(judge, what, "engine_stop", api.engine_stop(engine, SLUICE_STOP_DRAIN, nullptr));
    expect_refused(judge, what, "engine_destroy", api.engine_destroy(engine, nullptr));
    expect_refused(judge, what, "intern", api.intern(engine, SLUICE_NAME_OWNER, "x", 1, &id, nullptr));
    judge.expect(id == 0, "intern with %s left id %u", what, id);
    expect_refused(judge, what, "lane_open", api.lane_open(engine, 1, "x", 1, &lane, nullptr));
    judge.expect(lane == nullptr, "lane_open with %s left a lane", what);
    expect_refused(judge, what, "poll", api.poll(engine, SLUICE_VENUE_ALL, 0, 1));
    const uint64_t due_ns = api.next_due_ns(engine, SLUICE_VENUE_ALL);
    judge.expect(due_ns == SLUICE_NEVER, "next_due_ns with %s gave %" PRIu64, what, due_ns);
    judge.expect(api.extension(engine, SLUICE_EXT_KILL) == nullptr, "extension with %s gave a table", what);
}

void expect_dead_engine_in_extensions(Judge &judge, const Tables &tables, sluice_engine *engine, const char *what) {
    const sluice_kill_scope scope = SLUICE_KILL_SCOPE_INIT;
    sluice_kill_state kill_state = SLUICE_KILL_STATE_INIT;
    sluice_breaker_state breaker_state = SLUICE_BREAKER_STATE_INIT;
    sluice_usage usage = SLUICE_USAGE_INIT;
    sluice_limit_numbers numbers = SLUICE_LIMIT_NUMBERS_INIT;
    sluice_venue_clock clock = SLUICE_VENUE_CLOCK_INIT;
    uint32_t id = 0;
    uint64_t value = 0;
    std::size_t length = 7;
    numbers.limit = 5;
    expect_refused(judge, what, "kill.engage", tables.kill.engage(engine, &scope, nullptr));
    expect_refused(judge, what, "kill.clear", tables.kill.clear(engine, &scope, nullptr));
    expect_refused(judge, what, "kill.state", tables.kill.state(engine, &scope, &kill_state));
    expect_refused(judge, what, "breaker.trip", tables.breaker.trip(engine, 1, nullptr, nullptr));
    expect_refused(judge, what, "breaker.force_open", tables.breaker.force_open(engine, 1, nullptr, nullptr));
    expect_refused(judge, what, "breaker.disable", tables.breaker.disable(engine, 1, nullptr, nullptr));
    expect_refused(judge, what, "breaker.reset", tables.breaker.reset(engine, 1, nullptr, nullptr));
    expect_refused(judge, what, "breaker.state", tables.breaker.state(engine, 1, nullptr, &breaker_state));
    expect_refused(judge, what, "limits.find", tables.limits.find(engine, 1, "messages", 8, &id, nullptr));
    expect_refused(judge, what, "limits.usage", tables.limits.usage(engine, 1, nullptr, 0, &usage));
    expect_refused(judge, what, "limits.numbers", tables.limits.numbers(engine, 1, &numbers));
    expect_refused(judge, what, "limits.reload", tables.limits.reload(engine, 1, &numbers, nullptr));
    expect_refused(judge, what, "limits.venue_clock", tables.limits.venue_clock(engine, 1, 0, &clock));
    expect_refused(judge, what, "metrics.write_text", tables.metrics.write_text(engine, nullptr, 0, &length, nullptr));
    judge.expect(length == 0, "metrics.write_text with %s left length %zu", what, length);
    expect_refused(judge, what, "metrics.percentile",
        tables.metrics.percentile(engine, 1, SLUICE_HISTOGRAM_DECISION, 0, 500'000, &value, nullptr));
    judge.expect(tables.metrics.port(engine) == 0, "metrics.port with %s is not 0", what);
}

void expect_dead_engine(Judge &judge, const Tables &tables, sluice_engine *engine, const char *what) {
    expect_dead_engine_in_core(judge, tables, engine, what);
    expect_dead_engine_in_extensions(judge, tables, engine, what);
}

void expect_dead_lane(Judge &judge, const Tables &tables, sluice_engine *living, sluice_lane *lane, const char *what) {
    const sluice_api_v1 &api = tables.api;
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    sluice_request request = new_order(1);
    expect_refused(judge, what, "submit", api.submit(lane, &request, 0, &verdict));
    judge.expect(
        verdict.action == SLUICE_ACTION_REFUSED, "submit of a new order with %s says action %u", what, verdict.action);
    sluice_availability availability = SLUICE_AVAILABILITY_INIT;
    expect_refused(
        judge, what, "limits.time_to_available", tables.limits.time_to_available(lane, &request, 0, &availability));
    for (const uint32_t kind : {SLUICE_KIND_CANCEL, SLUICE_KIND_MASS_CANCEL}) {
        request = request_of(kind, 1, 1);
        verdict = SLUICE_VERDICT_INIT;
        expect_refused(judge, what, "submit", api.submit(lane, &request, 0, &verdict));
        judge.expect(verdict.action == SLUICE_ACTION_SEND,
            "submit of a cancel with %s says action %u: no fault may trap a cancel", what, verdict.action);
    }
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = SLUICE_EVENT_LANE_UP;
    expect_refused(judge, what, "report", api.report(lane, &event, 0));
    expect_refused(judge, what, "lane_close", api.lane_close(lane, nullptr));
    if (lane == nullptr) return;  // it means the venue's own breaker
    expect_refused(judge, what, "breaker.force_open", tables.breaker.force_open(living, 1, lane, nullptr));
    expect_refused(judge, what, "breaker.reset", tables.breaker.reset(living, 1, lane, nullptr));
}

void null_ones(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(10, 1000)));
    const Tables tables(host);
    expect_dead_engine(judge, tables, nullptr, "a null engine");
    expect_dead_lane(judge, tables, host.engine, nullptr, "a null lane");
}

void garbage(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    const Tables tables(host);
    std::mt19937_64 random(target.seed);
    int8_t somewhere = 0;
    for (int round = 0; round < 2'000; ++round) {
        // Half of them differ from a living handle in few bits, some point to real memory.
        const uint64_t noise = random() & random() & random();
        const uint64_t near = round % 4 == 1 ? bits_of(host.engine) ^ noise : bits_of(lane) ^ noise;
        const uint64_t bits = round == 0 ? bits_of(&somewhere) : round % 2 == 0 ? random() : near;
        const std::size_t before = judge.fault_count();
        if (bits != bits_of(host.engine)) expect_dead_engine(judge, tables, engine_of(bits), "a garbage engine");
        // The bits of another lane that is open would be no garbage; only one is.
        if (bits != bits_of(lane)) expect_dead_lane(judge, tables, host.engine, lane_of(bits), "a garbage lane");
        if (judge.fault_count() != before) judge.give_up("the handle was 0x%" PRIx64, bits);
    }
    judge.expect(host.offer(lane, new_order(1)).action == SLUICE_ACTION_SEND, "the living lane no longer sends");
}

void swapped(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(window_limit(10, 1000)));
    sluice_lane *lane = host.lane_up();
    const Tables tables(host);
    expect_dead_engine(judge, tables, engine_of(bits_of(lane)), "a lane in place of the engine");
    expect_dead_lane(judge, tables, host.engine, lane_of(bits_of(host.engine)), "an engine in place of the lane");
    judge.expect(host.offer(lane, new_order(1)).action == SLUICE_ACTION_SEND, "the living lane no longer sends");
}

void closed_lane(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(R"("lanes_max": 1)"));
    const Tables tables(host);
    sluice_lane *old = host.lane_up();
    judge.expect(host.api.lane_close(old, nullptr) == SLUICE_OK, "lane_close of an open lane failed");
    expect_dead_lane(judge, tables, host.engine, old, "a closed lane");
    host.poll();
    for (int tenant = 0; tenant < 50; ++tenant) {
        sluice_lane *next = host.lane_up();
        expect_dead_lane(judge, tables, host.engine, old, "a closed lane whose place is taken");
        judge.expect(host.offer(next, new_order(1 + static_cast<uint64_t>(tenant))).action == SLUICE_ACTION_SEND,
            "the lane in the place of a closed one does not send");
        host.api.lane_close(next, nullptr);
        host.poll();
    }
}

void destroyed_engine(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    sluice_engine *engine = nullptr;
    sluice_lane *lane = nullptr;
    {
        Host host(judge, plugin, one_venue(""));
        engine = host.engine;
        lane = host.lane_up();
    }
    // Its place may have been given to another engine since.
    Host living(judge, plugin, one_venue(""));
    const Tables tables(living);
    expect_dead_engine(judge, tables, engine, "a destroyed engine");
    expect_dead_lane(judge, tables, living.engine, lane, "a lane of a destroyed engine");
}

}  // namespace

void add_handle_cases(CaseList &list) {
    list.push_back({"handle.null", "null handles are refused in every slot", null_ones});
    list.push_back({"handle.garbage", "random handles are refused in every slot, and no cancel is trapped", garbage});
    list.push_back({"handle.swapped", "an engine is no lane and a lane is no engine", swapped});
    list.push_back({"handle.closed_lane", "a closed lane's handle never comes back to life", closed_lane});
    list.push_back({"handle.destroyed_engine", "a destroyed engine's handles are refused", destroyed_engine});
}

}  // namespace sluice::validate
