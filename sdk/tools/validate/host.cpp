#include "host.hpp"

#include <cinttypes>

namespace sluice::validate {

namespace {

constexpr int kStopRoundsMax = 2'000;
constexpr int kIdlePollsMax = 200;

}  // namespace

Host::Host(Judge &the_judge, const Plugin &plugin, const std::string &config)
    : judge(the_judge), api(plugin.table()), book(the_judge) {
    sluice_error error = SLUICE_ERROR_INIT;
    const sluice_host host = callbacks();
    const sluice_status status = api.engine_create(&host, config.data(), config.size(), &engine, &error);
    if (status != SLUICE_OK || engine == nullptr)
        judge.give_up("engine_create of a sound config gave status %d: %s", status, error.message);
    on_release = [this](const sluice_release &release) {
        if (release.action == SLUICE_RELEASE_SEND) report(release.lane, SLUICE_EVENT_WRITTEN, release.grant);
        return sluice_status{SLUICE_OK};
    };
}

Host::~Host() {
    if (is_destroyed_) return;
    on_release = [](const sluice_release &) { return sluice_status{SLUICE_OK}; };
    on_wake = nullptr;
    on_log = nullptr;
    stop_completely(SLUICE_STOP_ABANDON);
    destroy();
}

sluice_host Host::callbacks() {
    sluice_host host = SLUICE_HOST_INIT;
    host.context = this;
    host.release = [](void *context, const sluice_release *release) {
        return static_cast<Host *>(context)->release(*release);
    };
    host.wake = [](void *context, uint32_t venue_id, uint64_t due_ns) {
        static_cast<Host *>(context)->wake(venue_id, due_ns);
    };
    host.log = [](void *context, int32_t level, const char *text, std::size_t length) {
        static_cast<Host *>(context)->log(level, text, length);
    };
    host.now_ns = [](void *context) { return static_cast<Host *>(context)->clock_ns.load(); };
    return host;
}

sluice_status Host::release(const sluice_release &release) {
    if (!judge.expect(!is_destroyed_, "release() ran after engine_destroy() had returned")) return SLUICE_OK;
    judge.expect(
        release.struct_size >= sizeof(sluice_release), "release() came with struct_size %u", release.struct_size);
    judge.expect(release.lane != nullptr, "release() came without a lane");
    const bool is_send = release.action == SLUICE_RELEASE_SEND;
    const sluice_status answer = on_release(release);
    const bool comes_again = is_send && answer == SLUICE_E_BUSY;
    if (is_keeping_books) book.released(release, comes_again);
    if (is_recording && !comes_again) releases.push_back(release);
    return answer;
}

void Host::wake(uint32_t venue_id, uint64_t due_ns) {
    if (!judge.expect(!is_destroyed_, "wake() ran after engine_destroy() had returned")) return;
    if (is_recording) wakes.emplace_back(venue_id, due_ns);
    if (on_wake) on_wake(venue_id, due_ns);
}

void Host::log(int32_t level, const char *text, std::size_t length) {
    if (!judge.expect(!is_destroyed_, "log() ran after engine_destroy() had returned")) return;
    judge.expect(level >= SLUICE_LOG_INFO && level <= SLUICE_LOG_HOST, "log() came with level %d", level);
    if (judge.expect(text != nullptr && text[length] == '\0', "log() came with a text that has no end") && is_recording)
        logs.emplace_back(level, std::string(text, length));
    if (on_log) on_log();
}

uint32_t Host::id(uint32_t name_kind, const std::string &name) {
    uint32_t id = 0;
    sluice_error error = SLUICE_ERROR_INIT;
    const sluice_status status = api.intern(engine, name_kind, name.data(), name.size(), &id, &error);
    if (status != SLUICE_OK || id == 0)
        judge.give_up("intern of '%s' gave status %d, id %u: %s", name.c_str(), status, id, error.message);
    return id;
}

sluice_lane *Host::open_lane(const std::string &venue_name, const std::string &name) {
    sluice_lane *lane = nullptr;
    sluice_error error = SLUICE_ERROR_INIT;
    const sluice_status status = api.lane_open(engine, venue(venue_name), name.data(), name.size(), &lane, &error);
    if (status != SLUICE_OK || lane == nullptr)
        judge.give_up("lane_open of '%s' gave status %d: %s", name.c_str(), status, error.message);
    return lane;
}

sluice_lane *Host::lane_up(const std::string &venue_name, const std::string &name) {
    sluice_lane *lane = open_lane(venue_name, name);
    const sluice_status status = report(lane, SLUICE_EVENT_LANE_UP);
    judge.expect(status == SLUICE_OK, "report of LANE_UP gave status %d", status);
    return lane;
}

uint32_t Host::limit_id(const std::string &venue_name, const std::string &name) {
    uint32_t id = 0;
    sluice_error error = SLUICE_ERROR_INIT;
    const sluice_status status = limits().find(engine, venue(venue_name), name.data(), name.size(), &id, &error);
    if (status != SLUICE_OK || id == 0) judge.give_up("limits.find gave status %d: %s", status, error.message);
    return id;
}

sluice_verdict Host::submit(sluice_lane *lane, const sluice_request &request, uint64_t now_ns) {
    sluice_verdict verdict = SLUICE_VERDICT_INIT;
    book.offered(request);
    const sluice_status status = api.submit(lane, &request, now_ns, &verdict);
    if (judge.expect(status == SLUICE_OK, "submit of ticket %" PRIu64 " (kind %u) gave status %d", request.ticket,
            request.kind, status)) {
        book.decided(request, verdict);
    } else {
        book.forget(request.ticket);
    }
    return verdict;
}

sluice_verdict Host::offer(sluice_lane *lane, const sluice_request &request) {
    const sluice_verdict verdict = submit(lane, request);
    if (verdict.action == SLUICE_ACTION_SEND && verdict.grant != 0) report(lane, SLUICE_EVENT_WRITTEN, verdict.grant);
    return verdict;
}

sluice_status Host::report(sluice_lane *lane, uint32_t kind, uint64_t grant, uint64_t order_id) {
    sluice_event event = SLUICE_EVENT_INIT;
    event.kind = kind;
    event.grant = grant;
    event.order_id = order_id;
    return api.report(lane, &event, now());
}

void Host::run_until(uint64_t end_ns) {
    for (int idle_polls = 0;;) {
        const int32_t done = poll();
        if (!judge.expect(done >= 0, "poll gave status %d", done)) return;
        idle_polls = done == 0 ? idle_polls + 1 : 0;
        const uint64_t due_ns = next_due();
        if (due_ns > end_ns) break;
        if (due_ns > now()) idle_polls = 0, clock_ns = due_ns;
        if (!judge.expect(idle_polls < kIdlePollsMax, "next_due_ns says that something is due, and poll never does it"))
            return;
    }
    if (end_ns > now()) clock_ns = end_ns;
}

bool Host::stop_completely(uint32_t mode) {
    sluice_status status = stop(mode);
    for (int round = 0; round < kStopRoundsMax && status == SLUICE_E_BUSY; ++round) {
        poll();
        advance(100 * kMs);
        status = stop(mode);
    }
    if (!judge.expect(status == SLUICE_OK, "engine_stop still gives status %d after %d polls", status, kStopRoundsMax))
        return false;
    book.expect_none_held("engine_stop returned OK");
    book.close();
    return true;
}

void Host::destroy() {
    sluice_error error = SLUICE_ERROR_INIT;
    const sluice_status status = api.engine_destroy(engine, &error);
    judge.expect(status == SLUICE_OK, "engine_destroy gave status %d: %s", status, error.message);
    is_destroyed_ = true;
}

const sluice_release *Host::release_of(uint64_t ticket) const {
    for (const sluice_release &release : releases) {
        if (release.ticket == ticket) return &release;
    }
    return nullptr;
}

std::vector<uint64_t> Host::tickets_released(uint32_t action) const {
    std::vector<uint64_t> tickets;
    for (const sluice_release &release : releases) {
        if (release.action == action) tickets.push_back(release.ticket);
    }
    return tickets;
}

std::string one_venue(const std::string &members) {
    return R"({"version": 1, "venues": [{"name": "SIM")" + (members.empty() ? "" : ", " + members) + "}]}";
}

std::string window_limit(uint64_t limit, uint64_t window_ms, const std::string &members) {
    return R"("limits": [{"name": "messages", "shape": "sliding_window", "scope": "venue", "limit": )" +
           std::to_string(limit) + R"(, "window_ms": )" + std::to_string(window_ms) +
           (members.empty() ? "" : ", " + members) + "}]";
}

}  // namespace sluice::validate
