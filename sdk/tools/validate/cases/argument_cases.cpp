// Null pointers and numbers out of range: a status, outputs that are safe to read, and never a crash.
#include "validate/host.hpp"

namespace sluice::validate {

namespace {

void null_outputs(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    const std::string config = one_venue(window_limit(10, 1000));
    Host host(judge, plugin, config);
    const sluice_api_v1 &api = host.api;
    sluice_lane *lane = host.lane_up();
    sluice_host callbacks = SLUICE_HOST_INIT;
    sluice_engine *engine = nullptr;
    const auto expect = [&](sluice_status status, const char *call) {
        judge.expect(status == SLUICE_E_ARGUMENT, "%s gave status %d instead of ARGUMENT", call, status);
    };
    expect(api.engine_create(&callbacks, config.data(), config.size(), &engine, nullptr),
        "engine_create without a release callback");
    callbacks.release = [](void *, const sluice_release *) { return sluice_status{SLUICE_OK}; };
    expect(api.engine_create(&callbacks, nullptr, 10, &engine, nullptr), "engine_create with a null config");
    expect(api.engine_create(&callbacks, config.data(), config.size(), nullptr, nullptr),
        "engine_create with a null engine pointer");
    judge.expect(engine == nullptr, "a refused engine_create left an engine");
    expect(api.intern(host.engine, SLUICE_NAME_OWNER, "x", 1, nullptr, nullptr), "intern with a null id");
    expect(api.lane_open(host.engine, 1, "x", 1, nullptr, nullptr), "lane_open with a null lane pointer");
    expect(api.report(lane, nullptr, 0), "report of null");
    expect(host.limits().find(host.engine, 1, "messages", 8, nullptr, nullptr), "limits.find with a null id");
    expect(host.limits().find(host.engine, 1, nullptr, 8, nullptr, nullptr), "limits.find with a null name");
    expect(host.metrics().write_text(host.engine, nullptr, 0, nullptr, nullptr), "write_text with a null length");
    std::size_t length = 0;
    expect(host.metrics().write_text(host.engine, nullptr, 10, &length, nullptr), "write_text with a null buffer");
    expect(host.metrics().percentile(host.engine, 1, SLUICE_HISTOGRAM_WAIT, 0, 1, nullptr, nullptr),
        "percentile with a null value");
}

void submit_of_null(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    judge.expect(host.api.submit(lane, nullptr, 0, &verdict) == SLUICE_E_ARGUMENT,
        "submit of null is not refused with ARGUMENT");
    judge.expect(verdict.action == SLUICE_ACTION_REFUSED, "submit of null says action %u", verdict.action);
    const sluice_request request = new_order(1);
    judge.expect(host.api.submit(lane, &request, 0, nullptr) == SLUICE_E_ARGUMENT,
        "submit with a null verdict is not refused with ARGUMENT");
    judge.expect(host.api.submit(lane, nullptr, 0, nullptr) == SLUICE_E_ARGUMENT,
        "submit of null with a null verdict is not refused with ARGUMENT");
}

// The optional callbacks are null; traffic of each kind still works.
void optional_callbacks(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    const sluice_api_v1 &api = plugin.table();
    const std::string config = one_venue(window_limit(1, 1000));
    sluice_host callbacks = SLUICE_HOST_INIT;
    callbacks.release = [](void *, const sluice_release *) { return sluice_status{SLUICE_OK}; };
    sluice_engine *engine = nullptr;
    sluice_lane *lane = nullptr;
    if (api.engine_create(&callbacks, config.data(), config.size(), &engine, nullptr) != SLUICE_OK)
        judge.give_up("engine_create with nothing but a release callback failed");
    if (api.lane_open(engine, 1, "l", 1, &lane, nullptr) != SLUICE_OK) judge.give_up("lane_open failed");
    sluice_event up = SLUICE_EVENT_INIT;
    up.kind = SLUICE_EVENT_LANE_UP;
    judge.expect(api.report(lane, &up, 0) == SLUICE_OK, "report of LANE_UP failed");
    for (uint64_t ticket = 1; ticket <= 3; ++ticket) {
        const sluice_request request = new_order(ticket);
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        judge.expect(api.submit(lane, &request, 0, &verdict) == SLUICE_OK, "submit failed");
    }
    const auto *breaker = static_cast<const sluice_ext_breaker *>(api.extension(engine, SLUICE_EXT_BREAKER));
    if (breaker != nullptr) breaker->trip(engine, 1, nullptr, nullptr);
    judge.expect(api.poll(engine, SLUICE_VENUE_ALL, 0, 100) >= 0, "poll failed");
    for (int round = 0; round < 100 && api.engine_stop(engine, SLUICE_STOP_ABANDON, nullptr) == SLUICE_E_BUSY;
         ++round) {
        api.poll(engine, SLUICE_VENUE_ALL, 0, 100);
        usleep(20'000);  // the write of the first order is taken as done after grant_timeout_ms of the real clock
    }
    judge.expect(api.engine_destroy(engine, nullptr) == SLUICE_OK, "engine_destroy failed");
}

void names(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(R"("lanes_max": 2)"));
    const auto intern = [&](uint32_t kind, const char *name, std::size_t length) {
        uint32_t id = 0;
        return host.api.intern(host.engine, kind, name, length, &id, nullptr);
    };
    judge.expect(intern(SLUICE_NAME_OWNER, nullptr, 1) == SLUICE_E_ARGUMENT, "intern accepts a null name");
    judge.expect(intern(SLUICE_NAME_OWNER, "x", 0) == SLUICE_E_ARGUMENT, "intern accepts a name of 0 bytes");
    const std::string long_name(256, 'x');
    judge.expect(intern(SLUICE_NAME_OWNER, long_name.data(), 256) == SLUICE_E_ARGUMENT, "intern accepts 256 bytes");
    judge.expect(intern(SLUICE_NAME_OWNER, long_name.data(), 255) == SLUICE_OK, "intern refuses 255 bytes");
    judge.expect(intern(0, "x", 1) < 0 && intern(99, "x", 1) < 0, "intern accepts a kind of name that is none");
    judge.expect(intern(SLUICE_NAME_VENUE, "NOWHERE", 7) == SLUICE_E_UNKNOWN, "intern learns venues");
    for (const uint32_t kind : {SLUICE_NAME_ACCOUNT, SLUICE_NAME_INSTRUMENT, SLUICE_NAME_OWNER}) {
        const uint32_t first = host.id(kind, "first");
        const uint32_t second = host.id(kind, "second");
        judge.expect(first != second, "two names of kind %u have the id %u", kind, first);
        judge.expect(first == host.id(kind, "first"), "a name of kind %u changes its id", kind);
    }
    sluice_lane *lane = nullptr;
    host.open_lane("SIM", "one");
    const auto open = [&](const char *name, std::size_t length) {
        return host.api.lane_open(host.engine, 1, name, length, &lane, nullptr);
    };
    judge.expect(open("one", 3) == SLUICE_E_ARGUMENT, "two open lanes of a venue have the same name");
    judge.expect(open("", 0) == SLUICE_E_ARGUMENT, "lane_open accepts a name of 0 bytes");
    judge.expect(open(nullptr, 3) == SLUICE_E_ARGUMENT, "lane_open accepts a null name");
    judge.expect(open("two", 3) == SLUICE_OK, "lane_open refuses a second lane");
    judge.expect(open("three", 5) == SLUICE_E_FULL, "lane_open opens more than lanes_max");
    judge.expect(lane == nullptr, "a refused lane_open left a lane");
}

void numbers(Judge &judge, const Target &target) {
    const Plugin plugin(judge, target);
    Host host(judge, plugin, one_venue(""));
    sluice_lane *lane = host.lane_up();
    for (const int32_t budget : {0, -1, INT32_MIN})
        judge.expect(host.poll(SLUICE_VENUE_ALL, budget) < 0, "poll accepts budget %d", budget);
    for (const uint32_t venue : {2u, 77u, UINT32_MAX}) {
        judge.expect(host.poll(venue, 1) < 0, "poll accepts venue %u", venue);
        judge.expect(host.next_due(venue) == SLUICE_NEVER, "next_due_ns knows venue %u", venue);
    }
    for (const uint32_t kind : {0u, 10'000u, UINT32_MAX})
        judge.expect(host.report(lane, kind) < 0, "report accepts event kind %u", kind);
    judge.expect(host.stop(2) < 0 && host.stop(UINT32_MAX) < 0, "engine_stop accepts a mode that is none");
    judge.expect(host.offer(lane, new_order(1)).action == SLUICE_ACTION_SEND, "a refused engine_stop stopped it");
    uint64_t value = 0;
    judge.expect(host.metrics().percentile(host.engine, 1, 99, 0, 1, &value, nullptr) < 0, "there is a histogram 99");
    judge.expect(host.metrics().percentile(host.engine, 1, SLUICE_HISTOGRAM_WAIT, 0, 1'000'001, &value, nullptr) < 0,
        "there is a percentile above one million");
}

}  // namespace

void add_argument_cases(CaseList &list) {
    list.push_back({"argument.null_outputs", "null pointers are refused with ARGUMENT", null_outputs});
    list.push_back({"argument.submit_of_null", "submit survives null in each place", submit_of_null});
    list.push_back({"argument.optional_callbacks", "all callbacks but release may be null", optional_callbacks});
    list.push_back({"argument.names", "names: their length, what is learnt, and that ids stay", names});
    list.push_back({"argument.numbers", "numbers out of range are refused", numbers});
}

}  // namespace sluice::validate
