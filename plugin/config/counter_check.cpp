#include "config/counter_check.hpp"

#include <string_view>

#include "config/shape_names.hpp"

namespace sluice {
namespace {

std::string named(std::string_view field, uint64_t value) {
    return std::string(field) + " (" + std::to_string(value) + ")";
}

// The fields to lower, in words.
std::string remedy(LimitScope scope, const Capacity &capacity) {
    const std::string accounts = named("capacity.accounts", capacity.accounts);
    const std::string instruments = named("capacity.instruments", capacity.instruments);
    switch (scope) {
        case LimitScope::account_instrument:
            return accounts + " or " + instruments;
        case LimitScope::account_owner:
            return accounts + " or " + named("capacity.owners", capacity.owners);
        case LimitScope::lane_instrument:
            return named("lanes_max", capacity.lanes) + " or " + instruments;
        default:
            return "the capacity";
    }
}

}  // namespace

uint64_t counters_of(LimitScope scope, const Capacity &capacity) {
    // A request that names no account, instrument or owner has a counter too.
    const uint64_t accounts = capacity.accounts + 1;
    const uint64_t instruments = capacity.instruments + 1;
    const uint64_t owners = capacity.owners + 1;
    switch (scope) {
        case LimitScope::firm:
        case LimitScope::venue:
            break;
        case LimitScope::account:
            return accounts;
        case LimitScope::lane:
            return capacity.lanes;
        case LimitScope::instrument:
            return instruments;
        case LimitScope::owner:
            return owners;
        case LimitScope::account_instrument:
            return accounts * instruments;
        case LimitScope::account_owner:
            return accounts * owners;
        case LimitScope::lane_instrument:
            return capacity.lanes * instruments;
    }
    return 1;
}

std::vector<FieldFault> check_counters(LimitScope scope, const Capacity &capacity) {
    const uint64_t counters = counters_of(scope, capacity);
    if (counters <= kCountersMax) return {};
    return {{"scope",
        "at most " + std::to_string(kCountersMax) + " counters for one limit: lower " + remedy(scope, capacity),
        "\"" + std::string(name_of(scope)) + "\", which needs " + std::to_string(counters)}};
}

}  // namespace sluice
