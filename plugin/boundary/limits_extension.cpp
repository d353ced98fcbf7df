#include <algorithm>
#include <string_view>

#include "boundary/calls.hpp"
#include "boundary/guard.hpp"
#include "boundary/instance.hpp"
#include "boundary/structs.hpp"
#include "config/limit_check.hpp"
#include "sluice/ext/limits.h"

namespace sluice {

namespace {

sluice_status find(sluice_engine *handle, uint32_t venue_id, const char *name, size_t name_length, uint32_t *limit_id,
    sluice_error *error) noexcept {
    if (limit_id == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "limit_id is null: pass the address of an id");
    *limit_id = 0;
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "engine is not a handle of a living engine");
    if (name == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "name is null: pass the limit's name in the config");
    if (venue_id > engine->venue_count()) {
        return fail(error, SLUICE_E_UNKNOWN, venue_id, "venue_id is %u: use an id that intern gave, or 0 for the firm",
            venue_id);
    }
    *limit_id = engine->find_limit(venue_id, std::string_view(name, name_length));
    if (*limit_id != 0) return SLUICE_OK;
    return fail(error, SLUICE_E_UNKNOWN, venue_id, "%s has no limit '%.*s': use a name of the config",
        venue_id == 0 ? "the firm" : "this venue", static_cast<int>(std::min<size_t>(name_length, 100)), name);
}

sluice_status time_to_available(
    sluice_lane *lane, const sluice_request *request, uint64_t now_ns, sluice_availability *availability) noexcept {
    const LaneTarget target = find_lane(lane);
    if (target.venue == nullptr) return SLUICE_E_ARGUMENT;
    sluice_request known;
    if (const sluice_status status = read_struct(request, known, "request", nullptr); status != SLUICE_OK)
        return status;
    if (availability == nullptr) return SLUICE_E_ARGUMENT;
    if (!is_writable(availability)) return SLUICE_E_SIZE;
    const KnownIds ids = target.engine->known_ids();
    if (known.kind < SLUICE_KIND_NEW || known.kind > SLUICE_KIND_MAINTENANCE || known.account_id > ids.accounts ||
        known.instrument_id > ids.instruments || known.owner_id > ids.owners ||
        known.message_count > kMessageCountMax) {
        return SLUICE_E_ARGUMENT;
    }
    if (now_ns == 0) now_ns = target.engine->read_clock();
    sluice_availability answer{};
    if (!target.venue->availability(target.lane, known, now_ns, answer)) return SLUICE_E_STATE;
    write_struct(availability, answer);
    return SLUICE_OK;
}

// The counter that a key names, as far as the limit's scope asks for it.
sluice_status read_key(const sluice_limit_key *key, const LimitConfig &config, const Engine &engine, const Venue *venue,
    Charge &whose) noexcept {
    if (config.scope == LimitScope::firm || config.scope == LimitScope::venue) return SLUICE_OK;
    sluice_limit_key known = SLUICE_LIMIT_KEY_INIT;
    if (const sluice_status status = key == nullptr ? SLUICE_OK : read_struct(key, known, "key", nullptr);
        status != SLUICE_OK)
        return status;
    const KnownIds ids = engine.known_ids();
    if (known.account_id > ids.accounts || known.instrument_id > ids.instruments || known.owner_id > ids.owners) {
        return SLUICE_E_UNKNOWN;
    }
    whose.account = known.account_id;
    whose.instrument = known.instrument_id;
    whose.owner = known.owner_id;
    if (config.scope != LimitScope::lane && config.scope != LimitScope::lane_instrument) return SLUICE_OK;
    const LaneTarget target = find_lane(known.lane);
    if (target.venue != venue) return SLUICE_E_ARGUMENT;
    whose.lane = target.lane.index;
    return SLUICE_OK;
}

sluice_status usage(sluice_engine *handle, uint32_t limit_id, const sluice_limit_key *key, uint64_t now_ns,
    sluice_usage *usage) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || usage == nullptr) return SLUICE_E_ARGUMENT;
    if (!is_writable(usage)) return SLUICE_E_SIZE;
    const LimitConfig *config = engine->limit_config(limit_id);
    if (config == nullptr) return SLUICE_E_UNKNOWN;
    if (now_ns == 0) now_ns = engine->read_clock();
    LimitUsage known;
    if (FirmLimit *firm = engine->firm_limit(limit_id)) {
        // No venue's clock judges this time, and a window that was emptied by a wrong one stays empty.
        now_ns = std::min(now_ns, engine->read_clock());
        known = firm->with([&](Limit &limit) { return limit.usage(0, now_ns); });
    } else {
        Venue *venue = engine->venue_of_limit(limit_id);
        Charge whose;
        if (const sluice_status status = read_key(key, *config, *engine, venue, whose); status != SLUICE_OK)
            return status;
        if (!venue->usage(limit_id, whose, now_ns, known)) return SLUICE_E_UNKNOWN;
    }
    sluice_usage answer{};
    answer.used = known.used;
    answer.unconfirmed = known.unconfirmed;
    answer.reserve = known.reserve;
    answer.room_new = known.room_new;
    answer.room_cancel = known.room_cancel;
    answer.to_reject = known.to_reject;
    answer.to_hard_wall = known.to_hard_wall;
    answer.assumed = known.assumed;
    write_struct(usage, answer);
    return SLUICE_OK;
}

