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
    }
    return "";
}

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

// Every counter that a name exists for. Those of requests that name nobody (key 0) are shown when they were used.
void Engine::snapshot_limits(Venue &venue, const VenueStatus &status, uint64_t now_ns, EngineSnapshot &snapshot) {
    for (const LimitConfig &config : config_.venues[venue.id() - 1].limits) {
        const uint32_t id = find_limit(venue.id(), config.name);
        LimitNumbers numbers;
        venue.numbers(id, numbers);
        const auto show = [&](uint32_t key, const std::string &name) {
            LimitUsage usage;
            if (!venue.usage(id, key, now_ns, usage)) return;
            if (name.empty() && key == 0 && config.scope != LimitScope::venue && usage.used == 0) return;
            add_limit(venue.name(), config, numbers, name, usage, snapshot);
        };
        if (config.scope == LimitScope::lane) {
            for (const VenueLaneStatus &lane : status.lanes)
                show(lane.index, *lane.name);
            continue;
        }
        show(0, "");
        const NameTable *names = config.scope == LimitScope::account      ? &accounts_
                                 : config.scope == LimitScope::instrument ? &instruments_
                                 : config.scope == LimitScope::owner      ? &owners_
                                                                          : nullptr;
        if (names == nullptr) continue;
        for (uint32_t key = 1; key <= names->count(); ++key)
            show(key, names->name(key));
    }
}

void Engine::add_limit(const std::string &venue, const LimitConfig &config, const LimitNumbers &numbers,
    const std::string &key, const LimitUsage &usage, EngineSnapshot &snapshot) {
    LimitSnapshot &shown = snapshot.limits.emplace_back();
    shown.venue = venue;
    shown.limit = config.name;
    shown.scope = name_of(config.scope);
    shown.shape = config.shape == LimitShape::sliding_window ? "sliding_window" : "token_bucket";
    shown.key = key;
    shown.used = usage.used;
    shown.unconfirmed = usage.unconfirmed;
    shown.reserve = usage.reserve;
    shown.limit_cost = numbers.limit;
    shown.to_reject = usage.to_reject;
    if (usage.to_hard_wall != SLUICE_NEVER) shown.to_hard_wall = usage.to_hard_wall;
}

}  // namespace sluice
