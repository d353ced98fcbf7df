#include "setup.hpp"

#include <ostream>
#include <sstream>

namespace property {

namespace {

const char *const kScopeNames[] = {"firm", "venue", "account", "lane", "instrument", "owner"};
const char *const kShapeNames[] = {
    "sliding_window", "token_bucket", "decaying_counter", "aligned_window", "first_message_window", "in_flight"};
const char *const kKindNames[] = {
    "", "new", "replace", "cancel", "mass_cancel", "quote", "query", "maintenance", "admin"};

void put_limits(std::ostream &out, const std::vector<LimitSetup> &limits) {
    out << "[";
    for (std::size_t index = 0; index < limits.size(); ++index) {
        const LimitSetup &limit = limits[index];
        out << (index == 0 ? "" : ",") << R"({"name":"l)" << index << R"(","shape":")"
            << kShapeNames[static_cast<int>(limit.shape)] << R"(","scope":")"
            << kScopeNames[static_cast<int>(limit.scope)] << R"(","limit":)" << limit.limit << R"(,"margin":)"
            << limit.margin << R"(,"cancel_reserve":)" << limit.reserve << R"(,"hard_limit":)" << limit.hard_limit
            << R"(,"hard_margin":)" << limit.hard_margin;
        if (limit.shape != Shape::in_flight) out << R"(,"guard_us":)" << limit.guard_us;
        if (limit.is_bucket()) {
            const char *const verb = limit.shape == Shape::token_bucket ? "refill" : "decay";
            out << ",\"" << verb << R"(_amount":)" << limit.refill_amount << ",\"" << verb << R"(_interval_ms":)"
                << limit.window_ms;
        } else {
            out << R"(,"window_ms":)" << limit.window_ms;
        }
        out << R"(,"cost":{)";
        for (uint32_t kind = SLUICE_KIND_NEW; kind <= SLUICE_KIND_ADMIN; ++kind)
            out << (kind == 1 ? "" : ",") << '"' << kKindNames[kind] << "\":" << limit.cost[kind];
        out << "}}";
    }
    out << "]";
}

}  // namespace

std::string json_of(const EngineSetup &setup) {
    std::ostringstream out;
    out << R"({"version":1,"firm_limits":)";
    put_limits(out, setup.firm);
    out << R"(,"venues":[)";
    for (std::size_t index = 0; index < setup.venues.size(); ++index) {
        const VenueSetup &venue = setup.venues[index];
        out << (index == 0 ? "" : ",") << R"({"name":"V)" << index + 1 << R"(","lanes_max":)" << kLanes
            << R"(,"held_max":)" << venue.held_max << R"(,"orders_max":)" << venue.orders_max << R"(,"grants_max":)"
            << venue.grants_max << R"(,"ageing_ms":)" << venue.ageing_ms << R"(,"grant_timeout_ms":)"
            << venue.grant_timeout_ms << R"(,"answer_timeout_ms":)" << venue.answer_timeout_ms << R"(,"busy_retry_us":)"
            << venue.busy_retry_us << R"(,"limits":)";
        put_limits(out, venue.limits);
        out << R"(,"breaker":{"enabled":)" << (venue.has_breakers ? "true" : "false")
            << R"(,"consecutive_failures":2,"isolation_ms":40,"isolation_max_ms":120,)"
            << R"("probes":2,"probe_timeout_ms":60}})";
    }
    out << "]}";
    return out.str();
}

std::ostream &operator<<(std::ostream &stream, const EngineSetup &setup) {
    return stream << json_of(setup);
}

}  // namespace property
