// What a scrape shows. Venue by venue: a few words are copied under its lock, counters are read without it, names are
// found after it is released.

#include "engine/engine.hpp"
#include "engine/shown_names.hpp"
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

bool are_too_many(const ShownNames &first, const ShownNames &second) noexcept {
    return (uint64_t{first.count()} + 1) * (uint64_t{second.count()} + 1) > kPairsMax;
}

LimitSnapshot shown_limit(std::string_view venue, const LimitConfig &config, const LimitNumbers &numbers,
    std::string_view key, const LimitUsage &usage) {
    LimitSnapshot shown;
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
    return shown;
}

}  // namespace

EngineSnapshot Engine::snapshot() {
    EngineSnapshot snapshot;
    snapshot.version =
        SLUICE_TEXT(SLUICE_VERSION_MAJOR) "." SLUICE_TEXT(SLUICE_VERSION_MINOR) "." SLUICE_TEXT(SLUICE_VERSION_PATCH);
    const uint64_t now_ns = read_clock();
    KeyNames names = {{accounts_, snapshot}, {instruments_, snapshot}, {owners_, snapshot}};
    snapshot.venues.reserve(venues_.size());
    for (const auto &venue : venues_) {
        const VenueStatus status = venue->status(now_ns);
        snapshot.venues.push_back(snapshot_venue(*venue, status, now_ns, snapshot));
        snapshot_limits(*venue, status, now_ns, names, snapshot);
    }
    for (const auto &firm : firm_limits_) {
        const LimitUsage usage = firm->with([&](Limit &limit) { return limit.usage(0, now_ns); });
        const LimitNumbers numbers = firm->with([](Limit &limit) { return limit.numbers(); });
        snapshot.limits.push_back(shown_limit("", firm->config(), numbers, "", usage));
    }
    std::lock_guard guard(kill_mutex_);
    for (const Engaged &engaged : engaged_) {
        snapshot.kills.push_back({venue_names_.name(engaged.venue_id), accounts_.name(engaged.scope.account),
            instruments_.name(engaged.scope.instrument), owners_.name(engaged.scope.owner), engaged.scope.side});
    }
    return snapshot;
}

VenueSnapshot Engine::snapshot_venue(
    Venue &venue, const VenueStatus &status, uint64_t now_ns, EngineSnapshot &snapshot) {
    VenueSnapshot shown;
    shown.name = venue.name();
    shown.counters = &venue.counters();
    shown.is_shadow = venue.is_shadow();
    shown.breaker_state = status.breaker_state;
    for (uint32_t index = 0; index < kClassCount; ++index) {
        shown.depth[index] = status.depth[index];
        shown.oldest_age_ns[index] = status.oldest_age_ns[index];
    }
    const VenueConfig &config = config_.venues[venue.id() - 1];
    shown.held = status.load.held;
    shown.held_max = config.held_max;
    shown.grants_unsettled = status.load.grants_unwritten;
    shown.grants_max = config.grants_max;
    shown.orders_known = status.orders_known;
    shown.orders_max = config.orders_max;
    const VenueClockReading clock = venue.venue_clock(now_ns);
    if (clock.is_known) shown.clock_uncertainty_ns = clock.uncertainty_ns;
    shown.clock_contradictions = clock.contradictions;
    shown.lanes.reserve(status.lanes.size());
    for (const VenueLaneStatus &lane : status.lanes)
        shown.lanes.push_back({snapshot.keep(*lane.name), lane.is_up, lane.breaker_state});
    return shown;
}

// Every counter that a name exists for. Those of requests that name nobody (key 0), and those of pairs, are shown when
// they are used; the name of a pair is not made before.
void Engine::snapshot_limits(
    Venue &venue, const VenueStatus &status, uint64_t now_ns, KeyNames &names, EngineSnapshot &snapshot) {
    uint32_t id = first_limit_ids_[venue.id() - 1];
    for (const LimitConfig &config : config_.venues[venue.id() - 1].limits) {
        LimitNumbers numbers;
        venue.numbers(id, numbers);
        const auto show = [&](const Charge &whose, bool is_shown_unused, auto &&name) {
            LimitUsage usage;
            if (!venue.usage(id, whose, now_ns, usage) || (usage.used == 0 && !is_shown_unused)) return;
            snapshot.limits.push_back(shown_limit(venue.name(), config, numbers, name(), usage));
        };
        const auto show_names = [&](ShownNames &shown, uint32_t Charge::*field) {
            for (uint32_t key = 0; key <= shown.count(); ++key) {
                Charge whose;
                whose.*field = key;
                show(whose, key != 0, [&] { return shown.name(key); });
            }
        };
        // Beside the key of `whose` itself.
        const auto show_pairs = [&](Charge whose, std::string_view first, ShownNames &second, uint32_t Charge::*field) {
            for (uint32_t key = 0; key <= second.count(); ++key) {
                whose.*field = key;
                show(whose, false, [&] { return snapshot.keep(pair_name(first, second.name(key))); });
            }
        };
        const auto show_account_pairs = [&](ShownNames &second, uint32_t Charge::*field) {
            if (are_too_many(names.accounts, second)) return;
            for (uint32_t account = 0; account <= names.accounts.count(); ++account)
                show_pairs({.account = account}, names.accounts.name(account), second, field);
        };
        switch (config.scope) {
            case LimitScope::firm:
            case LimitScope::venue:
                show({}, true, [] { return std::string_view(); });
                break;
            case LimitScope::lane:
                for (const VenueLaneStatus &lane : status.lanes)
                    show({.lane = lane.index}, true, [&] { return snapshot.keep(*lane.name); });
                break;
            case LimitScope::account:
                show_names(names.accounts, &Charge::account);
                break;
            case LimitScope::instrument:
                show_names(names.instruments, &Charge::instrument);
                break;
            case LimitScope::owner:
                show_names(names.owners, &Charge::owner);
                break;
            case LimitScope::account_instrument:
                show_account_pairs(names.instruments, &Charge::instrument);
                break;
            case LimitScope::account_owner:
                show_account_pairs(names.owners, &Charge::owner);
                break;
            case LimitScope::lane_instrument:
                for (const VenueLaneStatus &lane : status.lanes)
                    show_pairs({.lane = lane.index}, *lane.name, names.instruments, &Charge::instrument);
                break;
        }
        ++id;
    }
}

}  // namespace sluice
