#include "engine.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

namespace sluice::hostcheck {

namespace {

constexpr uint32_t kBusyStops = 25;

bool covers(const sluice_kill_scope &scope, const sluice_request &request, uint32_t venue_id) {
    const auto fits = [](uint32_t wanted, uint32_t found) { return wanted == 0 || wanted == found; };
    return fits(scope.venue_id, venue_id) && fits(scope.account_id, request.account_id) &&
           fits(scope.instrument_id, request.instrument_id) && fits(scope.owner_id, request.owner_id) &&
           (request.side == SLUICE_SIDE_NONE || fits(scope.side, request.side));
}

bool is_same(const sluice_kill_scope &left, const sluice_kill_scope &right) {
    return left.venue_id == right.venue_id && left.account_id == right.account_id &&
           left.instrument_id == right.instrument_id && left.owner_id == right.owner_id && left.side == right.side;
}

}  // namespace

Engine::Engine(const sluice_host &host, GatewayConfig config)
    : host_(host),
      config_(std::move(config)),
      pollers_(config_.venues.size()),
      announced_ns_(config_.venues.size(), SLUICE_NEVER) {
    for (const std::string &venue : config_.venues)
        names_[{SLUICE_NAME_VENUE, venue}] = ++name_counts_[SLUICE_NAME_VENUE];
    tell(SLUICE_LOG_INFO, "hostcheck: " + config_.script.text());
}

Engine::Control::Control(Engine &engine, const char *call) : engine_(engine) {
    is_alone_ = engine.control_calls_.fetch_add(1) == 0;
    if (!is_alone_) engine.breach("two threads made [control] calls at a time", call);
    const bool is_inside = engine.is_in_callback();
    if (is_inside) engine.breach("a [control] call was made inside a callback", call);
    is_allowed_ = !is_inside;
}

Engine::Control::~Control() {
    engine_.control_calls_.fetch_sub(1);
    if (is_allowed_ && is_alone_) engine_.tell_breaches();
}

uint64_t Engine::clock() const {
    if (host_.now_ns != nullptr) return host_.now_ns(host_.context);
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

bool Engine::is_in_callback() const {
    return std::any_of(pollers_.begin(), pollers_.end(),
        [self = pthread_self()](const std::atomic<pthread_t> &poller) { return poller.load() == self; });
}

void Engine::breach(const std::string &kind, const std::string &example) {
    const std::lock_guard guard(mutex_);
    judge_.breach(kind, example);
}

bool Engine::is_killed(const sluice_request &request, uint32_t venue_id) const {
    return std::any_of(scopes_.begin(), scopes_.end(),
        [&](const sluice_kill_scope &scope) { return covers(scope, request, venue_id); });
}

sluice_status Engine::stop(uint32_t mode) {
    const uint64_t now_ns = clock();
    {
        const std::lock_guard guard(mutex_);
        if (is_stopped_) return SLUICE_OK;
        is_stopping_ = true;
        is_abandoning_ = is_abandoning_ || mode == SLUICE_STOP_ABANDON;
        held_.drop_if(SLUICE_REASON_STOPPING, now_ns,
            [mode](const HeldRequest &held) { return mode == SLUICE_STOP_ABANDON || opens_risk(held.request.kind); });
        judge_.give_up_grants_before(now_ns < 1'000'000'000 ? 0 : now_ns - 1'000'000'000);
        const bool is_more_trouble = config_.script.is_enabled(Scenario::busy_stop) && ++stops_ <= kBusyStops;
        is_stopped_ = held_.size() == 0 && judge_.unwritten() == 0 && !is_more_trouble;
        if (is_stopped_) return SLUICE_OK;
    }
    for (uint32_t venue = 1; venue <= config_.venues.size(); ++venue)
        wake(venue, now_ns);
    return SLUICE_E_BUSY;
}

bool Engine::destroy() {
    std::vector<std::string> lines;
    {
        const std::lock_guard guard(mutex_);
        if (!is_stopped_) {
            judge_.breach("engine_destroy was called before engine_stop had returned OK", "the engine stays");
            return false;
        }
        lines = judge_.summary();
        lines.insert(lines.begin(), "hostcheck: " + std::to_string(submits_) + " requests, " + std::to_string(grants_) +
                                        " grants, " + std::to_string(releases_) + " releases; " +
                                        config_.script.text());
    }
    for (const std::string &line : lines)
        tell(SLUICE_LOG_HOST, line);
    write_report(lines);
    is_destroyed_ = true;
    return true;
}

void Engine::write_report(const std::vector<std::string> &lines) const {
    const char *path = getenv("SLUICE_HOSTCHECK_REPORT");
    if (path == nullptr) return;
    const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) return;
    for (const std::string &line : lines)
        dprintf(file, "%s\n", line.c_str());
    close(file);
}

sluice_status Engine::intern(uint32_t kind, const std::string &name, uint32_t &id) {
    const std::lock_guard guard(mutex_);
    const auto found = names_.find({kind, name});
    if (found != names_.end()) {
        id = found->second;
        return SLUICE_OK;
    }
    if (kind == SLUICE_NAME_VENUE) return SLUICE_E_UNKNOWN;
    if (config_.script.happens(Scenario::full_names)) return SLUICE_E_FULL;
    id = names_[{kind, name}] = ++name_counts_[kind];
    return SLUICE_OK;
}

sluice_status Engine::open_lane(uint32_t venue_id, const std::string &name, LaneSeen *&lane) {
    const std::lock_guard guard(mutex_);
    if (is_stopped_) return SLUICE_E_STATE;
    if (!is_venue(venue_id)) return SLUICE_E_UNKNOWN;
    for (const auto &open : lanes_) {
        if (open->is_open && open->venue_id == venue_id && open->name == name) return SLUICE_E_ARGUMENT;
    }
    if (config_.script.happens(Scenario::full_lanes)) return SLUICE_E_FULL;
    lanes_.emplace_back(new LaneSeen{this, venue_id, name});
    lane = lanes_.back().get();
    return SLUICE_OK;
}

sluice_status Engine::close_lane(LaneSeen &lane) {
    const uint64_t now_ns = clock();
    {
        const std::lock_guard guard(mutex_);
        if (!lane.is_open) return SLUICE_E_STATE;
        lane.is_open = false;
        lane.is_up = false;
        auto *handle = reinterpret_cast<sluice_lane *>(&lane);
        held_.drop_if(
            SLUICE_REASON_LANE_CLOSED, now_ns, [handle](const HeldRequest &held) { return held.lane == handle; });
        judge_.forget_lane(handle);
    }
    wake(lane.venue_id, now_ns);
    return SLUICE_OK;
}

sluice_status Engine::engage(const sluice_kill_scope &scope) {
    const uint64_t now_ns = clock();
    {
        const std::lock_guard guard(mutex_);
        if (std::none_of(scopes_.begin(), scopes_.end(), [&](const auto &one) { return is_same(one, scope); }))
            scopes_.push_back(scope);
        held_.drop_if(SLUICE_REASON_KILLED, now_ns, [&](const HeldRequest &held) {
            return opens_risk(held.request.kind) && covers(scope, held.request, held.venue_id);
        });
    }
    for (uint32_t venue = 1; venue <= config_.venues.size(); ++venue)
        wake(venue, now_ns);
    return SLUICE_OK;
}

sluice_status Engine::clear(const sluice_kill_scope &scope) {
    const std::lock_guard guard(mutex_);
    const auto found =
        std::find_if(scopes_.begin(), scopes_.end(), [&](const auto &one) { return is_same(one, scope); });
    if (found == scopes_.end()) return SLUICE_E_UNKNOWN;
    scopes_.erase(found);
    return SLUICE_OK;
}

void Engine::read_kill(const sluice_kill_scope &scope, sluice_kill_state &state) {
    const std::lock_guard guard(mutex_);
    state.is_engaged =
        std::any_of(scopes_.begin(), scopes_.end(), [&](const auto &one) { return is_same(one, scope); });
    state.engaged_scopes = static_cast<uint32_t>(scopes_.size());
    state.grants_unsettled = judge_.unwritten();
    state.held = scope.venue_id == 0 ? held_.size() : held_.size_of(scope.venue_id);
}

void Engine::wake(uint32_t venue_id, uint64_t due_ns) {
    if (host_.wake != nullptr) host_.wake(host_.context, venue_id, due_ns);
}

// Wakes for nothing: a host has to take them as a reason to look, no more.
void Engine::make_noise(uint32_t venue_id) {
    uint64_t wakes = 0;
    uint64_t now_ns = 0;
    {
        const std::lock_guard guard(mutex_);
        if (!config_.script.happens(Scenario::wake_storm)) return;
        wakes = 1 + config_.script.pick(20);
        now_ns = clock();
    }
    const uint64_t times_ns[] = {0, now_ns, now_ns / 2, now_ns + 1'000'000, SLUICE_NEVER - 1};
    for (uint64_t count = 0; count < wakes; ++count)
        wake(venue_id, times_ns[count % std::size(times_ns)]);
}

void Engine::tell(int32_t level, const std::string &line) {
    if (host_.log != nullptr) host_.log(host_.context, level, line.c_str(), line.size());
}

void Engine::tell_breaches() {
    std::vector<std::string> lines;
    bool is_storm = false;
    {
        const std::lock_guard guard(mutex_);
        lines = judge_.take_lines();
        is_storm = config_.script.happens(Scenario::log_storm);
    }
    for (const std::string &line : lines)
        tell(SLUICE_LOG_HOST, line);
    if (!is_storm) return;
    for (int count = 0; count < 20; ++count)
        tell(SLUICE_LOG_INFO, "hostcheck: a line of no importance, " + std::string(400, '.'));
}

}  // namespace sluice::hostcheck
