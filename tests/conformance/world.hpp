// Everything about a run that is not demand: the clocks, the way to the venue, and what goes wrong. Drawn from a seed,
// or by RapidCheck. Plain values.
#pragma once

#include <cstdint>

#include "instant.hpp"

namespace conformance {

struct World {
    uint64_t seed = 1;
    Instant venue_at_zero = 0;             // the venue's clock when the host's shows 0
    int64_t drift_per_billion = 0;         // of the venue's clock, at most 50,000
    uint64_t path_ns = 0;                  // the shortest way to the venue
    uint64_t jitter_ns = 0;                // and how much longer it may be: what the guard promises
    uint64_t back_ns = 0;                  // the way back: no shorter than path_ns, this much longer on average
    uint64_t stall_ns = 0;                 // from the verdict to the write, on average
    uint64_t rare_stall_ns = 0;            // one in 200 takes up to this long
    uint64_t late_report_ns = 0;           // WRITTEN is told up to this much later
    uint64_t late_poll_ns = 0;             // the host polls up to this much after what is due
    uint64_t handling_ns = 0;              // from the arrival to the venue's answer: half of it to one and a half
    uint32_t lost_per_mille = 0;           // answers that never come
    uint32_t unwritten_per_mille = 0;      // messages that the transport refuses after the verdict
    uint32_t refused_per_mille = 0;        // messages that the venue refuses for business reasons
    uint32_t filled_per_mille = 0;         // orders that are filled, if nobody cancels them before
    uint32_t maker_per_mille = 500;        // of these, that rested
    uint64_t fill_after_ns = 0;            // on average
    uint64_t cancel_after_ns = 0;          // host cancels what lives so long, on average; 0: never
    uint32_t cancel_per_mille = 0;         // of the orders
    uint32_t replace_per_mille = 0;        // of the orders, once
    Span stamp_resolution = kMillisecond;  // of the venue's timestamps
    uint32_t stale_per_mille = 0;          // told usage that is told again later, when it is long wrong
    uint32_t absurd_per_mille = 0;         // told besides: numbers that cannot be
    uint64_t heartbeat_ns = 0;             // each lane sends one so often without asking the gate; 0: never
    bool tells_usage = false;              // the venue says what is used, and the host reports it
    uint64_t block_ns = 0;                 // shortest time between blocks; 0: the venue has none
    uint32_t variant = 0;                  // which reading of an unclear rule the venue follows
};

}  // namespace conformance
