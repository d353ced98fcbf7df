// The engines that the paths run on.
#include "paths.hpp"

namespace hotpath {

#define HOTPATH_FIRM_LIMIT \
    R"({"name": "firm", "shape": "sliding_window", "scope": "firm", "limit": 10000, "window_ms": 100})"
#define HOTPATH_NAMED_LIMITS                                                               \
    R"({"name": "account", "shape": "token_bucket", "scope": "account", "limit": 10000, )" \
    R"("refill_amount": 10000, "refill_interval_ms": 100}, )"                              \
    R"({"name": "instrument", "shape": "sliding_window", "scope": "instrument", "limit": 1000, "window_ms": 100})"
#define HOTPATH_CONFIG(venue_limit, window_ms, more)                                                                    \
    R"({"version": 1, "capacity": {"accounts": 4, "instruments": 4, "owners": 4}, "firm_limits": [)" HOTPATH_FIRM_LIMIT \
    R"(], "venues": [{"name": "SIM", "limits": [{"name": "messages", )"                                                 \
    R"("shape": "sliding_window", "scope": "venue", "limit": )" #venue_limit R"(, "window_ms": )" #window_ms            \
    "}, " HOTPATH_NAMED_LIMITS "]" more "}]}"

const char *const kRoom = HOTPATH_CONFIG(
    1000, 100, R"(, "breaker": {"failure_ratio_percent": 90, "isolation_ms": 1, "isolation_max_ms": 1, "probes": 1})");
const char *const kTight = HOTPATH_CONFIG(1, 1, R"(, "held_max": 64, "breaker": {"enabled": false})");
const char *const kOneSlot = HOTPATH_CONFIG(1, 1, R"(, "held_max": 1, "breaker": {"enabled": false})");

}  // namespace hotpath
