#include "engine/engine.hpp"

#include <pthread.h>

#include <algorithm>

namespace sluice {

namespace {

std::vector<std::string> names_of(const std::vector<VenueConfig> &venues) {
    std::vector<std::string> names;
    for (const VenueConfig &venue : venues)
        names.push_back(venue.name);
    return names;
}

uint64_t this_thread() noexcept {
    return static_cast<uint64_t>(pthread_self());
}

}  // namespace

Engine::Engine(const sluice_host &host, Config config, LaneHandleOf lane_handle_of, const void *lane_context)
    : host_(host),
      config_(std::move(config)),
      poll_context_{&host_, lane_handle_of, lane_context},
      venue_names_(static_cast<uint32_t>(config_.venues.size()), true, names_of(config_.venues)),
      accounts_(config_.accounts_max, !config_.accounts.empty(), config_.accounts),
      instruments_(config_.instruments_max, !config_.instruments.empty(), config_.instruments),
      owners_(config_.owners_max, false, {}) {
    register_all_threads_fence();
    shared_.clock.use_host(host_.now_ns, host_.context);
    uint32_t next_limit_id = 1;
    for (const LimitConfig &limit : config_.firm_limits)
        firm_limits_.push_back(
            std::make_shared<FirmLimit>(limit, next_limit_id++, shared_.clock.read(), shared_.clock.error_max_ns()));
    for (const VenueConfig &venue : config_.venues) {
        const auto id = static_cast<uint32_t>(venues_.size() + 1);
        first_limit_ids_.push_back(next_limit_id);
        venues_.push_back(place<Venue>(&memory_, venue, id, config_, firm_limits_, next_limit_id, shared_, &memory_));
        next_limit_id += static_cast<uint32_t>(venue.limits.size());
    }
    pollers_ = std::make_unique<Poller[]>(venues_.size());
    engaged_.reserve(kKillScopesMax);
    if (!config_.metrics_listen.empty()) {
        listener_ = std::make_unique<MetricsListener>(config_.metrics_listen, [this] { return snapshot(); });
    }
}

NameTable *Engine::names(uint32_t name_kind) noexcept {
    switch (name_kind) {
        case SLUICE_NAME_VENUE:
            return &venue_names_;
        case SLUICE_NAME_ACCOUNT:
            return &accounts_;
        case SLUICE_NAME_INSTRUMENT:
            return &instruments_;
        case SLUICE_NAME_OWNER:
            return &owners_;
        default:
            return nullptr;
    }
}

int32_t Engine::poll_one(uint32_t venue_id, uint64_t now_ns, int32_t budget) noexcept {
    std::atomic<uint64_t> &poller = pollers_[venue_id - 1].thread;
    uint64_t nobody = 0;
    if (!poller.compare_exchange_strong(nobody, this_thread(), std::memory_order_acquire)) return SLUICE_E_STATE;
    const int32_t done = poll_venue(*venues_[venue_id - 1], poll_context_, now_ns, budget);
    poller.store(0, std::memory_order_release);
    return done;
}

int32_t Engine::poll(uint32_t venue_id, uint64_t now_ns, int32_t budget) noexcept {
    if (venue_id != SLUICE_VENUE_ALL) return poll_one(venue_id, now_ns, budget);
    // From inside a callback the venue that called is busy: the others must not be polled as if nothing were wrong.
    if (is_in_callback()) return SLUICE_E_STATE;
    const uint32_t count = venue_count();
    const uint32_t first = next_polled_.fetch_add(1, std::memory_order_relaxed) % count;
    int32_t done = 0;
    for (uint32_t turn = 0; turn < count && done < budget; ++turn) {
        // An even share of what is left, so that one busy venue does not use up the others' turns.
        const int32_t share = std::max(1, (budget - done) / static_cast<int32_t>(count - turn));
        const int32_t result = poll_one((first + turn) % count + 1, now_ns, share);
        if (result > 0) done += result;
    }
    return done;
}

uint64_t Engine::next_due_ns(uint32_t venue_id) noexcept {
    if (venue_id != SLUICE_VENUE_ALL) return venues_[venue_id - 1]->announce_due_ns();
    uint64_t due = SLUICE_NEVER;
    for (const auto &venue : venues_)
        due = std::min(due, venue->announce_due_ns());
    return due;
}

bool Engine::is_in_callback() const noexcept {
    const uint64_t thread = this_thread();
    if (stopping_thread_.load(std::memory_order_relaxed) == thread) return true;
    for (uint32_t index = 0; index < venue_count(); ++index) {
        if (pollers_[index].thread.load(std::memory_order_relaxed) == thread) return true;
    }
    return false;
}

bool Engine::stop(bool abandon) noexcept {
    shared_.is_stopping.store(true, std::memory_order_release);
    // A host that destroyed the engine from the wake() below would take the ground from under this loop.
    stopping_thread_.store(this_thread(), std::memory_order_relaxed);
    bool is_drained = true;
    for (const auto &venue : venues_) {
        uint64_t wake_ns = SLUICE_NEVER;
        if (!is_stopped()) venue->begin_stop(abandon, wake_ns);
        wake(*venue, wake_ns);
        is_drained = venue->is_drained() && is_drained;
    }
    stopping_thread_.store(0, std::memory_order_relaxed);
    for (uint32_t index = 0; index < venue_count(); ++index) {
        is_drained = is_drained && pollers_[index].thread.load(std::memory_order_acquire) == 0;
    }
    // A submit on its way may still hold a cancel: only a venue that is closed under its lock stays empty.
    if (!is_drained || !close_venues()) return false;
    is_stopped_.store(true, std::memory_order_release);
    return true;
}

bool Engine::close_venues() noexcept {
    for (std::size_t index = 0; index < venues_.size(); ++index) {
        if (venues_[index]->close_if_drained()) continue;
        while (index-- > 0)
            venues_[index]->reopen();
        return false;
    }
    return true;
}

Engine::Engaged Engine::engaged_of(const sluice_kill_scope &scope) noexcept {
    return {scope.venue_id, {scope.account_id, scope.instrument_id, scope.owner_id, scope.side}};
}

Engine::KillResult Engine::engage_kill(const sluice_kill_scope &scope) {
    std::vector<Wake> wakes;
    wakes.reserve(venues_.size());
    const KillResult result = engage_kill_at_venues(scope, wakes);
    // Only now that no lock is held: the host may read the switch from its callback.
    for (const Wake &due : wakes)
        wake(*due.venue, due.time_ns);
    return result;
}

Engine::KillResult Engine::engage_kill_at_venues(const sluice_kill_scope &scope, std::vector<Wake> &wakes) {
    const Engaged engaged = engaged_of(scope);
    std::lock_guard guard(kill_mutex_);
    if (std::find(engaged_.begin(), engaged_.end(), engaged) != engaged_.end()) return KillResult::done;
    if (engaged_.size() == kKillScopesMax) return KillResult::full;
    const bool is_engine_wide = engaged == Engaged{};
    // One word stops all venues at once; the visits below only make sure that nobody is still deciding by the old one.
    if (is_engine_wide) shared_.is_killed.store(true, std::memory_order_release);
    engaged_.push_back(engaged);
    for (const auto &venue : venues_) {
        if (scope.venue_id != 0 && scope.venue_id != venue->id()) continue;
        uint64_t wake_ns = SLUICE_NEVER;
        if (is_engine_wide) {
            venue->apply_engine_kill(wake_ns);
        } else {
            venue->engage_kill(engaged.scope, wake_ns);
        }
        wakes.push_back({venue.get(), wake_ns});
    }
    return KillResult::done;
}

Engine::KillResult Engine::clear_kill(const sluice_kill_scope &scope) {
    const Engaged engaged = engaged_of(scope);
    std::lock_guard guard(kill_mutex_);
    const auto found = std::find(engaged_.begin(), engaged_.end(), engaged);
    if (found == engaged_.end()) return KillResult::unknown;
    engaged_.erase(found);
    if (engaged == Engaged{}) {
        shared_.is_killed.store(false, std::memory_order_release);
        return KillResult::done;
    }
    for (const auto &venue : venues_) {
        if (scope.venue_id == 0 || scope.venue_id == venue->id()) venue->clear_kill(engaged.scope);
    }
    return KillResult::done;
}

void Engine::read_kill(const sluice_kill_scope &scope, sluice_kill_state &state) {
    const Engaged engaged = engaged_of(scope);
    {
        std::lock_guard guard(kill_mutex_);
        state.is_engaged = std::find(engaged_.begin(), engaged_.end(), engaged) != engaged_.end() ? 1 : 0;
        state.engaged_scopes = static_cast<uint32_t>(engaged_.size());
    }
    state.grants_unsettled = 0;
    state.held = 0;
    for (const auto &venue : venues_) {
        if (scope.venue_id != 0 && scope.venue_id != venue->id()) continue;
        const VenueLoad load = venue->load();
        state.grants_unsettled += load.grants_unwritten;
        state.held += load.held;
    }
}

uint32_t Engine::find_limit(uint32_t venue_id, std::string_view name) const noexcept {
    const std::vector<LimitConfig> &limits = venue_id == 0 ? config_.firm_limits : config_.venues[venue_id - 1].limits;
    const uint32_t first = venue_id == 0 ? 1 : first_limit_ids_[venue_id - 1];
    for (std::size_t index = 0; index < limits.size(); ++index) {
        if (limits[index].name == name) return first + static_cast<uint32_t>(index);
    }
    return 0;
}

Venue *Engine::venue_of_limit(uint32_t limit_id) noexcept {
    for (std::size_t index = 0; index < venues_.size(); ++index) {
        const uint32_t first = first_limit_ids_[index];
        if (limit_id >= first && limit_id < first + config_.venues[index].limits.size()) return venues_[index].get();
    }
    return nullptr;
}

FirmLimit *Engine::firm_limit(uint32_t limit_id) noexcept {
    return limit_id >= 1 && limit_id <= firm_limits_.size() ? firm_limits_[limit_id - 1].get() : nullptr;
}

const LimitConfig *Engine::limit_config(uint32_t limit_id) noexcept {
    if (const FirmLimit *firm = firm_limit(limit_id)) return &firm->config();
    const Venue *venue = venue_of_limit(limit_id);
    return venue == nullptr ? nullptr
                            : &config_.venues[venue->id() - 1].limits[limit_id - first_limit_ids_[venue->id() - 1]];
}

}  // namespace sluice
