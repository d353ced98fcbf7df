// The validated configuration: plain values, filled once by `parse_config`, read at start by engine and venues, never
// changed afterwards. Every number here is inside its range (sdk/schema/config.schema.json) and every pair of numbers
// is consistent (limit_check.hpp, breaker_check.hpp), so readers check nothing. Times are nanoseconds although the JSON
// says milliseconds or microseconds; the longest is a day, 8.64e13 ns.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "config/answer_rule.hpp"
#include "sluice/request.h"

namespace sluice {

// Arrays indexed by SLUICE_KIND_*; index 0 is unused.
inline constexpr uint32_t kKindCount = SLUICE_KIND_ADMIN + 1;

// How a limit counts. The window shapes are exact logs that differ in what leaves the window when.
enum class LimitShape : uint8_t {
    token_bucket,          // refills continuously up to the burst
    decaying_counter,      // the same arithmetic as the venue tells it: a counter that falls, up to a maximum
    sliding_window,        // any span of the window's length
    aligned_window,        // windows on the venue's clock
    first_message_window,  // a window begins with the first message after the last one ended
    block_window,          // windows counted in blocks of a chain
    in_flight,             // messages without an answer
    budget                 // for life, with credit earned by traded value
};

// What a limit has one counter for.
enum class LimitScope : uint8_t {
    firm,
    venue,
    account,
    lane,
    instrument,
    owner,
    account_instrument,
    account_owner,
    lane_instrument
};
inline constexpr uint32_t kScopeCount = 9;

// Extra cost of a message about an order that is younger than `below_ns`.
struct AgeCost {
    uint64_t below_ns = 0;
    uint32_t cost = 0;
    bool operator==(const AgeCost &) const = default;
};
inline constexpr uint32_t kAgeStepsMax = 8;

// What of a cost stays charged once the venue has answered.
enum class Keeps : uint8_t { all, fixed /* all but the part by age */, nothing };

// What one request takes. Without the venue's answer the whole stays charged.
struct KindCost {
    uint32_t per_message = 0;                    // for each message (order) in it
    uint32_t per_request = 0;                    // once
    uint32_t per_step = 0;                       // for each full `step_messages` of its messages
    uint32_t step_messages = 0;                  // 0: no steps
    std::array<AgeCost, kAgeStepsMax> by_age{};  // youngest first; below_ns grows, cost falls; 0 ends the list
    Keeps on_accepted = Keeps::all;
    Keeps on_rejected = Keeps::all;  // for business reasons

    constexpr KindCost() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): the usual cost is one number.
    constexpr KindCost(uint32_t each) : per_message(each) {}
    bool operator==(const KindCost &) const = default;

    bool has_ages() const noexcept { return by_age[0].below_ns != 0; }
    bool counts() const noexcept { return per_message != 0 || per_request != 0 || per_step != 0 || has_ages(); }
    // Nothing but `per_message`, and nothing of it comes back.
    bool is_plain() const noexcept { return *this == KindCost(per_message); }
};

// Part of a limit that new orders leave to the cancels of those that live: their number times the cost of a cancel.
struct OrderReserve {
    bool is_on = false;
    uint64_t floor = 0;
    uint64_t cap = 0;
    bool operator==(const OrderReserve &) const = default;
};

struct LimitConfig {
    std::string name;  // unique in its venue (or among the firm's limits)
    LimitShape shape = LimitShape::sliding_window;
    LimitScope scope = LimitScope::venue;
    uint64_t limit = 0;  // window: cost per window; bucket: burst; decaying_counter: its maximum; budget: to begin with
    uint64_t window_ns = 0;  // window shapes; in_flight: an unknown outcome counts so long after it was given up
    uint64_t phase_ns = 0;   // aligned_window: its boundaries lie so far after 1970-01-01T00:00:00Z, modulo the window
    uint32_t window_blocks = 0;       // block_window: so many blocks
    uint32_t guard_blocks = 0;        // block_window: a message may come so many blocks later than the next one
    uint64_t block_ns = 0;            // block_window: the venue makes no block faster than this
    uint64_t refill_amount = 0;       // token_bucket, decaying_counter: so much cost comes back ...
    uint64_t refill_interval_ns = 0;  // ... in this time; budget: one unit may pass in this time when it is used up
    uint64_t credit_amount = 0;       // budget: so much is earned ...
    uint64_t credit_value_e8 = 0;     // ... by this traded value
    uint64_t cancel_extra = 0;        // budget: cancels may use limit + cancel_extra, but ...
    uint64_t cancel_times = 1;        // ... at most so many times the limit
    uint32_t first_fill_taker = 0;    // aligned_window: cost that comes back with the first fill of an order
    uint32_t first_fill_maker = 0;
    uint64_t margin = 0;          // kept free below limit
    uint64_t cancel_reserve = 0;  // of limit - margin: for cancels only
    OrderReserve order_reserve;   // instead of cancel_reserve: grows with the live orders
    uint64_t hard_limit = 0;      // logout or ban threshold; 0: none
    uint64_t hard_margin = 0;
    bool is_used_at_start = false;  // what an earlier process used is unknown: begin as if it were all
    // Jitter between our write and the venue's count: lengthens a window (less than half of it), and lowers a burst by
    // what comes back in it (the rest holds the dearest message).
    uint64_t guard_ns = 0;
    std::array<KindCost, kKindCount> cost{};  // by SLUICE_KIND_*; a kind that does not count costs nothing
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
    std::string profile;              // the profile that it was read from; empty: none
    std::vector<AnswerRule> answers;  // what the venue's answers mean, by the profile; empty: none
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
    std::vector<std::string> warnings;  // what an operator should know although nothing is wrong; one line each
    std::vector<VenueConfig> venues;
};

}  // namespace sluice
