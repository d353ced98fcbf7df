#include "venue/venue.hpp"

#include <algorithm>

namespace sluice {

namespace {

// Key 0 is for requests that do not name one.
LimitPlan::KeyCounts key_counts(const VenueConfig &venue, const Config &engine) {
    return {venue.lanes_max, engine.accounts_max + 1, engine.instruments_max + 1, engine.owners_max + 1};
}

}  // namespace

Venue::Venue(const VenueConfig &config, uint32_t id, const Config &engine_config,
    const std::vector<std::shared_ptr<FirmLimit>> &firm_limits, uint32_t first_limit_id, const SharedState &shared,
    std::pmr::memory_resource *memory)
    : config_(config),
      id_(id),
      shared_(shared),
      limits_(config.limits, firm_limits, first_limit_id, key_counts(config, engine_config), &offset_,
          shared.clock.read(), shared.clock.error_max_ns(), memory),
      breaker_(config.venue_breaker),
      grants_(config.grants_max, memory),
      held_(config_, engine_config.instruments_max, engine_config.owners_max, limits_, counters_, memory),
      lanes_(config.lanes_max, Lane(config.lane_breaker), memory) {}

uint64_t Venue::advance_clock_closely(uint64_t now_ns) noexcept {
    const uint64_t before = counters_.clock_backwards.value() + counters_.clock_ahead.value();
    const uint64_t time_ns = clock_.advance(now_ns, counters_, [this] { return shared_.clock.read(); });
    if (counters_.clock_backwards.value() + counters_.clock_ahead.value() != before) notice(kNoticeClock);
    return time_ns;
}

void Venue::tripped(uint32_t cause) noexcept {
    counters_.breaker_trips[cause].add();
    notice(kNoticeTripped);
    begin_sweep();
}

uint64_t Venue::due_ns() const noexcept {
    const SmoothingQueue &queue = held_.queue();
    if (queue.has_drops() || is_sweeping_) return 0;
    uint64_t due = release_due_ns_;
    if (queue.has_parked()) due = std::min(due, queue.parked_until_ns());
    if (queue.has_deadlines()) due = std::min(due, queue.earliest_deadline_ns() + 1);
    if (grants_.oldest_unwritten() != kNone) {
        due = std::min(due, grants_.grant(grants_.oldest_unwritten()).granted_ns + config_.grant_timeout_ns);
    }
    if (grants_.oldest_unanswered() != kNone) {
        due = std::min(due, grants_.grant(grants_.oldest_unanswered()).written_ns + config_.answer_timeout_ns);
    }
    return due;
}

uint64_t Venue::wake_time() noexcept {
    const uint64_t due = due_ns();
    if (due >= announced_due_ns_) return SLUICE_NEVER;
    announced_due_ns_ = due;
    return due;
}

uint64_t Venue::announce_due_ns() noexcept {
    LockGuard guard(lock_);
    announced_due_ns_ = due_ns();
    return announced_due_ns_;
}

sluice_status Venue::open_lane(std::string_view name, LaneKey &key) {
    const auto shared_name = std::make_shared<const std::string>(name);
    LockGuard guard(lock_);
    Lane *chosen = nullptr;
    for (Lane &lane : lanes_) {
        if (lane.state == LaneState::open && *lane.name == name) return SLUICE_E_ARGUMENT;
        if (lane.state == LaneState::unused && chosen == nullptr) chosen = &lane;
    }
    if (chosen == nullptr) return SLUICE_E_FULL;
    chosen->name = shared_name;
    chosen->breaker.reset();
    // A ban outlives the session.
    chosen->paused_until_ns = banned_until_ns_;
    chosen->pause_reason = SLUICE_REASON_VENUE_PAUSE;
    chosen->must_probe = banned_until_ns_ > clock_.last_ns();
    chosen->probe = 0;
    chosen->state = LaneState::open;
    chosen->is_up = false;
    chosen->generation = chosen->generation == kLaneGenerationMax ? 1 : chosen->generation + 1;
    key = {static_cast<uint32_t>(chosen - lanes_.data()), chosen->generation};
    lanes_used_ = std::max(lanes_used_, key.index + 1);
    return SLUICE_OK;
}

sluice_status Venue::close_lane(LaneKey key, uint64_t &wake_ns) noexcept {
    LockGuard guard(lock_);
    Lane *lane = find_lane(key);
    if (lane == nullptr) return SLUICE_E_STATE;
    // What it holds is found by the sweep. Without anything held its place is free at once; a message that the host is
    // just refusing with BUSY belongs to an earlier opening then and is dropped for that.
    lane->state = held_.queue().held() == 0 ? LaneState::unused : LaneState::closing;
    lane->is_up = false;
    lose_answers_of(key.index, clock_.last_ns());
    expect_no_answers_of(key.index, clock_.last_ns());
    begin_sweep();
    wake_ns = wake_time();
    return SLUICE_OK;
}

void Venue::begin_stop(bool abandon, uint64_t &wake_ns) noexcept {
    LockGuard guard(lock_);
    // The host calls again and again while it drains: a sweep that is under way must not begin anew each time.
    const bool is_new = !is_stopping_ || (abandon && !is_abandoning_);
    is_abandoning_ = is_abandoning_ || abandon;
    is_stopping_ = true;
    if (held_.queue().held() != 0 && (is_new || !is_sweeping_)) begin_sweep();
    wake_ns = wake_time();
}

bool Venue::is_drained() noexcept {
    LockGuard guard(lock_);
    return has_nothing_to_tell();
}

bool Venue::close_if_drained() noexcept {
    LockGuard guard(lock_);
    is_closed_ = has_nothing_to_tell();
    return is_closed_;
}

void Venue::reopen() noexcept {
    LockGuard guard(lock_);
    is_closed_ = false;
}

bool Venue::engage_kill(const KillScope &scope, uint64_t &wake_ns) noexcept {
    LockGuard guard(lock_);
    if (!kill_.engage(scope)) return false;
    begin_sweep();
    wake_ns = wake_time();
    return true;
}

void Venue::clear_kill(const KillScope &scope) noexcept {
    LockGuard guard(lock_);
    kill_.clear(scope);
}

void Venue::apply_engine_kill(uint64_t &wake_ns) noexcept {
    // The lock is the point: whoever decided without seeing the switch has left when it is ours.
    LockGuard guard(lock_);
    begin_sweep();
    wake_ns = wake_time();
}

Venue::Steered Venue::steer_breaker(
    const LaneKey *key, BreakerOrder order, uint64_t now_ns, uint64_t &wake_ns) noexcept {
    LockGuard guard(lock_);
    Lane *lane = key == nullptr ? nullptr : find_lane(*key);
    if (key != nullptr && lane == nullptr) return Steered::stale_lane;
    now_ns = advance_clock(now_ns);
    Breaker &breaker = lane == nullptr ? breaker_ : lane->breaker;
    switch (order) {
        case BreakerOrder::trip: {
            if (breaker.is_disabled()) return Steered::disabled;
            const uint64_t before = breaker.trips();
            breaker.trip(SLUICE_TRIP_HOST, now_ns);
            if (breaker.trips() != before) tripped(SLUICE_TRIP_HOST);
            break;
        }
        case BreakerOrder::force_open:
            breaker.force_open();
            tripped(SLUICE_TRIP_HOST);
            break;
        case BreakerOrder::disable:
            breaker.disable();
            break;
        case BreakerOrder::reset:
            breaker.reset();
            break;
    }
    look_again(now_ns);
    wake_ns = wake_time();
    return Steered::done;
}

bool Venue::read_breaker(const LaneKey *key, uint64_t now_ns, sluice_breaker_state &state) noexcept {
    LockGuard guard(lock_);
    Lane *lane = key == nullptr ? nullptr : find_lane(*key);
    if (key != nullptr && lane == nullptr) return false;
    now_ns = advance_clock_for_reading(now_ns);
    Breaker &breaker = lane == nullptr ? breaker_ : lane->breaker;
    state.state = breaker.state(now_ns);
    state.trip = breaker.last_trip();
    state.probes_out = breaker.probes_out();
    state.trips = breaker.trips();
    state.reopen_ns = breaker.reopen_ns();
    return true;
}

bool Venue::availability(
    LaneKey key, const sluice_request &request, uint64_t now_ns, sluice_availability &availability) noexcept {
    LockGuard guard(lock_);
    if (find_lane(key) == nullptr) return false;
    now_ns = advance_clock_for_reading(now_ns);
    Charge charge;
    charge.kind = request.kind;
    charge.message_count = request.message_count == 0 ? 1 : request.message_count;
    charge.request_class = class_of(request.kind, request.flags);
    charge.lane = key.index;
    charge.account = request.account_id;
    charge.instrument = request.instrument_id;
    charge.owner = request.owner_id;
    const Room room = limits_.look(charge, 0, now_ns);
    availability.limit_id = room.is_free ? 0 : room.limit_id;
    availability.not_before_ns = room.is_free ? now_ns : room.not_before_ns;
    return true;
}

bool Venue::usage(uint32_t limit_id, const Charge &whose, uint64_t now_ns, LimitUsage &usage) noexcept {
    LockGuard guard(lock_);
    Limit *limit = limits_.find(limit_id);
    if (limit == nullptr) return false;
    usage = limit->usage(limit->key_of(whose), advance_clock_for_reading(now_ns));
    return true;
}

bool Venue::numbers(uint32_t limit_id, LimitNumbers &numbers) noexcept {
    LockGuard guard(lock_);
    Limit *limit = limits_.find(limit_id);
    if (limit == nullptr) return false;
    numbers = limit->numbers();
    return true;
}

bool Venue::reload(uint32_t limit_id, const LimitNumbers &numbers, uint64_t &wake_ns) noexcept {
    LockGuard guard(lock_);
    Limit *limit = limits_.find(limit_id);
    if (limit == nullptr) return false;
    limit->reload(numbers);
    // Whoever was told a time by the old numbers must be judged again.
    held_.unpark_all();
    look_again(clock_.last_ns());
    wake_ns = wake_time();
    return true;
}

VenueLoad Venue::load() noexcept {
    LockGuard guard(lock_);
    return {held_.queue().held(), grants_.unwritten_count()};
}

VenueStatus Venue::status(uint64_t now_ns) {
    VenueStatus status;
    status.lanes.reserve(config_.lanes_max);  // before the lock: the scrape must not allocate while it is held
    LockGuard guard(lock_);
    now_ns = std::max(now_ns, clock_.last_ns());
    SmoothingQueue &queue = held_.queue();
    for (uint32_t request_class = 0; request_class < kClassCount; ++request_class) {
        status.depth[request_class] = queue.depth(request_class);
        const uint32_t oldest = queue.oldest(request_class);
        if (oldest != kNone)
            status.oldest_age_ns[request_class] = now_ns - std::min(now_ns, queue.slot(oldest).held_since_ns);
    }
    status.load = {queue.held(), grants_.unwritten_count()};
    status.orders_known = held_.orders().size();
    status.breaker_state = breaker_.state(now_ns);
    for (Lane &lane : lanes_) {
        if (lane.state != LaneState::open) continue;
        status.lanes.push_back(
            {lane.name, static_cast<uint32_t>(&lane - lanes_.data()), lane.is_up, lane.breaker.state(now_ns)});
    }
    return status;
}

}  // namespace sluice
