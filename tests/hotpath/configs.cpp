// The engines that the paths run on. Firm, account, instrument and venue each have a limit, so that every request is
// checked and charged four times.
#include <string>

#include "paths.hpp"

namespace hotpath {

namespace {

std::string engine(const std::string &venue_limit, const std::string &venue_fields) {
    return R"({"version": 1, "capacity": {"accounts": 4, "instruments": 4, "owners": 4},
        "firm_limits": [
            {"name": "firm", "shape": "sliding_window", "scope": "firm", "limit": 10000, "window_ms": 100}],
        "venues": [{"name": "SIM", "limits": [
            {"name": "account", "shape": "token_bucket", "scope": "account", "limit": 10000,
             "refill_amount": 10000, "refill_interval_ms": 100},
            {"name": "instrument", "shape": "sliding_window", "scope": "instrument", "limit": 1000, "window_ms": 100},
            {"name": "messages", "shape": "sliding_window", "scope": "venue", )" +
           venue_limit + "}], " + venue_fields + "}]}";
}

}  // namespace

std::string with_room() {
    return engine(R"("limit": 1000, "window_ms": 100)",
        R"("breaker": {"failure_ratio_percent": 90, "isolation_ms": 1, "isolation_max_ms": 1, "probes": 1})");
}

std::string tight() {
    return engine(R"("limit": 1, "window_ms": 1)", R"("held_max": 64, "breaker": {"enabled": false})");
}

std::string with_one_slot() {
    return engine(R"("limit": 1, "window_ms": 1)", R"("held_max": 1, "breaker": {"enabled": false})");
}

}  // namespace hotpath
