// What a scrape shows. Venue by venue: a few words are copied under its lock, counters are read without it, names are
// found after it is released.

#include "engine/engine.hpp"
#include "sluice/version.h"

#define SLUICE_TEXT_OF(number) #number
#define SLUICE_TEXT(number) SLUICE_TEXT_OF(number)

namespace sluice {

namespace {

const char *name_of(LimitScope scope) noexcept {
    switch (scope) {
        case LimitScope::firm:
            return "firm";
        case LimitScope::venue:
            return "venue";
        case LimitScope::account:
            return "account";
        case LimitScope::lane:
            return "lane";
        case LimitScope::instrument:
            return "instrument";
        case LimitScope::owner:
            return "owner";
        case LimitScope::account_instrument:
            return "account_instrument";
        case LimitScope::account_owner:
            return "account_owner";
        case LimitScope::lane_instrument:
            return "lane_instrument";
    }
    return "";
}

const char *name_of(LimitShape shape) noexcept {
    switch (shape) {
        case LimitShape::token_bucket:
            return "token_bucket";
        case LimitShape::decaying_counter:
            return "decaying_counter";
        case LimitShape::sliding_window:
            return "sliding_window";
        case LimitShape::aligned_window:
            return "aligned_window";
        case LimitShape::first_message_window:
            return "first_message_window";
        case LimitShape::block_window:
            return "block_window";
        case LimitShape::in_flight:
            return "in_flight";
        case LimitShape::budget:
            return "budget";
    }
    return "";
}

// Counters of pairs are shown when they are used, and looked for among so many pairs at the most.
constexpr uint64_t kPairsMax = 65'536;

}  // namespace

EngineSnapshot Engine::snapshot() {
    EngineSnapshot snapshot;
    snapshot.version =
        SLUICE_TEXT(SLUICE_VERSION_MAJOR) "." SLUICE_TEXT(SLUICE_VERSION_MINOR) "." SLUICE_TEXT(SLUICE_VERSION_PATCH);
    const uint64_t now_ns = read_clock();
    for (const auto &venue : venues_) {
        const VenueStatus status = venue->status(now_ns);
        VenueSnapshot &shown = snapshot.venues.emplace_back();
        shown.name = venue->name();
        shown.counters = &venue->counters();
        shown.is_shadow = venue->is_shadow();
        shown.breaker_state = status.breaker_state;
        for (uint32_t index = 0; index < kClassCount; ++index) {
            shown.depth[index] = status.depth[index];
            shown.oldest_age_ns[index] = status.oldest_age_ns[index];
        }
        const VenueConfig &config = config_.venues[venue->id() - 1];
        shown.held = status.load.held;
        shown.held_max = config.held_max;
        shown.grants_unsettled = status.load.grants_unwritten;
        shown.grants_max = config.grants_max;
        shown.orders_known = status.orders_known;
        shown.orders_max = config.orders_max;
        const VenueClockReading clock = venue->venue_clock(now_ns);
        if (clock.is_known) shown.clock_uncertainty_ns = clock.uncertainty_ns;
        shown.clock_contradictions = clock.contradictions;
        for (const VenueLaneStatus &lane : status.lanes)
            shown.lanes.push_back({*lane.name, lane.is_up, lane.breaker_state});
        snapshot_limits(*venue, status, now_ns, snapshot);
    }
    for (const auto &firm : firm_limits_) {
        const LimitUsage usage = firm->with([&](Limit &limit) { return limit.usage(0, now_ns); });
        const LimitNumbers numbers = firm->with([](Limit &limit) { return limit.numbers(); });
        add_limit("", firm->config(), numbers, "", usage, snapshot);
    }
    std::lock_guard guard(kill_mutex_);
    for (const Engaged &engaged : engaged_) {
        snapshot.kills.push_back({venue_names_.name(engaged.venue_id), accounts_.name(engaged.scope.account),
            instruments_.name(engaged.scope.instrument), owners_.name(engaged.scope.owner), engaged.scope.side});
    }
    return snapshot;
}

// Every counter that a name exists for. Those of requests that name nobody (key 0), and those of pairs, are shown when
// they are used.
void Engine::snapshot_limits(Venue &venue, const VenueStatus &status, uint64_t now_ns, EngineSnapshot &snapshot) {
    for (const LimitConfig &config : config_.venues[venue.id() - 1].limits) {
        const uint32_t id = find_limit(venue.id(), config.name);
        LimitNumbers numbers;
        venue.numbers(id, numbers);
        const auto show = [&](const Charge &whose, const std::string &name, bool is_shown_unused) {
            LimitUsage usage;
            if (!venue.usage(id, whose, now_ns, usage) || (usage.used == 0 && !is_shown_unused)) return;
            add_limit(venue.name(), config, numbers, name, usage, snapshot);
        };
        switch (config.scope) {
            case LimitScope::firm:
            case LimitScope::venue:
                show({}, "", true);
                break;
            case LimitScope::lane:
                for (const VenueLaneStatus &lane : status.lanes)
                    show({.lane = lane.index}, *lane.name, true);
                break;
            case LimitScope::account:
                for (uint32_t key = 0; key <= accounts_.count(); ++key)
                    show({.account = key}, accounts_.name(key), key != 0);
                break;
            case LimitScope::instrument:
                for (uint32_t key = 0; key <= instruments_.count(); ++key)
                    show({.instrument = key}, instruments_.name(key), key != 0);
                break;
            case LimitScope::owner:
                for (uint32_t key = 0; key <= owners_.count(); ++key)
                    show({.owner = key}, owners_.name(key), key != 0);
                break;
            case LimitScope::account_instrument:
                if ((uint64_t{accounts_.count()} + 1) * (uint64_t{instruments_.count()} + 1) > kPairsMax) break;
                for (uint32_t account = 0; account <= accounts_.count(); ++account) {
                    for (uint32_t key = 0; key <= instruments_.count(); ++key) {
                        show({.account = account, .instrument = key},
                            accounts_.name(account) + "/" + instruments_.name(key), false);
                    }
                }
                break;
            case LimitScope::account_owner:
                if ((uint64_t{accounts_.count()} + 1) * (uint64_t{owners_.count()} + 1) > kPairsMax) break;
                for (uint32_t account = 0; account <= accounts_.count(); ++account) {
                    for (uint32_t key = 0; key <= owners_.count(); ++key) {
                        show({.account = account, .owner = key}, accounts_.name(account) + "/" + owners_.name(key),
                            false);
                    }
                }
                break;
            case LimitScope::lane_instrument:
                for (const VenueLaneStatus &lane : status.lanes) {
                    for (uint32_t key = 0; key <= instruments_.count(); ++key)
                        show({.lane = lane.index, .instrument = key}, *lane.name + "/" + instruments_.name(key), false);
                }
                break;
        }
    }
}

void Engine::add_limit(const std::string &venue, const LimitConfig &config, const LimitNumbers &numbers,
    const std::string &key, const LimitUsage &usage, EngineSnapshot &snapshot) {
    LimitSnapshot &shown = snapshot.limits.emplace_back();
    shown.venue = venue;
    shown.limit = config.name;
    shown.scope = name_of(config.scope);
    shown.shape = name_of(config.shape);
    shown.key = key;
    shown.used = usage.used;
    shown.unconfirmed = usage.unconfirmed;
    shown.reserve = usage.reserve;
    shown.assumed = usage.assumed;
    shown.limit_cost = numbers.limit;
    shown.to_reject = usage.to_reject;
    if (usage.to_hard_wall != SLUICE_NEVER) shown.to_hard_wall = usage.to_hard_wall;
}

}  // namespace sluice
