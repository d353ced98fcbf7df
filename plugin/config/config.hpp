// The validated configuration: plain values, filled once by `parse_config`, read at start by engine and venues, never
// changed afterwards. Every number here is inside its range (sdk/schema/config.schema.json) and every pair of numbers
// is consistent (limit_check.hpp, breaker_check.hpp), so readers check nothing. Times are nanoseconds although the JSON
// says milliseconds or microseconds; the longest is a day, 8.64e13 ns.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sluice/request.h"

namespace sluice {

// Arrays indexed by SLUICE_KIND_*; index 0 is unused.
inline constexpr uint32_t kKindCount = SLUICE_KIND_ADMIN + 1;

enum class LimitShape : uint8_t { token_bucket, sliding_window };

// What a limit has one counter for.
enum class LimitScope : uint8_t { firm, venue, account, lane, instrument, owner };

struct LimitConfig {
    std::string name;  // unique in its venue (or among the firm's limits)
    LimitShape shape = LimitShape::sliding_window;
    LimitScope scope = LimitScope::venue;
    uint64_t limit = 0;               // window: cost per window; bucket: burst
    uint64_t window_ns = 0;           // sliding_window only
    uint64_t refill_amount = 0;       // token_bucket only: so much cost comes back ...
    uint64_t refill_interval_ns = 0;  // ... in this time
    uint64_t margin = 0;              // kept free below limit
    uint64_t cancel_reserve = 0;      // of limit - margin: for cancels only
    uint64_t hard_limit = 0;          // logout or ban threshold; 0: none
    uint64_t hard_margin = 0;
    // Jitter between our write and the venue's count: lengthens a window (less than half of it), and lowers a burst by
    // what comes back in it (the rest holds the dearest message).
    uint64_t guard_ns = 0;
    std::array<uint32_t, kKindCount> cost{};  // by SLUICE_KIND_*; 0: this kind does not count
};

struct BreakerConfig {
    bool is_enabled = true;
    uint32_t consecutive_failures = 5;           // 0: this rule is off
    uint32_t failure_ratio_percent = 50;         // 0: off
    uint32_t slow_ratio_percent = 0;             // 0: off
    uint64_t slow_ns = 1'000'000'000;            // an answer later than this is slow
    uint32_t window_count = 100;                 // the ratios look at the last so many outcomes ...
    uint64_t window_ns = 10'000'000'000;         // ... that are no older than this
    uint32_t minimum_count = 20;                 // and need so many
    uint64_t isolation_ns = 1'000'000'000;       // first time open; doubles on each re-trip ...
    uint64_t isolation_max_ns = 60'000'000'000;  // ... up to this
    uint32_t probes = 3;                         // that must succeed to close it
    uint64_t probe_timeout_ns = 5'000'000'000;   // then a probe is given back
};

struct VenueConfig {
    std::string name;
    bool is_shadow = false;
    uint32_t lanes_max = 8;
    uint32_t held_max = 4096;                   // requests held at the same time, cancels of known orders not counted
    uint32_t orders_max = 16384;                // live orders that are known: each has room for its cancel
    uint32_t grants_max = 16384;                // messages whose outcome is unknown
    uint64_t ageing_ns = 1'000'000'000;         // older requests of lower classes get a share of the releases
    uint64_t grant_timeout_ns = 1'000'000'000;  // an unreported write counts as written after this
    uint64_t answer_timeout_ns = 10'000'000'000;
    uint64_t busy_retry_ns = 1'000'000;  // how long a lane whose transport was full is left alone
    BreakerConfig venue_breaker;
    BreakerConfig lane_breaker;       // where the JSON has none: the same as venue_breaker
    std::vector<LimitConfig> limits;  // at most 16 with the firm's
};

struct Config {
    // A list that is given is closed: other names are unknown. An empty list is open up to the capacity.
    std::vector<std::string> accounts;
    std::vector<std::string> instruments;
    uint32_t accounts_max = 64;
    uint32_t instruments_max = 1024;
    uint32_t owners_max = 64;
    std::string metrics_listen;  // "host:port", empty: no listener
    std::vector<LimitConfig> firm_limits;
    std::vector<VenueConfig> venues;
};

}  // namespace sluice