sluice_status numbers(sluice_engine *handle, uint32_t limit_id, sluice_limit_numbers *numbers) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || numbers == nullptr) return SLUICE_E_ARGUMENT;
    if (!is_writable(numbers)) return SLUICE_E_SIZE;
    LimitNumbers known;
    if (FirmLimit *firm = engine->firm_limit(limit_id)) {
        known = firm->with([](Limit &limit) { return limit.numbers(); });
    } else {
        Venue *venue = engine->venue_of_limit(limit_id);
        if (venue == nullptr || !venue->numbers(limit_id, known)) return SLUICE_E_UNKNOWN;
    }
    sluice_limit_numbers answer{};
    answer.limit = known.limit;
    answer.margin = known.margin;
    answer.cancel_reserve = known.cancel_reserve;
    answer.hard_limit = known.hard_limit;
    answer.hard_margin = known.hard_margin;
    write_struct(numbers, answer);
    return SLUICE_OK;
}

sluice_status reload(
    sluice_engine *handle, uint32_t limit_id, const sluice_limit_numbers *numbers, sluice_error *error) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr) return fail(error, SLUICE_E_ARGUMENT, 0, "engine is not a handle of a living engine");
    sluice_limit_numbers known;
    if (const sluice_status status = read_struct(numbers, known, "numbers", error); status != SLUICE_OK) return status;
    if (engine->is_in_callback())
        return fail(error, SLUICE_E_STATE, 0, "called from inside a callback: reload on another thread");
    const LimitConfig *config = engine->limit_config(limit_id);
    if (config == nullptr)
        return fail(error, SLUICE_E_UNKNOWN, limit_id, "limit_id is %u: use an id that find gave", limit_id);
    return guard(error, [&] {
        LimitConfig changed = *config;
        changed.limit = known.limit;
        changed.margin = known.margin;
        changed.cancel_reserve = known.cancel_reserve;
        changed.hard_limit = known.hard_limit;
        changed.hard_margin = known.hard_margin;
        if (const std::vector<FieldFault> faults = check_limit(changed); !faults.empty()) {
            const FieldFault &fault = faults.front();
            return fail(error, SLUICE_E_ARGUMENT, limit_id, "numbers.%s: expected %s, found %s", fault.field.c_str(),
                fault.expected.c_str(), fault.found.c_str());
        }
        const LimitNumbers wanted{known.limit, known.margin, known.cancel_reserve, known.hard_limit, known.hard_margin};
        if (FirmLimit *firm = engine->firm_limit(limit_id)) {
            firm->with([&](Limit &limit) { limit.reload(wanted); });
            return sluice_status{SLUICE_OK};
        }
        Venue *venue = engine->venue_of_limit(limit_id);
        uint64_t wake_ns = SLUICE_NEVER;
        venue->reload(limit_id, wanted, wake_ns);
        engine->wake(*venue, wake_ns);
        return sluice_status{SLUICE_OK};
    });
}

sluice_status venue_clock(
    sluice_engine *handle, uint32_t venue_id, uint64_t now_ns, sluice_venue_clock *clock) noexcept {
    Engine *engine = find_engine(handle);
    if (engine == nullptr || clock == nullptr) return SLUICE_E_ARGUMENT;
    if (!is_writable(clock)) return SLUICE_E_SIZE;
    Venue *venue = engine->venue(venue_id);
    if (venue == nullptr) return SLUICE_E_UNKNOWN;
    if (now_ns == 0) now_ns = engine->read_clock();
    const VenueClockReading known = venue->venue_clock(now_ns);
    sluice_venue_clock answer{};
    answer.is_known = known.is_known ? 1 : 0;
    answer.offset_ns = known.offset_ns;
    answer.uncertainty_ns = known.uncertainty_ns;
    answer.samples = known.samples;
    answer.contradictions = known.contradictions;
    write_struct(clock, answer);
    return SLUICE_OK;
}

constexpr sluice_ext_limits kTable = {
    sizeof(sluice_ext_limits), 0, find, time_to_available, usage, numbers, reload, venue_clock};

}  // namespace

const void *limits_extension() noexcept {
    return &kTable;
}

}  // namespace sluice
